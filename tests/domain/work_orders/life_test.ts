import assert from "node:assert/strict";
import type { Tx } from "~/domain/kernel/tx.ts";
import { tickets } from "~/domain/tickets/mod.ts";
import {
  cancel,
  complete,
  create_from_ticket,
  dispatch,
  required_skills,
  schedule,
  set_required_skills,
  start,
  unassign,
  work_order,
  work_order_actions,
  work_order_moves,
  work_orders,
} from "~/domain/work_orders/mod.ts";
import { staff } from "../../support/fixtures.ts";
import { refused, with_world } from "../tickets/world.ts";
import { job, skill, technician } from "./field.ts";

const nine = "2026-03-03T09:00:00Z";

Deno.test(
  "create_from_ticket() takes subscriber, site and priority along, and the skills it is given",
  with_world(async ({ ticket, as, agent, sql, site_a, subscriber_a }) => {
    const splicing = await skill(sql, "Fiber splicing");
    const of = await ticket({ priority: "high" });
    const row = await as(agent, (tx) => create_from_ticket(tx, of.id, { skills: [splicing], duration: 90 }));
    assert.match(row.number, /^WO-\d{6}$/);
    assert.deepEqual(
      [
        row.title,
        row.status,
        row.priority,
        row.subscriber_id,
        row.site_id,
        row.ticket_id,
        row.estimated_duration_minutes,
        row.created_by_id,
      ],
      ["Visit: No light on the router", "draft", "high", subscriber_a, site_a, of.id, 90, agent.person_id],
    );
    assert.deepEqual(await as(agent, (tx) => required_skills(tx, row.id)), [{ id: splicing, name: "Fiber splicing" }]);
  }),
);

Deno.test(
  "create_from_ticket() refuses a closed ticket, an unknown skill, and who may not ask for visits",
  with_world(async ({ ticket, as, agent, sql }) => {
    const of = await ticket();
    await refused(as(agent, (tx) => create_from_ticket(tx, of.id, { skills: [of.id] })), "validation_error");
    await refused(as(staff("tickets:read"), (tx) => create_from_ticket(tx, of.id)), "forbidden");
    await sql`update tickets set status = 'closed' where id = ${of.id}`;
    await refused(as(agent, (tx) => create_from_ticket(tx, of.id)), "conflict");
    assert.equal((await sql`select id from work_orders`).length, 0);
  }),
);

Deno.test(
  "a work order belongs to its ticket's subscriber, whoever else is named",
  with_world(async ({ ticket, as, agent, subscriber_a, subscriber_b }) => {
    const of = await ticket();
    const error = await refused(
      as(agent, (tx) => work_orders.create(tx, { title: "Mast", ticket_id: of.id, subscriber_id: subscriber_b })),
      "validation_error",
    );
    assert.equal(error.details[0]?.field, "subscriber_id");
    assert.equal(
      (await as(agent, (tx) => work_orders.create(tx, { title: "Mast", ticket_id: of.id }))).subscriber_id,
      subscriber_a,
    );
  }),
);

Deno.test(
  "the status of a work order cannot be written, only reached by its verbs",
  with_world(async (world) => {
    const row = await job(world);
    const error = await refused(
      world.as(world.agent, (tx) => work_orders.update(tx, row.id, JSON.parse('{"status":"completed"}'))),
      "validation_error",
    );
    assert.equal(error.details[0]?.field, "status");
  }),
);

Deno.test(
  "each verb makes exactly the moves of the table",
  with_world(async (world) => {
    const { as, agent, sql } = world;
    const who = await technician(sql, "Tunde Alabi");
    const states = work_order.column("status")?.choices ?? [];
    const verbs: Record<string, (tx: Tx, id: string) => Promise<{ status: string }>> = {
      scheduled: (tx, id) => schedule(tx, id, { technician_id: who.id, start_at: nine }),
      draft: unassign,
      dispatched: dispatch,
      in_progress: start,
      completed: complete,
      canceled: (tx, id) => cancel(tx, id, "Customer moved"),
    };
    const row = await job(world);
    for (const from of states) {
      for (const [to, verb] of Object.entries(verbs)) {
        if (from === to && to === "scheduled") continue; // another window, no move
        await sql`delete from work_order_assignments`;
        const windowed = from === "draft" ? null : nine;
        await sql`update work_orders set status = ${from}, scheduled_start = ${windowed}, scheduled_end = ${
          windowed === null ? null : "2026-03-03T10:00:00Z"
        }, started_at = null, completed_at = null where id = ${row.id}`;
        const move = work_order_moves.moves.find((each) => each.from === from && each.to === to);
        const done = as(agent, (tx) => verb(tx, row.id));
        if (move) {
          const after: Record<string, unknown> = { ...await done };
          assert.equal(after.status, to, `${from} to ${to}`);
          if (move.stamp) assert.notEqual(after[move.stamp], null);
        } else await refused(done, "transition_refused"); // also the same verb twice
      }
    }
  }),
);

