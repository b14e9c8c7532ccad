import { deepEqual, equal, ok } from "node:assert/strict";
import { on } from "~/domain/kernel/events.ts";
import { connect } from "~/domain/kernel/db/connect.ts";
import type { Bell } from "~/jobs/bell.ts";
import { kv_bell } from "~/jobs/bell_kv.ts";
import { postgres_bell } from "~/jobs/bell_postgres.ts";
import { start_jobs } from "~/jobs/start.ts";
import { sweep_events } from "~/jobs/tasks/sweep_events.ts";
import { with_database } from "~/tests/support/database.ts";
import { wait_for } from "~/tests/support/wait_for.ts";
import { emit, prepare_effects, test_event, test_platform } from "./support.ts";

// The dispatcher started by start_jobs() runs what is registered, as in the product.
on(test_event, "probe.registered", async (tx, event) => {
  const [table] = await tx.sql<{ here: boolean }[]>`select to_regclass('probe_effects') is not null as here`;
  if (table?.here) {
    await tx.sql`insert into probe_effects (handler, subject_id) values ('probe.registered', ${event.subject_id})`;
  }
});

/** Takes every message and delivers none. */
const deaf = (): Bell => ({
  ring: () => Promise.resolve(),
  listen: () => Promise.resolve(),
  close: () => Promise.resolve(),
});

for (const transport of ["kv", "postgres"] as const) {
  Deno.test(
    `start_jobs() handles what is committed at once, over the ${transport} bell`,
    with_database(async ({ db, sql }) => {
      await prepare_effects(db);
      const platform = test_platform(db);
      const bell = transport === "kv" ? await kv_bell(":memory:") : postgres_bell({ bus: db.bus });
      const jobs = await start_jobs(platform, { bell, tick: "none", tasks: [] });
      try {
        await emit(platform, 5);
        await wait_for("five effects", async () => (await sql`select from probe_effects`).length === 5);
        deepEqual(jobs.state().failing, []);
      } finally {
        await jobs.stop();
      }
    }),
  );
}

Deno.test(
  "an event whose bell was lost is found by the sweep",
  with_database(async ({ db, sql, url }) => {
    await prepare_effects(db);
    let tick = () => {};
    const bell: Bell = { ...deaf(), listen: (handler) => Promise.resolve(void (tick = () => handler("tick"))) };
    const jobs = await start_jobs(test_platform(db), { bell, tick: "none", tasks: [sweep_events] });
    const elsewhere = connect({ address: url, max: 2 });
    try {
      const swept = async () => (await sql`select from task_runs where status = 'completed'`).length;
      await wait_for("the first sweep", async () => await swept() === 1);
      // Committed by a process that rings nobody, such as one that was killed between its commit and its bell.
      await emit(test_platform(elsewhere), 3);
      tick();
      equal((await sql`select from probe_effects`).length, 0, "the sweep is not due yet");
      await sql`update scheduled_tasks set next_run_at = now() - interval '1 second'`;
      tick();
      await wait_for("the second sweep", async () => await swept() === 2);
      equal((await sql`select from probe_effects`).length, 3);
    } finally {
      await jobs.stop();
      await elsewhere.close();
    }
  }),
);

Deno.test(
  "rhythms under a minute ride on delayed bells, without the minute's tick",
  with_database(async ({ db, sql }) => {
    const platform = test_platform(db);
    const runs: number[] = [];
    const every_five = {
      key: "probe_quick",
      name: "Quick",
      description: "",
      every: { seconds: 5 },
      run: () => Promise.resolve(void runs.push(performance.now())),
    };
    const rung: number[] = [];
    const bell = postgres_bell({ bus: db.bus, poll_ms: 3_600_000 });
    const spied: Bell = {
      ...bell,
      ring: (
        topic,
        options,
      ) => (options?.delay_ms && topic === "tick" ? rung.push(options.delay_ms) : null,
        bell.ring(topic, options?.delay_ms ? { delay_ms: 20 } : options)),
    };
    const jobs = await start_jobs(platform, { bell: spied, tick: "none", tasks: [every_five] });
    try {
      await wait_for("the first run and its next bell", () => runs.length === 1 && rung.length > 0);
      ok((rung[0] ?? 0) <= 5_000, `armed for ${rung[0]} ms`);
      await sql`update scheduled_tasks set next_run_at = now()`;
      await wait_for("the second run", () => runs.length >= 2);
    } finally {
      await jobs.stop();
    }
  }),
);

Deno.test(
  "stop() finishes what is in hand and begins nothing new",
  with_database(async ({ db, sql }) => {
    await prepare_effects(db);
    const platform = test_platform(db);
    const jobs = await start_jobs(platform, { bell: deaf(), tick: "none", tasks: [] });
    const emitted = emit(platform, 2_000);
    await emitted;
    await jobs.stop();
    const [row] = await sql`
    select (select count(*) from probe_effects)::int as effects, (select count(*) from event_store where status = 'completed')::int as completed`;
    equal(row?.effects, row?.completed, "no event is half done");
    await emit(platform, 1);
    equal((await sql`select from event_store where status = 'pending'`).length > 0, true);
  }),
);
