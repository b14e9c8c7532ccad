/** Worker: does what is due whenever it is woken, one round at a time, until nothing is left. */
import { log } from "~/domain/kernel/log.ts";
import { observe_job } from "~/domain/kernel/metrics.ts";

export interface WorkerState {
  busy: boolean;
  /** Rounds that failed since the last good one. */
  failures: number;
  last_error: string | null;
  /** When a round last ended well, in milliseconds since 1970. */
  last_done_at: number | null;
}

export interface Worker {
  /** Cheap and idempotent: while a round is under way it asks for one more. */
  wake(): void;
  /** Lets the round in hand end; no other begins. */
  stop(): Promise<void>;
  state(): WorkerState;
}

const longest_pause_ms = 30_000;

/** @param round does a bounded amount of work; resolves to how much it found, 0 for "nothing left" */
export function worker(name: string, round: () => Promise<number>): Worker {
  const state: WorkerState = { busy: false, failures: 0, last_error: null, last_done_at: null };
  let again = false;
  let stopping = false;
  let running: Promise<void> = Promise.resolve();
  let pause: ReturnType<typeof setTimeout> | undefined;

  async function run(): Promise<void> {
    while (again && !stopping) {
      again = false;
      const start = performance.now();
      try {
        const found = await round();
        if (found > 0) {
          again = true;
          observe_job(name, "done", (performance.now() - start) / 1000);
        }
        Object.assign(state, { failures: 0, last_error: null, last_done_at: Date.now() });
      } catch (error) {
        observe_job(name, "failed", (performance.now() - start) / 1000);
        failed(error);
        return;
      }
    }
  }

  /** While the database is away, wake-ups wait for the pause: a bell every 25 ms must not become an attempt every 25 ms. */
  function failed(error: unknown): void {
    state.failures++;
    state.last_error = error instanceof Error ? error.message : String(error);
    const wait = Math.min(longest_pause_ms, 250 * 2 ** Math.min(state.failures, 8));
    log.error("a worker's round failed", { worker: name, failures: state.failures, retry_in_ms: wait, error });
    pause = setTimeout(() => {
      pause = undefined;
      self.wake();
    }, wait);
  }

  const self: Worker = {
    wake() {
      again = true;
      if (state.busy || stopping || pause !== undefined) return;
      state.busy = true;
      running = run().finally(() => {
        state.busy = false;
        if (again) self.wake(); // asked for between the last look and here
      });
    },
    async stop() {
      stopping = true;
      clearTimeout(pause);
      await running;
    },
    state: () => ({ ...state }),
  };
  return self;
}
