import assert from "node:assert/strict";
import "~/domain/all.ts";
import postgres from "postgres";
import { audit_events, seal_batch, verify_chain } from "~/domain/audit/mod.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import { connect, type Sql } from "~/domain/kernel/db/connect.ts";
import { new_id } from "~/domain/kernel/text/uuid.ts";
import { people } from "~/domain/people/mod.ts";
import { test_database, with_database } from "../../support/database.ts";
import { test_server } from "../../support/postgres_server.ts";
import { customer, platform_on, staff } from "../../support/fixtures.ts";

const attempts = [
  "update audit_events set actor_label = 'x'",
  "delete from audit_events",
  "truncate audit_events",
  "update audit_seals set hash = sha256('x')",
  "delete from audit_seals",
  "truncate audit_seals",
  "insert into audit_events (id, action, entity_type, entity_id, actor_kind, actor_label) select id, action, entity_type, entity_id, actor_kind, 'x' from audit_events on conflict (id) do update set actor_label = 'x'",
];
const code_of = (error: unknown): unknown =>
  typeof error === "object" && error !== null ? Reflect.get(error, "code") : undefined;
const refused_with = async (sql: Sql, statement: string): Promise<unknown> =>
  await sql.unsafe(statement).then(() => "nothing", code_of);

Deno.test(
  "entries and links can be neither changed nor deleted, not even by the role that owns the tables",
  with_database(async ({ db, sql }) => {
    const platform = platform_on(db);
    await platform.transaction(
      staff("*"),
      (tx) => people.create(tx, { first_name: "Ife", last_name: "Bello", display_name: "Ife Bello" }),
    );
    await platform.transaction(job_actor("seal"), seal_batch);
    for (const statement of attempts) {
      assert.equal(await refused_with(sql, statement), "23001", statement);
    }
  }),
);

Deno.test("a service role that does not own the tables cannot switch the refusal off, and serves all the same", async () => {
  const it = await test_database();
  const role = `omni_service_${crypto.randomUUID().slice(0, 8)}`;
  await it.sql.unsafe(`create role ${role} login password 'service' nosuperuser nobypassrls`);
  try {
    await it.sql`select grant_service(${role})`;
    const db = connect({ address: as_role(it.url, role), max: 3 });
    try {
      const platform = platform_on(db);
      const person = await platform.transaction(
        staff("*"),
        (tx) => people.create(tx, { first_name: "Ife", last_name: "Bello", display_name: "Ife Bello" }),
      );
      await platform.transaction(job_actor("seal"), seal_batch);
      assert.equal(
        (await platform.read(staff("people:read"), (tx) => people.get(tx, person.id))).display_name,
        "Ife Bello",
      );
      assert.equal(
        (await platform.read(staff("audit:read"), (tx) => audit_events.list(tx))).items[0]?.entity_id,
        person.id,
      );
      await platform.transaction(
        customer([]),
        async (tx) => assert.equal((await tx.sql`select current_user as name`)[0]?.name, "omni_customer"),
      );
      for (
        const statement of [
          ...attempts,
          "alter table audit_events disable trigger all",
          "drop trigger audit_events_append_only on audit_events",
          "drop table audit_seals",
          "set session_replication_role = replica",
        ]
      ) {
        assert.equal(await refused_with(db.sql, statement), "42501", statement);
      }
      const verdict = await db.sql.begin((sql) => verify_chain(sql, platform.config.ENCRYPTION_KEYS));
      assert.equal(verdict.first_break, null);
    } finally {
      await db.close();
    }
  } finally {
    await it.close(); // its rights there go with the database; what is left of the role is the cluster's
    const admin = postgres((await test_server()).url("postgres"), { max: 1 });
    await admin.unsafe(`drop role ${role}`);
    await admin.end();
  }
});

function as_role(url: string, role: string): string {
  const changed = new URL(url);
  changed.username = role;
  changed.password = "service";
  return changed.href;
}

Deno.test(
  "an entry tells who, in whose name, by which key, from where and in which request",
  with_database(async ({ db, sql }) => {
    const platform = platform_on(db);
    const [key_id, staff_id, customer_id] = [new_id(), new_id(), new_id()];
    const entry = {
      action: "ticket.replied",
      entity_type: "ticket",
      entity_id: new_id(),
      entity_label: null,
      subscriber_id: null,
      changes: {},
    };
    const request = { id: "req-12345678", ip: "198.51.100.7", user_agent: "curl/8" };
    await platform.transaction({
      ...customer([], customer_id),
      request,
      impersonator: { person_id: staff_id, label: "Ada Ojo" },
    }, (tx) => Promise.resolve(tx.audit(entry)));
    await platform.transaction(
      { ...staff("*"), kind: "api_key", request, key_id },
      (tx) => Promise.resolve(tx.audit({ ...entry, action: "ticket.updated" })),
    );
    const rows =
      await sql`select action, actor_kind, actor_id, actor_label, impersonator_id, impersonator_label, api_key_id, request_id, ip, user_agent from audit_events order by action`;
    const from = { request_id: request.id, ip: request.ip, user_agent: request.user_agent };
    assert.deepEqual(rows.map((row) => ({ ...row })), [
      {
        action: "ticket.replied",
        actor_kind: "customer",
        actor_id: customer_id,
        actor_label: "Hassan Eze",
        impersonator_id: staff_id,
        impersonator_label: "Ada Ojo",
        api_key_id: null,
        ...from,
      },
      {
        action: "ticket.updated",
        actor_kind: "api_key",
        actor_id: null,
        actor_label: "Ada Ojo",
        impersonator_id: null,
        impersonator_label: null,
        api_key_id: key_id,
        ...from,
      },
    ]);
  }),
);
