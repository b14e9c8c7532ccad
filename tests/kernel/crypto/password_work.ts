import type { PasswordJob } from "~/domain/kernel/crypto/password_job.ts";
import { job_watchers } from "~/domain/kernel/crypto/password_pool.ts";

/** Cost of each argon2id hash that `work` asks for, as `m=19456,t=2,p=1`: what tells a real check from a shorter one, on any machine however busy. */
export async function password_work(work: () => Promise<unknown>): Promise<string[]> {
  const costs: string[] = [];
  const watch = (job: PasswordJob) =>
    void costs.push(job.kind === "verify" ? job.hash.split("$")[3] ?? "" : cost_text(job.cost));
  job_watchers.add(watch);
  try {
    await work();
  } finally {
    job_watchers.delete(watch);
  }
  return costs;
}

const cost_text = ({ memorySize, iterations, parallelism }: Extract<PasswordJob, { kind: "hash" }>["cost"]) =>
  `m=${memorySize},t=${iterations},p=${parallelism}`;
