import assert from "node:assert/strict";
import { seal_batch, verify_chain } from "~/domain/audit/mod.ts";
import { chained_columns } from "~/domain/audit/chain.ts";
import { parse_key_ring } from "~/domain/kernel/crypto/keys.ts";
import type { Sql } from "~/domain/kernel/db/connect.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { configure_log } from "~/domain/kernel/log.ts";
import { new_id } from "~/domain/kernel/text/uuid.ts";
import { test_database, with_database } from "../../support/database.ts";
import { platform_on, staff, test_config } from "../../support/fixtures.ts";

configure_log({ level: "error", format: "json" });
const actor = staff("*");

async function note(platform: Platform, count: number): Promise<void> {
  for (let nth = 0; nth < count; nth++) {
    await platform.transaction(actor, (tx) => {
      tx.audit({
        action: "ticket.updated",
        entity_type: "ticket",
        entity_id: new_id(),
        entity_label: `TKT-${nth}`,
        subscriber_id: null,
        changes: { status: { from: "new", to: `open "${nth}"` } },
      });
      return Promise.resolve();
    });
  }
}
const seal = (platform: Platform) => platform.transaction(job_actor("seal audit"), seal_batch);
const check = (platform: Platform, head: { position: number; hash: string } | null = null) =>
  platform.db.sql.begin((sql) => verify_chain(sql, platform.config.ENCRYPTION_KEYS, head));

/** What somebody does who has the tables' owner in hand, or a superuser: the triggers are switched off, and on again. */
async function tamper(sql: Sql, statement: string): Promise<void> {
  await sql.begin(async (tx) => {
    for (const table of ["audit_events", "audit_seals"]) await tx.unsafe(`alter table ${table} disable trigger user`);
    await tx.unsafe(statement);
    for (const table of ["audit_events", "audit_seals"]) await tx.unsafe(`alter table ${table} enable trigger user`);
  });
}

async function sealed_trail(entries = 6): Promise<{ platform: Platform; sql: Sql } & AsyncDisposable> {
  const it = await test_database();
  const platform = platform_on(it.db);
  await note(platform, entries);
  await seal(platform);
  return { platform, sql: it.sql, [Symbol.asyncDispose]: () => it.close() };
}
const entry_at = (position: number) => `(select entry_id from audit_seals where position = ${position})`;

Deno.test("verify_chain() finds a chain of several batches whole and tells its head", async () => {
  await using it = await sealed_trail(3);
  await note(it.platform, 2);
  assert.deepEqual(await seal(it.platform), { sealed: 2, position: 5 });
  const verdict = await check(it.platform);
  assert.equal(verdict.first_break, null);
  assert.equal(verdict.entries, 5);
  assert.equal(verdict.waiting, 0);
  assert.match(verdict.head ?? "", /^5:[0-9a-f]{64}$/);
});

Deno.test(
  "seal_batch() seals nothing twice and an empty trail not at all",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    assert.deepEqual(await seal(platform), { sealed: 0, position: 0 });
    assert.equal((await check(platform)).head, null);
    await note(platform, 1);
    assert.equal((await check(platform)).waiting, 1);
    await Promise.all([seal(platform), seal(platform), seal(platform)]);
    assert.equal((await check(platform)).entries, 1);
  }),
);

Deno.test(
  "entries of transactions that run at the same time are all sealed, each once",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    await Promise.all([
      ...Array.from({ length: 8 }, () => note(platform, 5)),
      ...Array.from({ length: 4 }, () => seal(platform)),
    ]);
    await seal(platform);
    const verdict = await check(platform);
    assert.equal(verdict.first_break, null);
    assert.equal(verdict.entries, 40);
  }),
);

for (const column of chained_columns.filter((name) => name !== "id")) {
  const values: Record<string, string> = {
    occurred_at: "occurred_at + interval '1 microsecond'",
    entity_id: "uuid_v7()",
    subscriber_id: "uuid_v7()",
    actor_id: "uuid_v7()",
    api_key_id: "uuid_v7()",
    changes: `'{"status": {"from": "new", "to": "closed"}}'`,
  };
  // The check constraint wants the two together.
  const set = column.startsWith("impersonator")
    ? `impersonator_id = uuid_v7(), impersonator_label = 'Somebody'`
    : `${column} = ${values[column] ?? "'forged'"}`;
  Deno.test(`verify_chain() catches a changed ${column}`, async () => {
    await using it = await sealed_trail(3);
    await tamper(it.sql, `update audit_events set ${set} where id = ${entry_at(2)}`);
    const { first_break } = await check(it.platform);
    assert.equal(first_break?.fault, "changed");
    assert.equal(first_break?.position, 2);
    const [row] = await it.sql`select entry_id from audit_seals where position = 2`;
    assert.equal(first_break?.entry_id, row?.entry_id);
  });
}

Deno.test(
  "the chain covers every column that an entry has",
  with_database(async ({ sql }) => {
    const rows = await sql<
      { name: string }[]
    >`select column_name as name from information_schema.columns where table_name = 'audit_events' and table_schema = 'public'`;
    assert.deepEqual(rows.map((row) => row.name).sort(), [...chained_columns].sort());
  }),
);

Deno.test("verify_chain() catches a deleted entry", async () => {
  await using it = await sealed_trail();
  await tamper(it.sql, `delete from audit_events where id = ${entry_at(4)}`);
  assert.deepEqual({ ...(await check(it.platform)).first_break, entry_id: null, message: "" }, {
    fault: "deleted",
    position: 4,
    entry_id: null,
    message: "",
  });
});

