import assert from "node:assert/strict";
import "~/domain/all.ts";
import {
  actor_of_session,
  demand_oneself,
  end_impersonation,
  end_sessions_of,
  grant_permission,
  grant_role,
  type Opened,
  seed_roles,
  start_impersonation,
  with_request,
} from "~/domain/access/mod.ts";
import { type Actor, job_actor } from "~/domain/kernel/actor.ts";
import type { Sql } from "~/domain/kernel/db/connect.ts";
import { DomainError, type ErrorCode } from "~/domain/kernel/errors.ts";
import { permission_set } from "~/domain/kernel/permissions.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { report_problem, tickets } from "~/domain/tickets/mod.ts";
import { with_database } from "../../support/database.ts";
import { platform_on, staff_person } from "../../support/fixtures.ts";

interface World {
  platform: Platform;
  sql: Sql;
  ada: Actor;
  hassan: string;
  subscriber: string;
  begin(changes?: Partial<Parameters<typeof start_impersonation>[2]>, actor?: Actor): Promise<Opened>;
  /** The actor that the session's requests get. */
  enter(opened: Opened): Promise<Actor>;
}

const reason = "TKT-000042: the new visit does not show";
const request = { id: "req-acting", ip: "198.51.100.7", user_agent: "test" };

const with_world = (run: (world: World) => Promise<void>) =>
  with_database(async ({ db, sql }) => {
    const platform = platform_on(db);
    const insert = async (name: string) =>
      (await sql<{ id: string }[]>`insert into people (display_name) values (${name}) returning id`)[0]?.id ?? "";
    const [ada_id, hassan] = [await insert("Ada Ojo"), await insert("Hassan Eze")];
    const [row] = await sql<
      { id: string }[]
    >`insert into subscribers (name, status) values ('Hassan''s home', 'active') returning id`;
    const subscriber = row?.id ?? "";
    await sql`insert into subscriber_people (subscriber_id, person_id, role, is_primary) values (${subscriber}, ${hassan}, 'owner', true)`;
    await platform.transaction(job_actor("test"), async (tx) => {
      await seed_roles(tx);
      await grant_role(tx, hassan, "customer");
      await grant_permission(tx, ada_id, { key: "customers:impersonate", reason: "Support of customers" });
    });
    const ada = { ...staff_person(ada_id, "customers:impersonate", "subscribers:read"), request };
    await run({
      platform,
      sql,
      ada,
      hassan,
      subscriber,
      begin: (changes = {}, actor = ada) =>
        platform.transaction(actor, (tx) =>
          start_impersonation(tx, subscriber, { person_id: hassan, reason, ...changes })),
      async enter(opened) {
        const found = await actor_of_session(sql, opened.session_id);
        assert.ok(found, "the session stands");
        return with_request(found.actor, request);
      },
    });
  });

const refused = (work: Promise<unknown>, code: ErrorCode, field?: string) =>
  assert.rejects(
    work,
    (error) =>
      error instanceof DomainError && error.code === code &&
      (!field || error.details.some((detail) => detail.field === field)),
  );

const can_write = (ada: Actor): Actor => ({
  ...ada,
  permissions: permission_set(["customers:impersonate", "customers:impersonate_write"]),
});
const problem = { subject: "No internet since noon", description: "The light is red." };

Deno.test(
  "start_impersonation() opens the customer's own session, which names who really acts",
  with_world(async ({ begin, enter, ada, hassan, subscriber }) => {
    const actor = await enter(await begin());
    assert.equal(actor.kind, "customer");
    assert.equal(actor.person_id, hassan);
    assert.deepEqual(actor.subscriber_ids, [subscriber]);
    assert.deepEqual(actor.impersonator, { person_id: ada.person_id, label: "Ada Ojo" });
    assert.equal(actor.read_only, true);
  }),
);

Deno.test(
  "whoever may only look reads, and every write is refused by the database itself",
  with_world(async ({ begin, enter, platform, sql, subscriber }) => {
    const actor = await enter(await begin());
    assert.equal((await platform.read(actor, (tx) => tickets.list(tx))).items.length, 0);
    await refused(
      platform.transaction(actor, (tx) => report_problem(tx, { subscriber_id: subscriber, ...problem })),
      "forbidden",
    );
    // Even code that forgets every check.
    await refused(
      platform.transaction(actor, (tx) => tx.elevated((inner) => inner.sql`update subscribers set name = 'x'`)),
      "forbidden",
    );
    await refused(
      platform.transaction(actor, (tx) => Promise.resolve(tx.emit("session.changed", { id: subscriber }, "staff"))),
      "forbidden",
    );
    assert.equal((await sql`select from tickets`).length, 0);
  }),
);

Deno.test(
  "with the right to change, what is done carries both names in the audit trail",
  with_world(async ({ begin, enter, platform, sql, ada, hassan, subscriber }) => {
    await platform.transaction(
      job_actor("test"),
      (tx) =>
        grant_permission(tx, ada.person_id ?? "", {
          key: "customers:impersonate_write",
          reason: "Support of customers",
        }),
    );
    const opened = await begin({ write: true }, can_write(ada));
    const actor = await enter(opened);
    assert.equal(actor.read_only, undefined);
    await platform.transaction(actor, (tx) => report_problem(tx, { subscriber_id: subscriber, ...problem }));
    const rows =
      await sql`select actor_kind, actor_id, actor_label, impersonator_id, impersonator_label, request_id, ip from audit_events where subscriber_id = ${subscriber} and action not like 'impersonation.%'`;
    assert.ok(rows.length > 0);
    for (const row of rows) {
      assert.deepEqual({ ...row }, {
        actor_kind: "customer",
        actor_id: hassan,
        actor_label: "Hassan Eze",
        impersonator_id: ada.person_id,
        impersonator_label: "Ada Ojo",
        request_id: request.id,
        ip: request.ip,
      });
    }
    await sql`update person_permissions set is_active = false where key = 'customers:impersonate_write'`;
    assert.equal((await enter(opened)).read_only, true, "that right is gone: the session goes on, looking only");
  }),
);

