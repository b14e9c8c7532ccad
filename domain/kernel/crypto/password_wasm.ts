/** Argon2id in WebAssembly, on workers of its own. */
import type { Compute, PasswordJob } from "./password_job.ts";

export type PasswordResult = { ok: true; value: string | boolean } | { ok: false; reason: string };
type Bench = {
  worker: Worker;
  busy: { resolve: (value: string | boolean) => void; reject: (reason: unknown) => void };
};

/** A worker holds about 20 MB; scripts end when the last one is gone. */
const idle_ms = 5_000;
const idle: Worker[] = [];
const benches = new Set<Bench>();
let idle_timer: ReturnType<typeof setTimeout> | undefined;

/** The caller bounds how many run at once: each takes a worker. */
export const wasm_argon2: Compute = (job) => {
  clearTimeout(idle_timer);
  const worker = idle.pop() ??
    new Worker(new URL("./password_worker.ts", import.meta.url), {
      type: "module",
      name: "password",
      deno: { permissions: "none" },
    });
  return run(worker, job).finally(rest);
};

function run(worker: Worker, job: PasswordJob): Promise<string | boolean> {
  return new Promise((resolve, reject) => {
    const bench: Bench = { worker, busy: { resolve, reject } };
    benches.add(bench);
    worker.onmessage = ({ data }: MessageEvent<PasswordResult>) => {
      benches.delete(bench);
      idle.push(worker);
      if (data.ok) resolve(data.value);
      else reject(new Error(data.reason));
    };
    worker.onerror = (event) => {
      event.preventDefault(); // an unhandled worker error would end the process
      benches.delete(bench);
      worker.terminate();
      reject(new Error(`The password worker failed: ${event.message}`));
    };
    worker.postMessage(job);
  });
}

function rest(): void {
  if (benches.size > 0) return;
  clearTimeout(idle_timer);
  idle_timer = setTimeout(close_wasm_argon2, idle_ms);
  Deno.unrefTimer(idle_timer);
}

/** Ends the workers, at shutdown or when idle. The next job starts them again. */
export function close_wasm_argon2(): void {
  clearTimeout(idle_timer);
  for (const { worker, busy } of benches) {
    worker.terminate();
    busy.reject(new Error("The password workers were stopped"));
  }
  benches.clear();
  for (const worker of idle.splice(0)) worker.terminate();
}
