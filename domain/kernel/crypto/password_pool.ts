/** Argon2id off the event loop, two at a time, with a queue that has an end. */
import { unavailable } from "~/domain/kernel/errors.ts";
import type { Compute, PasswordJob } from "./password_job.ts";
import { native_argon2 } from "./password_native.ts";
import { close_wasm_argon2, wasm_argon2 } from "./password_wasm.ts";

type Waiting = { job: PasswordJob; resolve: (value: string | boolean) => void; reject: (reason: unknown) => void };

/** Two, so that sign-ins never take more than two cores from the pages. */
const most_at_once = 2;
/** Beyond this a sign-in would wait for seconds where the machine is busy: better to say so than to let a flood of guesses grow the queue without end. */
const most_waiting = 64;

const queue: Waiting[] = [];
const running = new Set<Waiting>();
let compute: Promise<Compute> | undefined;

/** Called with each job that begins: tests count work in place of time. */
export const job_watchers = new Set<(job: PasswordJob) => void>();

/** Runs one job on another thread. Throws `unavailable` when the queue is full. */
export function run_password_job(job: PasswordJob): Promise<string | boolean> {
  if (queue.length >= most_waiting) return Promise.reject(unavailable(2, "Too many sign-ins at once."));
  return new Promise((resolve, reject) => {
    queue.push({ job, resolve, reject });
    assign();
  });
}

function assign(): void {
  while (running.size < most_at_once) {
    const next = queue.shift();
    if (!next) return;
    running.add(next);
    void work(next);
  }
}

async function work(one: Waiting): Promise<void> {
  try {
    for (const watch of job_watchers) watch(one.job);
    // 14 ms a hash where the compiled library loads, 60 where WebAssembly must do.
    compute ??= native_argon2().then((native) => native ?? wasm_argon2);
    one.resolve(await (await compute)(one.job));
  } catch (error) {
    one.reject(new Error("argon2id failed", { cause: error }));
  } finally {
    running.delete(one);
    assign();
  }
}

/** At shutdown. The next job starts anew. Jobs still waiting are refused. */
export function close_password_pool(): void {
  for (const { reject } of [...running, ...queue.splice(0)]) reject(unavailable(2, "The server is going down."));
  close_wasm_argon2();
}
