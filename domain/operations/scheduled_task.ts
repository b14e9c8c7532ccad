import { entity } from "~/domain/kernel/entity.ts";
import { boolean, choice, integer, json, long_text, ref, text, timestamp } from "~/domain/kernel/fields.ts";

/** What the system does by the clock. The rows are seeded from the tasks in code; operators change their rhythm. */
export const scheduled_task = entity("scheduled_task", {
  table: "scheduled_tasks",
  internal: ["locked_by"],
  permission: "jobs",
  label: "Scheduled task",
  plural: "Scheduled tasks",
  icon: "timer",
  label_field: "name",
  order: { by: "name", dir: "asc" },
  readonly: true,
  fields: {
    key: text(60).meta({ readonly: true }),
    name: text(120).meta({ list: true, readonly: true, sort: true }),
    description: long_text(2_000).nullish().meta({ readonly: true }),
    cron: text(100).nullish().meta({ list: true, hint: "Five fields such as 0 3 * * *; either this or an interval" }),
    interval_seconds: integer(5).nullish().meta({ label: "Interval (seconds)", list: true }),
    timezone: text(64).default("UTC").meta({ label: "Time zone of the cron line" }),
    is_enabled: boolean().default(true).meta({ label: "Enabled", list: true }),
    next_run_at: timestamp().meta({ label: "Next run", list: true, readonly: true, sort: true }),
    last_run_at: timestamp().nullish().meta({ label: "Last run", list: true, readonly: true }),
    last_status: choice("completed", "failed").nullish().meta({ list: true, readonly: true, filter: false }),
    last_error: long_text().nullish().meta({ readonly: true }),
    last_duration_ms: integer(0).nullish().meta({ label: "Last duration (ms)", readonly: true }),
    locked_until: timestamp().nullish().meta({ label: "In hand until", readonly: true }),
  },
});

export const task_run = entity("task_run", {
  table: "task_runs",
  permission: "jobs",
  label: "Task run",
  plural: "Task runs",
  label_field: "status",
  hidden: true,
  readonly: true,
  fields: {
    task_id: ref("scheduled_task").meta({ filter: true, list: true, readonly: true }),
    started_at: timestamp().meta({ list: true, readonly: true }),
    finished_at: timestamp().nullish().meta({ list: true, readonly: true }),
    status: choice("running", "completed", "failed", "abandoned").meta({ list: true, readonly: true, filter: false }),
    result: json().nullish().meta({ list: true, readonly: true }),
    error: long_text().nullish().meta({ list: true, readonly: true }),
    replica: text(120).meta({ list: true, readonly: true }),
  },
});