Deno.test(
  "beginning and end stand in the histories of person and subscriber, with the reason",
  with_world(async ({ begin, enter, platform, sql, ada, hassan, subscriber }) => {
    const actor = await enter(await begin({ minutes: 5 }));
    await platform.transaction({ ...actor, read_only: false }, end_impersonation);
    assert.equal(await actor_of_session(sql, actor.session_id ?? ""), null);
    const rows =
      await sql`select action, entity_type, entity_id, actor_id, impersonator_id, changes from audit_events where action like 'impersonation.%' order by action desc, entity_type`;
    const changes = {
      reason: { from: null, to: reason },
      minutes: { from: null, to: 5 },
      may_change: { from: null, to: false },
    };
    assert.deepEqual(rows.map((row) => ({ ...row })), [
      {
        action: "impersonation.started",
        entity_type: "person",
        entity_id: hassan,
        actor_id: ada.person_id,
        impersonator_id: null,
        changes,
      },
      {
        action: "impersonation.started",
        entity_type: "subscriber",
        entity_id: subscriber,
        actor_id: ada.person_id,
        impersonator_id: null,
        changes,
      },
      {
        action: "impersonation.ended",
        entity_type: "person",
        entity_id: hassan,
        actor_id: hassan,
        impersonator_id: ada.person_id,
        changes: {},
      },
    ]);
  }),
);

Deno.test(
  "start_impersonation() refuses whoever lacks the permission, and the right to change to whoever lacks that",
  with_world(async ({ begin, ada, platform, subscriber, hassan }) => {
    await refused(begin({}, { ...ada, permissions: permission_set(["subscribers:*", "people:*"]) }), "forbidden");
    await refused(begin({ write: true }), "forbidden");
    await refused(begin({}, { ...ada, kind: "api_key", permissions: permission_set(["*"]) }), "forbidden");
    const customer: Actor = { ...ada, kind: "customer", permissions: permission_set(["portal:*"]) };
    await refused(
      platform.transaction(customer, (tx) => start_impersonation(tx, subscriber, { person_id: hassan, reason })),
      "forbidden",
    );
  }),
);

Deno.test(
  "start_impersonation() wants a reason, an hour at most, a holder of this subscriber, and never oneself",
  with_world(async ({ begin, ada, sql, subscriber, hassan }) => {
    await refused(begin({ reason: "   because  " }), "validation_error", "reason");
    for (const minutes of [0, 61, 1.5, "soon"]) await refused(begin({ minutes }), "validation_error", "minutes");
    await refused(begin({ person_id: subscriber }), "not_found");
    await sql`insert into subscriber_people (subscriber_id, person_id, role) values (${subscriber}, ${ada.person_id}, 'member')`;
    await refused(begin({ person_id: ada.person_id ?? "" }), "validation_error", "person_id");
    await sql`update person_roles set is_active = false where person_id = ${hassan}`;
    await refused(begin(), "validation_error", "person_id");
  }),
);

Deno.test(
  "the session ends by the clock, and with the rights of whoever acts",
  with_world(async ({ begin, platform, sql, ada }) => {
    const timed = await begin({ minutes: 10 });
    const [row] = await sql<
      { minutes: number }[]
    >`select round(extract(epoch from expires_at - created_at) / 60)::int as minutes from sessions where id = ${timed.session_id}`;
    assert.equal(row?.minutes, 10);
    await sql`update sessions set expires_at = now() - interval '1 second' where id = ${timed.session_id}`;
    assert.equal(await actor_of_session(sql, timed.session_id), null);

    const ended = await begin();
    await platform.transaction(
      job_actor("test"),
      (tx) => end_sessions_of(tx, ada.person_id ?? "", "ended by an administrator"),
    );
    assert.equal(await actor_of_session(sql, ended.session_id), null, "ending Ada's sessions ends this one too");

    const undone = await begin();
    await sql`update person_permissions set expires_at = now() + interval '1 minute' where person_id = ${ada.person_id}`;
    const left = (await actor_of_session(sql, undone.session_id))?.ms_left ?? 0;
    assert.ok(left > 0 && left <= 60_000, "what remembers it looks again when Ada's right ends");
    await sql`update person_permissions set expires_at = null, is_active = false where person_id = ${ada.person_id}`;
    assert.equal(await actor_of_session(sql, undone.session_id), null, "Ada may act as customers no more");
    await sql`update person_permissions set is_active = true where person_id = ${ada.person_id}`;

    const orphaned = await begin();
    await sql`update people set is_active = false where id = ${ada.person_id}`;
    assert.equal(await actor_of_session(sql, orphaned.session_id), null, "Ada has left the house");
  }),
);

Deno.test(
  "demand_oneself() keeps whoever acts from what only the person may do",
  with_world(async ({ begin, enter, platform, ada }) => {
    const actor = await enter(await begin());
    await refused(platform.read(actor, (tx) => Promise.resolve(demand_oneself(tx))), "forbidden");
    await platform.read(ada, (tx) => Promise.resolve(demand_oneself(tx)));
  }),
);
