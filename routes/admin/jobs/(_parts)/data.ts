import type { Row } from "~/domain/kernel/entity.ts";
import type { Page } from "~/domain/kernel/manager.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import {
  queue_overview,
  type QueueOverview,
  scheduled_tasks,
  type ScheduledTask,
  type task_run,
  task_runs,
} from "~/domain/operations/mod.ts";
import type { Ctx } from "../../../(_web)/pages.ts";
import { is_uuid } from "~/domain/kernel/text/uuid.ts";
import { asked } from "../../events/(_parts)/asked.ts";

export type TaskRun = Row<typeof task_run> & Record<string, unknown>;

export interface JobsData {
  queues: QueueOverview;
  workers: ReturnType<Ctx["state"]["house"]["jobs"]["state"]>;
  tasks: ScheduledTask[];
  runs: Page<Row<typeof task_run>>;
  /** The runs are of this task alone. */
  of_task: ScheduledTask | null;
  now: string;
}

export async function jobs_data(tx: Tx, ctx: Ctx): Promise<JobsData> {
  const task_id = ctx.url.searchParams.get("task") ?? "";
  const narrowed = is_uuid(task_id) ? { task_id } : {};
  const [queues, tasks, runs] = await Promise.all([
    queue_overview(tx),
    scheduled_tasks.list(tx, asked("scheduled_task", { limit: "200" })),
    task_runs.list(tx, asked("task_run", { ...narrowed, limit: "20" })),
  ]);
  const of_task = tasks.items.find(({ id }) => id === task_id) ?? null;
  return { queues, workers: ctx.state.house.jobs.state(), tasks: tasks.items, runs, of_task, now: tx.now().toString() };
}
