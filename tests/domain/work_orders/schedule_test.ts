import assert from "node:assert/strict";
import { DomainError } from "~/domain/kernel/errors.ts";
import {
  assignments,
  cancel,
  complete,
  dispatch,
  schedule,
  start,
  unassign,
  visits,
  work_orders,
} from "~/domain/work_orders/mod.ts";
import { staff } from "../../support/fixtures.ts";
import { refused, with_world, type World } from "../tickets/world.ts";
import { job, technician } from "./field.ts";

const nine = "2026-03-03T09:00:00Z";
const instant = (text: string | null | undefined) => Temporal.Instant.from(text ?? "").toString();

async function booked({ sql }: World) {
  return (await sql<{ name: string; start_at: string; end_at: string }[]>`
    select t.name, a.start_at, a.end_at from work_order_assignments a join technicians t on t.id = a.technician_id where a.is_active order by a.start_at`)
    .map((row) => [row.name, instant(row.start_at), instant(row.end_at)]);
}

Deno.test(
  "schedule() sets window and technician, and moves both",
  with_world(async (world) => {
    const { as, agent, sql, events } = world;
    const [tunde, musa] = [await technician(sql, "Tunde Alabi"), await technician(sql, "Musa Danjuma")];
    const row = await job(world, { duration: 90 });
    const planned = await as(agent, (tx) => schedule(tx, row.id, { technician_id: tunde.id, start_at: nine }));
    assert.deepEqual([planned.status, instant(planned.scheduled_end)], ["scheduled", "2026-03-03T10:30:00Z"]);
    await as(agent, (tx) =>
      schedule(tx, row.id, {
        technician_id: musa.id,
        start_at: "2026-03-03T12:00:00+01:00",
        end_at: "2026-03-03T13:00:00+01:00",
      }));
    assert.deepEqual(await booked(world), [["Musa Danjuma", "2026-03-03T11:00:00Z", "2026-03-03T12:00:00Z"]]);
    const told = (await events()).filter((event) => event.type === "work_order.scheduled");
    assert.deepEqual(told.map((event) => [event.payload.rescheduled, event.payload.technician_name]), [[
      false,
      "Tunde Alabi",
    ], [true, "Musa Danjuma"]]);
  }),
);

Deno.test(
  "a dispatched job that gets another window has to be sent again",
  with_world(async (world) => {
    const { as, agent, sql } = world;
    const who = await technician(sql, "Tunde Alabi");
    const row = await job(world);
    await as(agent, (tx) => schedule(tx, row.id, { technician_id: who.id, start_at: nine }));
    assert.equal((await as(agent, (tx) => dispatch(tx, row.id))).status, "dispatched");
    assert.equal(
      (await as(agent, (tx) => schedule(tx, row.id, { technician_id: who.id, start_at: "2026-03-03T09:15:00Z" })))
        .status,
      "scheduled",
    );
  }),
);

Deno.test(
  "schedule() refuses a second job in the same time and names the first; the next minute is free",
  with_world(async (world) => {
    const { as, agent, sql } = world;
    const who = await technician(sql, "Tunde Alabi");
    const [first, second] = [await job(world), await job(world)];
    await as(agent, (tx) => schedule(tx, first.id, { technician_id: who.id, start_at: nine }));
    const error = await refused(
      as(
        { ...agent, timezone: "Africa/Lagos" },
        (tx) => schedule(tx, second.id, { technician_id: who.id, start_at: "2026-03-03T09:59:00Z" }),
      ),
      "conflict",
    );
    assert.match(
      error.message,
      new RegExp(`overlaps ${first.number}, which Tunde Alabi has from 3 Mar 2026, 10:00 to 11:00`),
    );
    assert.equal((await as(agent, (tx) => work_orders.get(tx, second.id))).status, "draft");
    await as(agent, (tx) => schedule(tx, second.id, { technician_id: who.id, start_at: "2026-03-03T10:00:00Z" }));
  }),
);

Deno.test(
  "of two dispatchers who book one technician at the same moment exactly one succeeds",
  with_world(async (world) => {
    const { as, agent, sql } = world;
    const who = await technician(sql, "Tunde Alabi");
    for (let round = 0; round < 5; round++) {
      const jobs = [await job(world), await job(world)];
      const start_at = Temporal.Instant.from(nine).add({ hours: round * 24 }).toString();
      const arrived: (() => void)[] = [];
      // Both have looked and found the time free before either writes: the check in code sees nothing, the constraint must.
      const both = new Promise<void>((open) => arrived.push(open));
      let waiting = 0;
      const meet = async () => {
        if (++waiting === 2) arrived.forEach((open) => open());
        await both;
      };
      const results = await Promise.allSettled(jobs.map((each) =>
        as(agent, async (tx) => {
          await tx.sql`select 1`;
          await meet();
          await assignments.insert(tx, {
            work_order_id: each.id,
            technician_id: who.id,
            start_at,
            end_at: Temporal.Instant.from(start_at).add({ hours: 1 }).toString(),
          });
        })
      ));
      assert.deepEqual(results.map((each) => each.status).sort(), ["fulfilled", "rejected"]);
      const lost = results.find((each) => each.status === "rejected")?.reason;
      assert(lost instanceof DomainError);
      assert.deepEqual([lost.code, lost.status, lost.details[0]?.field], ["conflict", 409, "start_at"]);
      assert.match(lost.message, /overlaps another job of this technician.*Choose a free time/);
    }
  }),
);

