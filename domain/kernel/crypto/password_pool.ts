import { unavailable } from "~/domain/kernel/errors.ts";

export type Argon2Cost = { memorySize: number; iterations: number; parallelism: number };
export type PasswordJob =
  | { kind: "hash"; password: string; salt: Uint8Array; cost: Argon2Cost }
  | { kind: "verify"; password: string; hash: string };
export type PasswordResult = { ok: true; value: string | boolean } | { ok: false; reason: string };

type Waiting = { job: PasswordJob; resolve: (value: string | boolean) => void; reject: (reason: unknown) => void };
type Bench = { worker: Worker; current: Waiting | undefined };

/** Two, so that sign-ins never take more than two cores from the pages. */
const most_workers = 2;
/** Beyond this a sign-in would wait about two seconds: better to say so than to let a flood of guesses grow the queue without end. */
const most_waiting = 64;
/** A worker holds about 20 MB; scripts end when the last one is gone. */
const idle_ms = 5_000;

const benches: Bench[] = [];
const queue: Waiting[] = [];
let idle_timer: ReturnType<typeof setTimeout> | undefined;

/** Runs one job in a worker thread. Throws `unavailable` when the queue is full. */
export function run_password_job(job: PasswordJob): Promise<string | boolean> {
  if (queue.length >= most_waiting) return Promise.reject(unavailable(2, "Too many sign-ins at once."));
  return new Promise((resolve, reject) => {
    queue.push({ job, resolve, reject });
    assign();
  });
}

function assign(): void {
  clearTimeout(idle_timer);
  while (queue.length > 0) {
    const bench = benches.find(({ current }) => current === undefined) ??
      (benches.length < most_workers ? open_bench() : undefined);
    if (bench === undefined) return;
    bench.current = queue.shift();
    if (bench.current !== undefined) bench.worker.postMessage(bench.current.job);
  }
  if (benches.every(({ current }) => current === undefined)) {
    idle_timer = setTimeout(close_password_pool, idle_ms);
    Deno.unrefTimer(idle_timer);
  }
}

function open_bench(): Bench {
  const worker = new Worker(new URL("./password_worker.ts", import.meta.url), {
    type: "module",
    name: "password",
    deno: { permissions: "none" },
  });
  const bench: Bench = { worker, current: undefined };
  worker.onmessage = ({ data }: MessageEvent<PasswordResult>) => {
    const done = bench.current;
    bench.current = undefined;
    if (data.ok) done?.resolve(data.value);
    else done?.reject(new Error(`argon2id failed: ${data.reason}`));
    assign();
  };
  worker.onerror = (event) => {
    event.preventDefault(); // an unhandled worker error would end the process
    bench.current?.reject(new Error(`The password worker failed: ${event.message}`));
    benches.splice(benches.indexOf(bench), 1);
    worker.terminate();
    assign();
  };
  benches.push(bench);
  return bench;
}

/** Ends the workers, at shutdown or when idle. The next job starts them again. Jobs still waiting are refused. */
export function close_password_pool(): void {
  clearTimeout(idle_timer);
  for (const { worker, current } of benches.splice(0)) {
    worker.terminate();
    current?.reject(unavailable(2, "The server is going down."));
  }
  for (const { reject } of queue.splice(0)) reject(unavailable(2, "The server is going down."));
}
