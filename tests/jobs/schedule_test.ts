import { deepEqual, equal } from "node:assert/strict";
import { job_actor } from "~/domain/kernel/actor.ts";
import { connect } from "~/domain/kernel/db/connect.ts";
import { change_task, next_time, run_task_now } from "~/domain/operations/mod.ts";
import { declare_tasks, run_due_tasks } from "~/jobs/schedule.ts";
import type { Task } from "~/jobs/task.ts";
import { fixed_clock } from "~/tests/support/clock.ts";
import { with_database } from "~/tests/support/database.ts";
import { wait_for } from "~/tests/support/wait_for.ts";
import { test_platform } from "./support.ts";

function counting_task(every: Task["every"] = { seconds: 300 }, run: () => Promise<void> = () => Promise.resolve()) {
  const task = {
    key: "probe",
    name: "Probe",
    description: "Counts its runs.",
    every,
    runs: 0,
    run: async () => (task.runs++, await run(), { n: task.runs }),
  };
  return task;
}
const operator = job_actor("operator");
const at = (tasks: Task[], replica = "a") => ({ tasks, replica });

Deno.test(
  "run_due_tasks() runs a due task once and plans the next time from now",
  with_database(async ({ db, sql }) => {
    const clock = fixed_clock("2026-03-01T10:00:00Z");
    const platform = test_platform(db, {}, clock.now);
    const task = counting_task();
    await declare_tasks(platform, [task]);
    equal(await run_due_tasks(platform, at([task])), 1);
    equal(await run_due_tasks(platform, at([task])), 0);
    clock.advance({ seconds: 299 });
    equal(await run_due_tasks(platform, at([task])), 0);
    clock.advance({ seconds: 1 });
    equal(await run_due_tasks(platform, at([task])), 1);
    equal(task.runs, 2);
    const [row] = await sql`select last_status, next_run_at, locked_by from scheduled_tasks`;
    deepEqual({ ...row }, { last_status: "completed", next_run_at: "2026-03-01T10:10:00+00:00", locked_by: null });
    deepEqual((await sql`select status, result from task_runs order by id`).map((run) => [run.status, run.result]), [[
      "completed",
      { n: 1 },
    ], ["completed", { n: 2 }]]);
  }),
);

Deno.test(
  "run_due_tasks() catches up once on what was missed while nobody ran",
  with_database(async ({ db }) => {
    const clock = fixed_clock("2026-03-01T10:00:00Z");
    const platform = test_platform(db, {}, clock.now);
    const task = counting_task();
    await declare_tasks(platform, [task]);
    await run_due_tasks(platform, at([task]));
    clock.advance({ hours: 7 });
    equal(await run_due_tasks(platform, at([task])), 1);
    equal(await run_due_tasks(platform, at([task])), 0);
    equal(task.runs, 2);
  }),
);

Deno.test(
  "two replicas never run a task twice at once",
  with_database(async ({ db, url }) => {
    const other = connect({ address: url, max: 3 });
    try {
      const clock = fixed_clock("2026-03-01T10:00:00Z");
      const { promise, resolve } = Promise.withResolvers<void>();
      const task = counting_task({ seconds: 300 }, () => promise);
      const [one, two] = [test_platform(db, {}, clock.now), test_platform(other, {}, clock.now)];
      await declare_tasks(one, [task]);
      const running = [run_due_tasks(one, at([task], "a")), run_due_tasks(two, at([task], "b"))];
      await Promise.race(running); // the one that finds nothing
      await wait_for("the other has planned the next time and is at work", () => Promise.resolve(task.runs === 1));
      clock.advance({ hours: 1 }); // due again, but still in hand
      equal(await run_due_tasks(two, at([task], "b")), 0);
      resolve();
      equal((await Promise.all(running)).reduce((sum, n) => sum + n), 1);
      equal(task.runs, 1);
      equal(await run_due_tasks(two, at([task], "b")), 1, "the time that passed meanwhile is caught up");
    } finally {
      await other.close();
    }
  }),
);

