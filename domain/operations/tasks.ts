/** What operators do with scheduled tasks. Running them is jobs/schedule.ts. */
import { z } from "zod";
import { demand_staff } from "~/domain/kernel/staff_only.ts";
import type { Row } from "~/domain/kernel/entity.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import { manager } from "~/domain/kernel/manager.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { wake } from "~/domain/kernel/wake.ts";
import { check_rhythm, next_time } from "./rhythm.ts";
import { scheduled_task, task_run } from "./scheduled_task.ts";

export const scheduled_tasks = manager(scheduled_task);
export const task_runs = manager(task_run);
export type ScheduledTask = Row<typeof scheduled_task>;

export const task_change = z.strictObject({
  is_enabled: z.boolean().optional(),
  interval_seconds: z.int().min(5).max(31_536_000).nullable().optional(),
  cron: z.string().trim().min(1).max(100).nullable().optional(),
  timezone: z.string().max(64).optional(),
});
export type TaskChange = z.infer<typeof task_change>;

/** Changes a task's rhythm or switches it. A new rhythm counts from now. @throws DomainError 403, 404, 422 */
export async function change_task(tx: Tx, id: string, input: TaskChange): Promise<ScheduledTask> {
  demand_staff(tx, "jobs:run");
  const change = validated(task_change, input);
  if (Object.keys(change).length === 0) {
    throw invalid("(body)", "{}", "names no field to change", "Send at least one field.");
  }
  const before = await scheduled_tasks.lock(tx, id);
  const rhythm = {
    cron: change.cron === undefined ? before.cron : change.cron,
    interval_seconds: change.interval_seconds === undefined ? before.interval_seconds : change.interval_seconds,
    timezone: change.timezone ?? before.timezone,
  };
  check_rhythm(rhythm, tx.now());
  const switched_on = change.is_enabled === true && !before.is_enabled;
  const changed = rhythm.cron !== before.cron || rhythm.interval_seconds !== before.interval_seconds ||
    rhythm.timezone !== before.timezone;
  const next_run_at = changed || switched_on ? next_time(rhythm, tx.now()).toString() : undefined;
  const after = await scheduled_tasks.patch(tx, before, { ...rhythm, is_enabled: change.is_enabled, next_run_at });
  wake(tx, "tick");
  return after;
}

/** Makes a task due now, whatever its rhythm says; a run that is under way is waited for. */
export async function run_task_now(tx: Tx, id: string): Promise<ScheduledTask> {
  demand_staff(tx, "jobs:run");
  const before = await scheduled_tasks.lock(tx, id);
  if (!before.is_enabled) throw invalid("is_enabled", false, "keeps this task from running", "Enable it first.");
  const after = await scheduled_tasks.patch(tx, before, { next_run_at: tx.now().toString() });
  wake(tx, "tick");
  return after;
}