Deno.test(
  "schedule() itself survives the race: one window, one job, and each loser is told which",
  with_world(async (world) => {
    const { as, agent, sql } = world;
    const who = await technician(sql, "Tunde Alabi");
    for (let round = 0; round < 5; round++) {
      const start_at = Temporal.Instant.from(nine).add({ hours: round * 24 }).toString();
      const jobs = await Promise.all([job(world), job(world), job(world), job(world)]);
      const results = await Promise.allSettled(
        jobs.map((each) => as(agent, (tx) => schedule(tx, each.id, { technician_id: who.id, start_at }))),
      );
      const won = results.flatMap((each) => each.status === "fulfilled" ? [each.value.number] : []);
      assert.equal(won.length, 1);
      for (const each of results) {
        if (each.status === "rejected") {
          assert.match(String(each.reason), new RegExp(`overlaps ${won[0]}, which Tunde`));
        }
      }
    }
    assert.equal((await booked(world)).length, 5);
  }),
);

Deno.test(
  "schedule() refuses a window that ends before it starts, a retired technician and a job in progress",
  with_world(async (world) => {
    const { as, agent, sql } = world;
    const [who, gone] = [await technician(sql, "Tunde Alabi"), await technician(sql, "Gone Away")];
    await sql`update technicians set is_active = false where id = ${gone.id}`;
    const row = await job(world);
    const plan = (technician_id: string, end_at?: string) =>
      as(agent, (tx) => schedule(tx, row.id, { technician_id, start_at: nine, end_at }));
    assert.equal((await refused(plan(who.id, "2026-03-03T08:00:00Z"), "validation_error")).details[0]?.field, "end_at");
    assert.equal((await refused(plan(gone.id), "validation_error")).details[0]?.field, "technician_id");
    await plan(who.id);
    await as(agent, (tx) => start(tx, row.id));
    await refused(plan(who.id), "transition_refused");
    await refused(
      as(
        staff("work-orders:read", "work-orders:update"),
        (tx) => schedule(tx, row.id, { technician_id: who.id, start_at: nine }),
      ),
      "forbidden",
    );
  }),
);

Deno.test(
  "unassign() and cancel() free the technician at once",
  with_world(async (world) => {
    const { as, agent, sql, a } = world;
    const who = await technician(sql, "Tunde Alabi");
    const [first, second] = [await job(world), await job(world)];
    await as(agent, (tx) => schedule(tx, first.id, { technician_id: who.id, start_at: nine }));
    const off = await as(agent, (tx) => unassign(tx, first.id));
    assert.deepEqual([off.status, off.scheduled_start], ["draft", null]);
    assert.deepEqual((await as(a, (tx) => visits(tx))).items, [], "for the customer there is no visit any more");
    await as(agent, (tx) => schedule(tx, second.id, { technician_id: who.id, start_at: nine }));
    const error = await refused(as(agent, (tx) => cancel(tx, second.id, " ")), "validation_error");
    assert.equal(error.details[0]?.field, "reason");
    await as(agent, (tx) => cancel(tx, second.id, "Customer is away"));
    await as(agent, (tx) => schedule(tx, first.id, { technician_id: who.id, start_at: nine }));
    assert.equal((await booked(world)).length, 1);
  }),
);

Deno.test(
  "a job done early frees the rest of its window, and keeps the window that was promised",
  with_world(async (world) => {
    const { as, agent, sql, clock } = world;
    const who = await technician(sql, "Tunde Alabi");
    const [first, second] = [await job(world, { duration: 120 }), await job(world)];
    await as(agent, (tx) => schedule(tx, first.id, { technician_id: who.id, start_at: nine }));
    clock.set("2026-03-03T09:05:00Z");
    await as(who.actor, (tx) => start(tx, first.id));
    clock.set("2026-03-03T09:40:00Z");
    const done = await as(who.actor, (tx) => complete(tx, first.id));
    assert.equal(instant(done.scheduled_end), "2026-03-03T11:00:00Z");
    assert.deepEqual(await booked(world), [["Tunde Alabi", nine, "2026-03-03T09:40:00Z"]]);
    await as(agent, (tx) => schedule(tx, second.id, { technician_id: who.id, start_at: "2026-03-03T10:00:00Z" }));
  }),
);
