/**
 * Scheduler: claims due tasks under a lock, runs them beside each other and plans their next time.
 *
 * What was missed while nobody ran is caught up once: the next time counts from now, not from the time missed. A run
 * holds a lease that its replica extends; of a killed replica the lease ends, the run counts as abandoned and the task
 * is due again.
 */
import { job_actor } from "~/domain/kernel/actor.ts";
import { log, with_log_context } from "~/domain/kernel/log.ts";
import { observe_job } from "~/domain/kernel/metrics.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { next_time } from "~/domain/operations/mod.ts";
import type { Task } from "./task.ts";
import {
  abandon_dead_runs,
  claim_tasks,
  close_run,
  type DueTask,
  extend_lease,
  next_due,
  plan_next,
  type RunEnd,
  seed_tasks,
} from "./task_rows.ts";

export interface ScheduleOptions {
  tasks: readonly Task[];
  /** Names this process in the list of runs. */
  replica: string;
  /** Seconds a run stays claimed without a sign of life. Default 90; the sign comes every third of it. */
  lease_seconds?: number;
  /** Tasks beside each other. Default 4. */
  at_once?: number;
  signal?: AbortSignal;
}

const actor = job_actor("scheduler");

/** Enters the declared tasks into the table. Tasks with a cron line wait for their time, the others begin at once. */
export async function declare_tasks(platform: Platform, tasks: readonly Task[]): Promise<void> {
  await platform.transaction(actor, async (tx) => {
    const first = new Map(
      tasks.flatMap(({ key, every }) =>
        "cron" in every
          ? [
            [
              key,
              next_time({ cron: every.cron, interval_seconds: null, timezone: every.timezone ?? "UTC" }, tx.now()),
            ] as const,
          ]
          : []
      ),
    );
    await seed_tasks(tx, tasks, first);
  });
}

/** Runs what is due and waits for it. @returns how many ran */
export async function run_due_tasks(platform: Platform, options: ScheduleOptions): Promise<number> {
  const by_key = new Map(options.tasks.map((task) => [task.key, task]));
  const due = await platform.transaction(actor, async (tx) => {
    const dead = await abandon_dead_runs(tx);
    if (dead.length > 0) log.warn("runs of a lost process are given up", { tasks: dead });
    const claimed = await claim_tasks(tx, {
      keys: [...by_key.keys()],
      replica: options.replica,
      lease_seconds: lease_of(options),
      limit: options.at_once ?? 4,
    });
    for (const row of claimed) await plan_next(tx, row.id, next_time(row, tx.now()));
    return claimed;
  });
  await Promise.all(due.map((row) => {
    const task = by_key.get(row.key);
    return task ? run_one(platform, task, row, options) : Promise.resolve();
  }));
  return due.length;
}

/** Milliseconds until the earliest known task is due, never negative; null where none is planned. */
export async function until_next(platform: Platform, tasks: readonly Task[]): Promise<number | null> {
  const at = await platform.read(actor, (tx) => next_due(tx, tasks.map((task) => task.key)));
  return at === null ? null : Math.max(0, at.epochMilliseconds - platform.now().epochMilliseconds);
}

const lease_of = (options: ScheduleOptions) => options.lease_seconds ?? 90;

async function run_one(platform: Platform, task: Task, row: DueTask, options: ScheduleOptions): Promise<void> {
  const lost = new AbortController();
  const signal = options.signal ? AbortSignal.any([lost.signal, options.signal]) : lost.signal;
  const heartbeat = setInterval(() => void beat(), lease_of(options) * 1000 / 3);
  async function beat(): Promise<void> {
    try {
      const ours = await platform.transaction(actor, (tx) => extend_lease(tx, row.run_id, lease_of(options)));
      if (!ours) lost.abort(new Error("The lease of this run was lost"));
    } catch (error) {
      log.warn("the lease of a task could not be extended", { task: task.key, error }); // the next beat tries again
    }
  }

  const start = performance.now();
  let end: Omit<RunEnd, "duration_ms">;
  try {
    const result = await with_log_context({ job: task.key }, () => task.run(platform, { signal }));
    end = { status: "completed", result: result ?? null, error: null };
  } catch (error) {
    log.error("a task failed", { task: task.key, error });
    end = {
      status: "failed",
      result: null,
      error: (error instanceof Error ? error.message : String(error)).slice(0, 2_000),
    };
  } finally {
    clearInterval(heartbeat);
  }
  const duration_ms = performance.now() - start;
  observe_job(`task ${task.key}`, end.status === "completed" ? "done" : "failed", duration_ms / 1000);
  await platform.transaction(actor, (tx) => close_run(tx, row.run_id, { ...end, duration_ms }));
}
