import { deepEqual, equal } from "node:assert/strict";
import { job_actor } from "~/domain/kernel/actor.ts";
import type { Handler } from "~/domain/kernel/events.ts";
import { dispatch_events } from "~/jobs/dispatch_events.ts";
import { with_database } from "~/tests/support/database.ts";
import { counting_handler, emit, hurry, prepare_effects, test_event, test_platform } from "./support.ts";

Deno.test(
  "dispatch_events() runs each handler once for each event and records it",
  with_database(async ({ db, sql }) => {
    await prepare_effects(db);
    const platform = test_platform(db);
    await emit(platform, 3);
    const handlers = [counting_handler("probe.first"), counting_handler("probe.second")];
    deepEqual(await dispatch_events(platform, { handlers }), { events: 3, completed: 3, retried: 0, parked: 0 });
    deepEqual(await dispatch_events(platform, { handlers }), { events: 0, completed: 0, retried: 0, parked: 0 });
    const [effects] =
      await sql`select count(*)::int as all, count(distinct (handler, subject_id))::int as different from probe_effects`;
    deepEqual({ ...effects }, { all: 6, different: 6 });
    equal((await sql`select from event_outcomes where status = 'completed'`).length, 6);
  }),
);

Deno.test(
  "dispatch_events() lets a poisoned event fail alone: its effects are undone, the others' stay",
  with_database(async ({ db, sql }) => {
    await prepare_effects(db);
    const platform = test_platform(db);
    const ids = await emit(platform, 20);
    const handlers = [
      counting_handler("probe.picky", (event) => event.payload.n === 7),
      counting_handler("probe.calm"),
    ];
    deepEqual(await dispatch_events(platform, { handlers, retry_seconds: [60] }), {
      events: 20,
      completed: 19,
      retried: 1,
      parked: 0,
    });
    const poisoned = await sql`select handler from probe_effects where subject_id = ${ids[7] ?? ""}`;
    deepEqual(poisoned.map((row) => row.handler), ["probe.calm"]);
    const [outcome] =
      await sql`select status, error from event_outcomes where handler = 'probe.picky' and status = 'failed'`;
    equal(outcome?.error, "probe.picky refuses event 7");
    const [waiting] =
      await sql`select status, next_attempt_at > now() + interval '59 seconds' as later from event_store where subject_id = ${
        ids[7] ?? ""
      }`;
    deepEqual({ ...waiting }, { status: "pending", later: true });
  }),
);

Deno.test(
  "dispatch_events() parks an event after its last attempt and never repeats the handler that was done",
  with_database(async ({ db, sql }) => {
    await prepare_effects(db);
    const platform = test_platform(db);
    await emit(platform, 1);
    const handlers = [counting_handler("probe.broken", () => true), counting_handler("probe.calm")];
    for (const expected of ["pending", "pending", "failed"]) {
      await dispatch_events(platform, { handlers, retry_seconds: [0, 0] });
      deepEqual((await sql`select status from event_store`).map((row) => row.status), [expected]);
      await hurry(db, "event_store");
    }
    equal((await dispatch_events(platform, { handlers })).events, 0);
    deepEqual((await sql`select handler from probe_effects`).map((row) => row.handler), ["probe.calm"]);
    deepEqual(
      (await sql`select handler, status, attempts from event_outcomes order by handler`).map((row) => ({ ...row })),
      [
        { handler: "probe.broken", status: "failed", attempts: 3 },
        { handler: "probe.calm", status: "completed", attempts: 1 },
      ],
    );
  }),
);

Deno.test(
  "dispatch_events() drops what a failed handler emitted and keeps what a good one emitted",
  with_database(async ({ db, sql }) => {
    const platform = test_platform(db);
    const [id = ""] = await emit(platform, 1);
    const emitting = (name: string, fails: boolean): Handler => ({
      name,
      types: [test_event],
      handle(tx, events) {
        for (const event of events) {
          if (event.payload.n !== undefined) tx.emit(test_event, { id: event.subject_id, from: name });
        }
        return fails ? Promise.reject(new Error("no")) : Promise.resolve();
      },
    });
    await dispatch_events(platform, { handlers: [emitting("probe.good", false), emitting("probe.bad", true)] });
    deepEqual(
      (await sql`select payload->>'from' as from from event_store where subject_id = ${id} and payload ? 'from'`).map((
        row,
      ) => row.from),
      ["probe.good"],
    );
  }),
);

Deno.test(
  "dispatch_events() goes on after a failed commit and blames the event that breaks it",
  with_database(async ({ db, sql }) => {
    await prepare_effects(db);
    // A deferred constraint fails at the commit, where no savepoint helps.
    await sql`create table probe_deferred (n int, constraint probe_once unique (n) deferrable initially deferred)`;
    const platform = test_platform(db);
    await emit(platform, 5);
    const handler: Handler = {
      name: "probe.deferred",
      types: [test_event],
      async handle(tx, events) {
        for (const event of events) {
          await tx.sql`insert into probe_deferred values (${Number(event.payload.n)})`;
          if (event.payload.n === 2) await tx.sql`insert into probe_deferred values (2)`;
        }
      },
    };
    deepEqual(await dispatch_events(platform, { handlers: [handler], retry_seconds: [60] }), {
      events: 5,
      completed: 4,
      retried: 1,
      parked: 0,
    });
    deepEqual((await sql`select n from probe_deferred order by n`).map((row) => row.n), [0, 1, 3, 4]);
    deepEqual((await sql`select handler from event_outcomes where status = 'failed'`).map((row) => row.handler), [
      "(commit)",
    ]);
  }),
);

Deno.test(
  "dispatch_events() of two replicas shares the work and doubles nothing",
  with_database(async ({ db, sql, url }) => {
    await prepare_effects(db);
    const { connect } = await import("~/domain/kernel/db/connect.ts");
    const other_db = connect({ address: url, max: 3 });
    try {
      const [one, two] = [test_platform(db), test_platform(other_db)];
      await emit(one, 400);
      const handlers = [counting_handler("probe.shared")];
      const drain = async (platform: typeof one) => {
        let handled = 0;
        for (;;) {
          const { events } = await dispatch_events(platform, { handlers, batch: 20 });
          if (events === 0) return handled;
          handled += events;
        }
      };
      const [a, b] = await Promise.all([drain(one), drain(two)]);
      equal(a + b, 400);
      equal(a > 0 && b > 0, true, `both work: ${a} and ${b}`);
      const [effects] =
        await sql`select count(*)::int as all, count(distinct subject_id)::int as different from probe_effects`;
      deepEqual({ ...effects }, { all: 400, different: 400 });
    } finally {
      await other_db.close();
    }
  }),
);

Deno.test(
  "a handler's read of an event sees who acted and when",
  with_database(async ({ db }) => {
    const platform = test_platform(db);
    await platform.transaction(
      job_actor("nightly import"),
      (tx) => Promise.resolve(tx.emit(test_event, { id: crypto.randomUUID() })),
    );
    const seen: string[] = [];
    await dispatch_events(platform, {
      handlers: [{
        name: "probe.reader",
        types: ["probe.*"],
        handle: (_tx, events) =>
          Promise.resolve(
            void seen.push(
              ...events.map((event) => `${event.actor_label} ${Number.isFinite(Date.parse(event.occurred_at))}`),
            ),
          ),
      }],
    });
    deepEqual(seen, ["nightly import true"]);
  }),
);
