import { deepEqual, equal } from "node:assert/strict";
import { event_outcomes, events, queue_overview, replay_event, replay_failed_events } from "~/domain/operations/mod.ts";
import "~/domain/all.ts";
import { dispatch_events } from "~/jobs/dispatch_events.ts";
import { customer, staff } from "~/tests/support/fixtures.ts";
import { with_database } from "~/tests/support/database.ts";
import { counting_handler, emit, prepare_effects, test_platform } from "./support.ts";

Deno.test(
  "replay_event() repeats what failed and never what was done",
  with_database(async ({ db, sql }) => {
    await prepare_effects(db);
    const platform = test_platform(db);
    await emit(platform, 2);
    let broken = true;
    const handlers = [
      counting_handler("probe.calm"),
      counting_handler("probe.broken", (event) => broken && event.payload.n === 0),
    ];
    equal((await dispatch_events(platform, { handlers, retry_seconds: [] })).parked, 1);
    const operator = staff("events:read", "events:replay");
    const [parked] = await platform.read(
      operator,
      (tx) => events.list(tx, { limit: 1 }, [(to) => `t.status = ${to.bind("failed")}`]),
    ).then((page) => page.items);
    const id = parked?.id ?? "";
    deepEqual(
      (await platform.read(operator, (tx) => event_outcomes(tx, id))).map((it) => [it.handler, it.status, it.error]),
      [
        ["probe.broken", "failed", "probe.broken refuses event 0"],
        ["probe.calm", "completed", null],
      ],
    );
    broken = false;
    deepEqual(await platform.transaction(operator, (tx) => replay_event(tx, id)), { replayed: 1 });
    equal((await dispatch_events(platform, { handlers })).completed, 1);
    deepEqual(
      (await sql`select handler, count(*)::int as n from probe_effects group by handler order by handler`).map((
        row,
      ) => [row.handler, row.n]),
      [["probe.broken", 2], ["probe.calm", 2]],
    );
    const again = await platform.transaction(operator, (tx) => replay_event(tx, id)).catch((error) => error);
    equal(again.status, 409);
  }),
);

Deno.test(
  "replaying is for staff who may: a customer's portal:* opens nothing",
  with_database(async ({ db }) => {
    const platform = test_platform(db);
    for (const actor of [staff("events:read"), customer([])]) {
      const refused = await platform.transaction(actor, (tx) => replay_failed_events(tx, {})).catch((error) => error);
      equal(refused.status, 403);
    }
  }),
);

Deno.test(
  "queue_overview() tells what waits, how long, and what was given up on",
  with_database(async ({ db, sql }) => {
    await prepare_effects(db);
    const platform = test_platform(db);
    await emit(platform, 3);
    await dispatch_events(platform, {
      handlers: [counting_handler("probe.broken", (event) => event.payload.n === 0)],
      retry_seconds: [],
    });
    await emit(platform, 5);
    await sql`update event_store set next_attempt_at = now() - interval '90 seconds' where status = 'pending' and payload->>'n' = '4'`;
    const { events: figures, webhooks } = await platform.read(staff("*"), queue_overview);
    deepEqual({ ...figures, oldest_due_seconds: Math.floor(figures.oldest_due_seconds / 10) * 10 }, {
      waiting: 5,
      due: 5,
      oldest_due_seconds: 90,
      failed: 1,
    });
    deepEqual(webhooks, { waiting: 0, due: 0, oldest_due_seconds: 0, failed: 0 });
  }),
);

Deno.test(
  "the claim of events reads its open rows by index, however many are done",
  with_database(async ({ db, sql }) => {
    const platform = test_platform(db);
    await emit(platform, 2_000);
    await sql`update event_store set next_attempt_at = null, status = 'completed'`;
    await emit(platform, 10);
    await sql`analyze event_store`;
    const plan =
      await sql`explain select id from event_store where next_attempt_at <= now() order by next_attempt_at, id limit 200 for update skip locked`;
    equal(plan.some((row) => String(row["QUERY PLAN"]).includes("event_store_due")), true, JSON.stringify(plan));
  }),
);
