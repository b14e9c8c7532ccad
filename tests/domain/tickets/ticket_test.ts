import assert from "node:assert/strict";
import { reply, ticket_moves, tickets } from "~/domain/tickets/mod.ts";
import { staff, staff_person } from "../../support/fixtures.ts";
import { assign } from "~/domain/tickets/mod.ts";
import { person, refused, with_world } from "./world.ts";

Deno.test(
  "a new ticket gets number, author, the subscriber's site and a due time by its priority",
  with_world(async ({ ticket, agent, site_a, clock }) => {
    const urgent = await ticket({ priority: "urgent" });
    assert.match(urgent.number, /^TKT-\d{6}$/);
    assert.equal(urgent.created_by_id, agent.person_id);
    assert.equal(urgent.site_id, site_a);
    assert.equal(Temporal.Instant.from(urgent.due_at ?? "").toString(), clock.now().add({ hours: 4 }).toString());
    const low = await ticket({ priority: "low" });
    assert.equal(Temporal.Instant.from(low.due_at ?? "").toString(), clock.now().add({ hours: 120 }).toString());
    assert.equal((await ticket({ due_at: null })).due_at, null);
  }),
);

Deno.test(
  "the hours until due are a setting",
  with_world(async ({ ticket, sql }) => {
    await sql`insert into domain_settings (domain, key, value) values ('tickets', 'due_hours', '{"low": null, "normal": 1.5, "high": 1, "urgent": 1}'::jsonb)`;
    assert.equal((await ticket({ priority: "low" })).due_at, null);
    assert.equal((await ticket()).due_at, "2026-03-02T09:30:00+00:00");
  }),
);

Deno.test(
  "a ticket cannot begin as resolved or closed",
  with_world(async ({ ticket }) => {
    const error = await refused(ticket({ status: "closed" }), "validation_error");
    assert.equal(error.details[0]?.field, "status");
  }),
);

Deno.test(
  "only staff can be given a ticket, whichever way",
  with_world(async ({ ticket, as, agent, sql, a, events }) => {
    const colleague = await person(sql, "Femi Bello", true);
    const row = await ticket();
    const outsider = a.person_id;
    await refused(as(agent, (tx) => assign(tx, row.id, outsider)), "validation_error");
    await refused(as(agent, (tx) => tickets.update(tx, row.id, { assigned_to_id: outsider })), "validation_error");
    await refused(ticket({ assigned_to_id: outsider }), "validation_error");
    assert.equal((await as(agent, (tx) => assign(tx, row.id, colleague))).assigned_to_id, colleague);
    const told = (await events()).filter((event) => event.type === "ticket.assigned");
    assert.deepEqual(told.map((event) => [event.audience, event.payload.assigned_to_id]), [["staff", colleague]]);
  }),
);

Deno.test(
  "assigning takes its own permission, by the verb and by PATCH alike",
  with_world(async ({ ticket, as, agent, sql }) => {
    const row = await ticket();
    const colleague = await person(sql, "Femi Bello", true);
    const writer = staff("tickets:read", "tickets:update");
    await refused(as(writer, (tx) => assign(tx, row.id, colleague)), "forbidden");
    await refused(as(writer, (tx) => tickets.update(tx, row.id, { assigned_to_id: colleague })), "forbidden");
    assert.equal((await as(agent, (tx) => tickets.get(tx, row.id))).assigned_to_id, null);
  }),
);

Deno.test(
  "an expired role makes nobody staff",
  with_world(async ({ ticket, as, agent, sql }) => {
    const former = await person(sql, "Gone Away", true);
    await sql`update person_roles set expires_at = '2026-03-01T00:00:00Z' where person_id = ${former}`;
    const row = await ticket();
    await refused(as(agent, (tx) => assign(tx, row.id, former)), "validation_error");
  }),
);

Deno.test(
  "of two people who edit one ticket the second is told instead of overwriting",
  with_world(async ({ ticket, as, agent }) => {
    const seen = await ticket();
    await as(agent, (tx) => tickets.update(tx, seen.id, { priority: "high" }, seen.updated_at));
    await refused(as(agent, (tx) => tickets.update(tx, seen.id, { priority: "low" }, seen.updated_at)), "stale");
    await refused(as(agent, (tx) => reply(tx, seen.id, "On it", [], { version: seen.updated_at })), "stale");
    await refused(as(agent, (tx) => assign(tx, seen.id, null, seen.updated_at)), "stale");
    assert.equal((await as(agent, (tx) => tickets.get(tx, seen.id))).priority, "high");
  }),
);

Deno.test(
  "a ticket moves as its table says, and in no other way",
  with_world(async ({ ticket, as, agent, sql }) => {
    const states = tickets.entity.column("status")?.choices ?? [];
    const allowed = new Set(ticket_moves.moves.map((move) => `${move.from} ${move.to}`));
    const row = await ticket();
    for (const from of states) {
      for (const to of states) {
        if (from === to) continue;
        await sql`update tickets set status = ${from}, resolved_at = null, closed_at = null where id = ${row.id}`;
        const done = as(agent, (tx) => tickets.update(tx, row.id, { status: to as "open" }));
        if (!allowed.has(`${from} ${to}`)) {
          await refused(done, "transition_refused");
          continue;
        }
        const move = ticket_moves.moves.find((each) => each.from === from && each.to === to);
        const after: Record<string, unknown> = { ...await done };
        assert.equal(after.status, to);
        if (move?.stamp) assert.notEqual(after[move.stamp], null, `${from} to ${to} stamps ${move.stamp}`);
      }
    }
  }),
);

Deno.test(
  "resolving takes its permission, also on the way of a reply",
  with_world(async ({ ticket, as, agent }) => {
    const row = await ticket();
    const helper = staff_person(agent.person_id ?? "", "tickets:read", "tickets:reply", "tickets:update");
    await refused(as(helper, (tx) => reply(tx, row.id, "Done", [], { status: "resolved" })), "forbidden");
    const after = await as(agent, async (tx) => {
      await reply(tx, row.id, "Done", [], { status: "resolved" });
      return await tickets.get(tx, row.id);
    });
    assert.equal(after.status, "resolved");
    assert.notEqual(after.resolved_at, null);
  }),
);
