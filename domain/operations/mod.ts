/** What operators watch and steer: the event log, scheduled tasks, queues. */
export { event } from "./event.ts";
export {
  event_outcomes,
  type EventOutcome,
  events,
  type FailedEvents,
  replay_event,
  replay_failed_events,
} from "./events.ts";
export { queue_overview, type QueueFigures, type QueueOverview } from "./queues.ts";
export { next_time, type Rhythm } from "./rhythm.ts";
export { scheduled_task, task_run } from "./scheduled_task.ts";
export {
  change_task,
  run_task_now,
  scheduled_tasks,
  type ScheduledTask,
  task_change,
  task_runs,
  type TaskChange,
} from "./tasks.ts";
