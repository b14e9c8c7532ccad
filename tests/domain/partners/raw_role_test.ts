/** The second wall alone: a connection in a portal's database role, asking what it likes. */
import assert from "node:assert/strict";
import type { TransactionSql } from "~/domain/kernel/db/connect.ts";
import { add_note, reply } from "~/domain/tickets/mod.ts";
import { add_note as add_job_note } from "~/domain/work_orders/mod.ts";
import { type Partners, with_partners } from "./world.ts";

type Role = "omni_reseller" | "omni_vendor";

function raw<T>(it: Partners, role: Role, person_id: string | null, run: (sql: TransactionSql) => Promise<T>) {
  return it.sql.begin(async (sql) => {
    await sql`select set_config('app.person_id', ${person_id ?? ""}, true), set_config('role', ${role}, true)`;
    return await run(sql);
  });
}

/** Rows that the role sees of each table it may read at all, by table. */
async function seen(it: Partners, role: Role, person_id: string | null): Promise<Record<string, number>> {
  const tables = await it.sql<{ name: string }[]>`
    select distinct table_name::text as name from information_schema.column_privileges
     where grantee = ${role} and privilege_type = 'SELECT' and table_schema = 'public' order by 1`;
  return await raw(it, role, person_id, async (sql) => {
    const counts: Record<string, number> = {};
    for (const { name } of tables) {
      counts[name] = (await sql<{ n: number }[]>`select count(id)::int as n from ${sql(name)}`)[0]?.n ?? -1;
    }
    return counts;
  });
}

async function filled(it: Partners): Promise<void> {
  const [one, two] = [await it.ticket(), await it.ticket({ subscriber_id: it.subscriber_b })];
  for (const row of [one, two]) {
    await it.as(it.agent, (tx) => reply(tx, row.id, "Hello"));
    await it.as(it.agent, (tx) => add_note(tx, row.id, "Secret"));
  }
  for (const job of [it.job, it.other_job]) {
    for (const visibility of ["public", "vendor", "internal"] as const) {
      await it.as(it.agent, (tx) => add_job_note(tx, job.id, "Words", visibility));
    }
  }
}

Deno.test(
  "a reseller's role reads the rows of its own customers in every table it is granted, and none without a person",
  with_partners(async (it) => {
    await filled(it);
    const own = {
      attachments: 0,
      resellers: 1,
      sites: 1,
      subscribers: 1,
      ticket_comments: 1,
      tickets: 1,
      work_orders: 1,
    };
    assert.deepEqual(await seen(it, "omni_reseller", it.north.person_id), own);
    assert.deepEqual(await seen(it, "omni_reseller", it.south.person_id), own);
    const none = Object.fromEntries(Object.keys(own).map((name) => [name, 0]));
    for (const nobody of [null, it.splice.person_id, it.a.person_id, it.agent.person_id]) {
      assert.deepEqual(await seen(it, "omni_reseller", nobody), none);
    }
  }),
);

Deno.test(
  "a vendor's role reads the rows of its own work in every table it is granted, and none without a person",
  with_partners(async (it) => {
    await filled(it);
    const own = {
      attachments: 0,
      projects: 1,
      sites: 1,
      subscribers: 1,
      vendors: 1,
      work_order_notes: 2,
      work_orders: 1,
    };
    assert.deepEqual(await seen(it, "omni_vendor", it.splice.person_id), own);
    assert.deepEqual(await seen(it, "omni_vendor", it.mast.person_id), own);
    const none = Object.fromEntries(Object.keys(own).map((name) => [name, 0]));
    for (const nobody of [null, it.north.person_id, it.a.person_id]) {
      assert.deepEqual(await seen(it, "omni_vendor", nobody), none);
    }
  }),
);

Deno.test(
  "the roles are refused every other table and column, and every write",
  with_partners(async (it) => {
    const refused: [Role, string][] = [
      ["omni_reseller", "select * from subscribers"],
      ["omni_reseller", "select balance from subscribers"],
      ["omni_reseller", "select id from subscribers order by external_id"],
      ["omni_reseller", "select id from tickets where assigned_to_id is null"],
      ["omni_reseller", "select id from reseller_people"],
      ["omni_reseller", "select id from reseller_subscribers"],
      ["omni_reseller", "select id from people"],
      ["omni_reseller", "select id from vendors"],
      ["omni_reseller", "select id from work_order_notes"],
      ["omni_reseller", "update subscribers set name = 'x'"],
      [
        "omni_reseller",
        "insert into ticket_comments (ticket_id, author_name, author_kind, body) select id, 'x', 'staff', 'x' from tickets",
      ],
      ["omni_reseller", "delete from tickets"],
      ["omni_vendor", "select subscriber_id from work_orders"],
      ["omni_vendor", "select completion_notes from work_orders"],
      ["omni_vendor", "select email from subscribers"],
      ["omni_vendor", "select access_notes from sites"],
      ["omni_vendor", "select id from tickets"],
      ["omni_vendor", "select id from resellers"],
      ["omni_vendor", "select id from vendor_people"],
      ["omni_vendor", "select id from vendor_work_orders"],
      ["omni_vendor", "select id from sessions"],
      ["omni_vendor", "update work_orders set status = 'completed'"],
      [
        "omni_vendor",
        "insert into vendor_work_orders (vendor_id, work_order_id) select v.id, w.id from vendors v, work_orders w",
      ],
      ["omni_vendor", "truncate work_order_notes"],
    ];
    for (const [role, statement] of refused) {
      const person_id = role === "omni_vendor" ? it.splice.person_id : it.north.person_id;
      await assert.rejects(raw(it, role, person_id, (sql) => sql.unsafe(statement)), /permission denied/, statement);
    }
  }),
);

Deno.test(
  "a relation counts from its first microsecond and not in its last, by the clock of the transaction",
  with_partners(async (it) => {
    const count = (since: string, until: string | null) =>
      it.sql.begin(async (sql) => {
        await sql.unsafe(
          `update reseller_subscribers set since = now() ${since}, until = ${
            until === null ? "null" : `now() ${until}`
          } where id = '${it.north_a}'`,
        );
        await sql`select set_config('app.person_id', ${it.north.person_id}, true), set_config('role', 'omni_reseller', true)`;
        return (await sql`select id from subscribers`).length;
      });
    assert.equal(await count("- interval '1 hour'", null), 1);
    assert.equal(await count("", null), 1, "begins now");
    assert.equal(await count("+ interval '1 microsecond'", null), 0, "begins in a microsecond");
    assert.equal(await count("- interval '1 hour'", "+ interval '1 microsecond'"), 1, "ends in a microsecond");
    assert.equal(await count("- interval '1 hour'", ""), 0, "ended now");
  }),
);

Deno.test(
  "who leaves the company, and a company that is closed, sees nothing at the next statement",
  with_partners(async (it) => {
    const reaches = async () => (await seen(it, "omni_vendor", it.splice.person_id)).work_orders;
    assert.equal(await reaches(), 1);
    await it.sql`update vendor_people set is_active = false where person_id = ${it.splice.person_id}`;
    assert.equal(await reaches(), 0);
    await it.sql`update vendor_people set is_active = true where person_id = ${it.splice.person_id}`;
    await it.sql`update vendors set is_active = false where id = ${it.splice_id}`;
    assert.equal(await reaches(), 0);
  }),
);