Deno.test(
  "the run of a dead replica is abandoned when its lease ends, and the task runs again",
  with_database(async ({ db, sql }) => {
    const clock = fixed_clock("2026-03-01T10:00:00Z");
    const platform = test_platform(db, {}, clock.now);
    const task = counting_task({ cron: "0 3 * * *" });
    await declare_tasks(platform, [task]);
    // What a replica leaves behind that was killed in the middle of a run.
    await sql`
    with run as (insert into task_runs (task_id, replica) select id, 'dead' from scheduled_tasks returning id)
    update scheduled_tasks set locked_by = run.id, locked_until = now() + interval '1 minute' from run`;
    equal(await run_due_tasks(platform, at([task])), 0);
    await sql`update scheduled_tasks set locked_until = now() - interval '1 second'`;
    equal(await run_due_tasks(platform, at([task])), 1);
    deepEqual((await sql`select replica, status from task_runs order by id`).map((run) => [run.replica, run.status]), [[
      "dead",
      "abandoned",
    ], ["a", "completed"]]);
  }),
);

Deno.test(
  "a failing task keeps its reason and its rhythm",
  with_database(async ({ db, sql }) => {
    const clock = fixed_clock("2026-03-01T10:00:00Z");
    const platform = test_platform(db, {}, clock.now);
    const task = counting_task({ seconds: 60 }, () => Promise.reject(new Error("the disk is full")));
    await declare_tasks(platform, [task]);
    await run_due_tasks(platform, at([task]));
    const [row] = await sql`select last_status, last_error, next_run_at from scheduled_tasks`;
    deepEqual({ ...row }, {
      last_status: "failed",
      last_error: "the disk is full",
      next_run_at: "2026-03-01T10:01:00+00:00",
    });
  }),
);

Deno.test(
  "declare_tasks() renews words and leaves an operator's rhythm alone; run_task_now() overrides it once",
  with_database(async ({ db, sql }) => {
    const clock = fixed_clock("2026-03-01T10:00:00Z");
    const platform = test_platform(db, {}, clock.now);
    const task = counting_task({ cron: "0 3 * * *" });
    await declare_tasks(platform, [task]);
    const [row] = await sql<{ id: string; next_run_at: string }[]>`select id, next_run_at from scheduled_tasks`;
    equal(row?.next_run_at, "2026-03-02T03:00:00+00:00");
    await platform.transaction(
      operator,
      (tx) => change_task(tx, row?.id ?? "", { cron: "30 6 * * 1-5", timezone: "Europe/Berlin" }),
    );
    await declare_tasks(platform, [{ ...task, name: "Renamed" }]);
    const [after] = await sql`select name, cron, next_run_at from scheduled_tasks`;
    deepEqual({ ...after }, { name: "Renamed", cron: "30 6 * * 1-5", next_run_at: "2026-03-02T05:30:00+00:00" });
    equal(await run_due_tasks(platform, at([task])), 0);
    await platform.transaction(operator, (tx) => run_task_now(tx, row?.id ?? ""));
    equal(await run_due_tasks(platform, at([task])), 1);
    await platform.transaction(operator, (tx) => change_task(tx, row?.id ?? "", { is_enabled: false }));
    clock.advance({ hours: 100 });
    equal(await run_due_tasks(platform, at([task])), 0);
  }),
);

Deno.test(
  "change_task() names the field of a rhythm that cannot be",
  with_database(async ({ db, sql }) => {
    const platform = test_platform(db);
    await declare_tasks(platform, [counting_task()]);
    const [row] = await sql<{ id: string }[]>`select id from scheduled_tasks`;
    const refused = async (change: Parameters<typeof change_task>[2]) => {
      const error = await platform.transaction(operator, (tx) => change_task(tx, row?.id ?? "", change)).catch((
        reason,
      ) => reason);
      return [error.status, error.details[0]?.field];
    };
    deepEqual(await refused({ cron: "* * * * *" }), [422, "interval_seconds"]);
    deepEqual(await refused({ cron: "99 * * * *", interval_seconds: null }), [422, "cron"]);
    deepEqual(await refused({ timezone: "Mars/Base" }), [422, "timezone"]);
  }),
);

Deno.test("next_time() keeps a nightly task at its hour on both sides of daylight saving, lost by no gap and doubled by no overlap", () => {
  const rhythm = { cron: "30 2 * * *", interval_seconds: null, timezone: "Europe/Berlin" };
  const runs = (from: string, count: number) => {
    const times: string[] = [];
    for (let last = Temporal.Instant.from(from); times.length < count;) {
      last = next_time(rhythm, last);
      times.push(last.toString());
    }
    return times;
  };
  // 29 March 2026, 02:00 to 03:00 does not exist: it runs at the first moment after the gap.
  deepEqual(runs("2026-03-27T12:00:00Z", 3), ["2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"]);
  // 25 October 2026, 02:30 comes twice: it runs the first time.
  deepEqual(runs("2026-10-24T12:00:00Z", 2), ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"]);
});