Deno.test("verify_chain() catches an entry deleted together with its link", async () => {
  await using it = await sealed_trail();
  await tamper(
    it.sql,
    `with gone as (delete from audit_seals where position = 3 returning entry_id) delete from audit_events where id in (select entry_id from gone)`,
  );
  assert.equal((await check(it.platform)).first_break?.fault, "unlinked");
});

Deno.test("verify_chain() catches a deleted entry whose successors were moved up", async () => {
  await using it = await sealed_trail();
  await tamper(it.sql, `delete from audit_seals where position = 3`);
  for (const position of [4, 5, 6]) {
    await tamper(it.sql, `update audit_seals set position = ${position - 1} where position = ${position}`);
  }
  const { first_break } = await check(it.platform);
  assert.equal(first_break?.position, 3);
});

Deno.test("verify_chain() catches the cut end of the chain, by the missing signature or by a head that was written down", async () => {
  await using it = await sealed_trail();
  const { head } = await check(it.platform);
  const [, hash = ""] = head?.split(":") ?? [];
  await tamper(
    it.sql,
    `with gone as (delete from audit_seals where position = 6 returning entry_id) delete from audit_events where id in (select entry_id from gone)`,
  );
  assert.equal((await check(it.platform)).first_break?.fault, "cut");
  await note(it.platform, 1);
  await tamper(it.sql, `delete from audit_seals`);
  await tamper(it.sql, `delete from audit_events`);
  await tamper(it.sql, `delete from audit_unsealed`);
  await note(it.platform, 2);
  await seal(it.platform);
  assert.equal((await check(it.platform)).first_break, null, "a shorter chain of our own is whole in itself");
  assert.equal((await check(it.platform, { position: 6, hash })).first_break?.fault, "cut");
  await note(it.platform, 4);
  await seal(it.platform);
  assert.equal((await check(it.platform, { position: 6, hash })).first_break?.fault, "forged");
});

Deno.test("verify_chain() catches an entry inserted past the trigger", async () => {
  await using it = await sealed_trail();
  await tamper(
    it.sql,
    `insert into audit_events (action, entity_type, entity_id, actor_kind, actor_label) values ('role.updated', 'role', uuid_v7(), 'staff', 'Nobody')`,
  );
  assert.equal((await check(it.platform)).first_break?.fault, "inserted");
});

Deno.test("verify_chain() catches an entry added today under an older date", async () => {
  await using it = await sealed_trail();
  await it
    .sql`insert into audit_events (occurred_at, action, entity_type, entity_id, actor_kind, actor_label) values (now() - interval '2 days', 'role.updated', 'role', uuid_v7(), 'staff', 'Nobody')`;
  await seal(it.platform);
  const { first_break } = await check(it.platform);
  assert.equal(first_break?.fault, "backdated");
  assert.equal(first_break?.position, 7);
});

Deno.test("verify_chain() catches exchanged entries", async () => {
  await using it = await sealed_trail();
  const [a, b] = await it.sql<
    { entry_id: string }[]
  >`select entry_id from audit_seals where position in (2, 5) order by position`;
  await tamper(it.sql, `update audit_seals set entry_id = uuid_v7() where position = 2`);
  await tamper(it.sql, `update audit_seals set entry_id = '${a?.entry_id}' where position = 5`);
  await tamper(it.sql, `update audit_seals set entry_id = '${b?.entry_id}' where position = 2`);
  assert.deepEqual({ ...(await check(it.platform)).first_break, entry_id: null, message: "" }, {
    fault: "reordered",
    position: 2,
    entry_id: null,
    message: "",
  });
});

Deno.test("verify_chain() catches a chain that was written anew inside the database: its signature is of no key of ours", async () => {
  await using it = await sealed_trail();
  await tamper(it.sql, `update audit_events set actor_label = 'Somebody else' where id = ${entry_at(1)}`);
  await tamper(it.sql, `delete from audit_seals`);
  await tamper(it.sql, `insert into audit_unsealed select id from audit_events`);
  const stranger = platform_on(it.platform.db, {
    config: test_config({ ENCRYPTION_KEYS: `k1:${btoa("ZYXWVUTSRQPONMLKJIHGFEDCBA987654")}` }),
  });
  await seal(stranger);
  assert.equal((await check(stranger)).first_break, null);
  assert.equal((await check(it.platform)).first_break?.fault, "forged");
});

Deno.test("a chain goes on under a new key, and signatures of one that was taken away are counted", async () => {
  await using it = await sealed_trail(2);
  const newer = `k2:${btoa("98765432109876543210987654321098")}`;
  const both = parse_key_ring(`${newer},k1:${btoa("abcdef0123456789abcdef0123456789")}`);
  const alone = parse_key_ring(newer);
  assert.ok(typeof both !== "string" && typeof alone !== "string");
  const verdict_under = (ring: typeof both) => it.sql.begin((sql) => verify_chain(sql, ring));
  assert.equal((await verdict_under(alone)).first_break?.fault, "forged", "nothing signed by the new key yet");
  const after = platform_on(it.platform.db, { config: test_config({ ENCRYPTION_KEYS: newer }) });
  await note(after, 1);
  await seal(after);
  assert.equal((await verdict_under(both)).first_break, null);
  const verdict = await verdict_under(alone);
  assert.equal(verdict.first_break, null);
  assert.equal(verdict.retired_signatures, 1);
});
