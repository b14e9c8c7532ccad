/** What the workers of this process are doing, and how much waits in the database. */
import { job_actor } from "~/domain/kernel/actor.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { queue_overview, type QueueOverview } from "~/domain/operations/mod.ts";
import { type Topic, topics } from "./bell.ts";
import type { Worker, WorkerState } from "./worker.ts";

export interface WorkersState {
  workers: Record<Topic, WorkerState>;
  /** ISO 8601; null before the first tick. */
  last_tick_at: string | null;
  /** Workers whose last round failed: the reason for a replica not to be ready. */
  failing: Topic[];
}

export function workers_state(workers: Record<Topic, Worker>, last_tick: number | null): WorkersState {
  return {
    workers: {
      events: workers.events.state(),
      notifications: workers.notifications.state(),
      webhooks: workers.webhooks.state(),
      imports: workers.imports.state(),
      tick: workers.tick.state(),
    },
    last_tick_at: last_tick === null ? null : new Date(last_tick).toISOString(),
    failing: topics.filter((topic) => workers[topic].state().failures > 0),
  };
}

const actor = job_actor("figures");

export const read_overview = (platform: Platform): Promise<QueueOverview> => platform.read(actor, queue_overview);

/** For the gauge omni_queue_depth: what waits, what failed and how old the oldest is, in seconds, by queue. */
export async function queue_depths(platform: Platform): Promise<Record<string, number>> {
  const overview = await read_overview(platform);
  return Object.fromEntries(
    Object.entries(overview).flatMap(([queue, figures]) => [
      [queue, figures.waiting],
      [`${queue}_failed`, figures.failed],
      [`${queue}_oldest_seconds`, Math.round(figures.oldest_due_seconds)],
    ]),
  );
}
