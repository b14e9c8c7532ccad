/**
 * Start: wires bells, workers and the clock to a platform, and takes them down again without leaving work half done.
 *
 * A commit wakes the workers of this process at once and rings the bell for the others; the tick claims scheduled tasks,
 * whose sweeps find whatever no bell announced.
 */
import { hostname } from "node:os";
import { log } from "~/domain/kernel/log.ts";
import { watch_queue_depths } from "~/domain/kernel/metrics.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { on_wake } from "~/domain/kernel/wake.ts";
import { deliver_notifications } from "~/domain/notifications/mod.ts";
import { deliver_webhooks } from "~/domain/webhooks/mod.ts";
import { type Bell, coalesced, type Topic, topics } from "./bell.ts";
import { kv_bell } from "./bell_kv.ts";
import { postgres_bell } from "./bell_postgres.ts";
import { dispatch_events } from "./dispatch_events.ts";
import { declare_tasks, run_due_tasks, until_next } from "./schedule.ts";
import { queue_depths, workers_state, type WorkersState } from "./state.ts";
import { all_tasks } from "./tasks/mod.ts";
import { run_imports } from "./tasks/run_imports.ts";
import type { Task } from "./task.ts";
import { start_tick, type TickSource } from "./tick.ts";
import { type Worker, worker } from "./worker.ts";

export interface JobOptions {
  /** Instead of the one that config.QUEUE names. */
  bell?: Bell;
  /** Instead of all that are declared. */
  tasks?: readonly Task[];
  /** Where the minute comes from: Deno.cron where the platform has it, else a timer. `none` for tests that tick themselves. */
  tick?: TickSource;
  /** Webhook requests beside each other. Default 50. */
  webhooks_at_once?: number;
}

export interface Jobs {
  /** Lets what is in hand end, then closes bell and clock. Rows not begun wait for the next start. */
  stop(): Promise<void>;
  /** For /readyz and the operators' page. */
  state(): WorkersState;
}

/** Events and webhooks wait 5 s, and up to a fifth more, before their second attempt: too short for a sweep. */
const first_retry_ms = 6_500;

export async function start_jobs(platform: Platform, options: JobOptions = {}): Promise<Jobs> {
  const { config } = platform;
  const tasks = options.tasks ?? all_tasks;
  const replica = `${hostname()}/${Deno.pid}`;
  const ending = new AbortController();
  const { signal } = ending;
  await declare_tasks(platform, tasks);
  const bell = coalesced(
    options.bell ?? (config.QUEUE === "kv" ? await kv_bell(config.KV_PATH) : postgres_bell({ bus: platform.db.bus })),
  );

  let armed_until = 0;
  /** Rhythms under a minute do not wait for the minute. One delayed message at a time, or each tick would start a chain of its own. */
  async function arm(): Promise<void> {
    const ms = await until_next(platform, tasks);
    const now = performance.now();
    if (ms === null || ms >= 60_000 || signal.aborted || (armed_until > now && armed_until <= now + ms)) return;
    armed_until = now + ms;
    await bell.ring("tick", { delay_ms: Math.max(250, ms) });
  }

  const workers: Record<Topic, Worker> = {
    events: worker("events", async () => {
      const { events, retried } = await dispatch_events(platform);
      if (retried > 0) void bell.ring("events", { delay_ms: first_retry_ms });
      return events;
    }),
    notifications: worker("notifications", async () => {
      const { attempts } = await deliver_notifications(platform, { signal });
      return attempts;
    }),
    webhooks: worker("webhooks", async () => {
      const { attempts, retried } = await deliver_webhooks(platform, {
        signal,
        at_once: options.webhooks_at_once ?? 50,
      });
      if (retried > 0) void bell.ring("webhooks", { delay_ms: first_retry_ms });
      return attempts;
    }),
    imports: worker("imports", async () => {
      const endings = await run_imports(platform, { signal });
      return endings.length;
    }),
    tick: worker("tick", async () => {
      const ran = await run_due_tasks(platform, { tasks, replica, signal });
      await arm();
      return ran;
    }),
  };

  function here_and_elsewhere(topic: Topic): void {
    workers[topic].wake();
    void bell.ring(topic);
  }
  platform.on_committed((events) => {
    if (signal.aborted) return;
    here_and_elsewhere("events");
    if (events.some((event) => event.subject_type === "import")) here_and_elsewhere("imports");
  });
  const unwatch = on_wake(here_and_elsewhere);
  await bell.listen((topic) => workers[topic].wake());
  const tick = start_tick(() => workers.tick.wake(), options.tick);
  watch_queue_depths(() => queue_depths(platform));
  for (const topic of topics) workers[topic].wake(); // what waited while nobody ran
  log.info("jobs started", { replica, queue: options.bell ? "given" : config.QUEUE, tasks: tasks.length });

  return {
    async stop() {
      ending.abort();
      unwatch();
      tick.stop();
      await Promise.all(topics.map((topic) => workers[topic].stop()));
      await bell.close();
    },
    state: () => workers_state(workers, tick.last_at()),
  };
}