Deno.test(
  "a technician starts and completes the own job, and no other",
  with_world(async (world) => {
    const { as, agent, sql, events } = world;
    const [tunde, musa] = [await technician(sql, "Tunde Alabi"), await technician(sql, "Musa Danjuma")];
    const row = await job(world);
    await as(agent, (tx) => schedule(tx, row.id, { technician_id: tunde.id, start_at: nine }));
    await refused(as(musa.actor, (tx) => start(tx, row.id)), "not_found");
    const sees_all = { ...musa.actor, permissions: staff("work-orders:execute", "work-orders:read").permissions };
    const error = await refused(as(sees_all, (tx) => start(tx, row.id)), "forbidden");
    assert.match(error.message, /not assigned to you/);
    assert.equal((await as(tunde.actor, (tx) => start(tx, row.id))).status, "in_progress");
    await refused(as(musa.actor, (tx) => complete(tx, row.id)), "not_found");
    const done = await as(tunde.actor, (tx) => complete(tx, row.id, { notes: "Replaced the pigtail" }));
    assert.deepEqual([done.status, done.completion_notes], ["completed", "Replaced the pigtail"]);
    const told = (await events()).filter((event) => /^work_order\.(scheduled|started|completed)$/.test(event.type));
    assert.deepEqual(
      told.map((event) => [event.type, event.audience, event.payload.technician_name, event.payload.ticket_id]),
      [
        ["work_order.scheduled", "all", "Tunde Alabi", row.ticket_id],
        ["work_order.started", "all", "Tunde Alabi", row.ticket_id],
        ["work_order.completed", "all", "Tunde Alabi", row.ticket_id],
      ],
    );
  }),
);

Deno.test(
  "completing a visit leaves its ticket open",
  with_world(async (world) => {
    const { as, agent, sql } = world;
    const who = await technician(sql, "Tunde Alabi");
    const row = await job(world);
    await as(agent, (tx) => schedule(tx, row.id, { technician_id: who.id, start_at: nine }));
    await as(who.actor, (tx) => start(tx, row.id));
    await as(who.actor, (tx) => complete(tx, row.id));
    assert.equal((await as(agent, (tx) => tickets.get(tx, row.ticket_id ?? ""))).status, "new");
  }),
);

Deno.test(
  "a verb with the version of an older reading is refused",
  with_world(async (world) => {
    const { as, agent, sql } = world;
    const who = await technician(sql, "Tunde Alabi");
    const seen = await job(world);
    await as(agent, (tx) => work_orders.update(tx, seen.id, { title: "Other" }));
    await refused(
      as(agent, (tx) => schedule(tx, seen.id, { technician_id: who.id, start_at: nine }, seen.updated_at)),
      "stale",
    );
    await refused(as(agent, (tx) => cancel(tx, seen.id, "no", seen.updated_at)), "stale");
  }),
);

Deno.test(
  "a planned job is canceled before it is deleted",
  with_world(async (world) => {
    const { as, agent, sql } = world;
    const who = await technician(sql, "Tunde Alabi");
    const row = await job(world);
    await as(agent, (tx) => schedule(tx, row.id, { technician_id: who.id, start_at: nine }));
    const error = await refused(as(agent, (tx) => work_orders.remove(tx, row.id)), "conflict");
    assert.match(error.message, /Cancel it first/);
    await as(agent, (tx) => cancel(tx, row.id, "Sold"));
    assert.equal((await as(agent, (tx) => work_orders.remove(tx, row.id))).is_active, false);
  }),
);

Deno.test(
  "required skills are replaced as a whole, and the trail tells how",
  with_world(async (world) => {
    const { as, agent, sql } = world;
    const [splicing, climbing] = [await skill(sql, "Fiber splicing"), await skill(sql, "Mast climbing")];
    const row = await job(world, { skills: [splicing] });
    await as(agent, (tx) => set_required_skills(tx, row.id, [climbing, climbing]));
    assert.deepEqual((await as(agent, (tx) => required_skills(tx, row.id))).map((each) => each.name), [
      "Mast climbing",
    ]);
    const [entry] = await sql<
      { changes: unknown }[]
    >`select changes from audit_events where changes ? 'required_skills'`;
    assert.deepEqual(entry?.changes, { required_skills: { from: ["Fiber splicing"], to: ["Mast climbing"] } });
  }),
);

Deno.test(
  "work_order_actions() offers what the verbs would do, and says why not",
  with_world(async (world) => {
    const row = await job(world);
    const offered = work_order_actions(world.agent, { ...row, status: "dispatched" }, false);
    assert.deepEqual(offered.map((each) => each.verb).sort(), ["cancel", "schedule", "start", "unassign"]);
    const technician_only = staff("work-orders:execute");
    const start_of = (own: boolean) =>
      work_order_actions(technician_only, { ...row, status: "scheduled" }, own).find((each) => each.verb === "start");
    assert.equal(start_of(true)?.reason, null);
    assert.match(start_of(false)?.reason ?? "", /somebody else/);
    assert.deepEqual(work_order_actions(world.agent, { ...row, status: "completed" }, true), []);
  }),
);
