import type { PasswordJob } from "~/domain/kernel/crypto/password_pool.ts";

/** Cost of each argon2id hash that `work` asks for, as `m=19456,t=2,p=1`: what tells a real check from a shorter one, on any machine however busy. */
export async function password_work(work: () => Promise<unknown>): Promise<string[]> {
  const costs: string[] = [];
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (job: PasswordJob) {
    costs.push(job.kind === "verify" ? job.hash.split("$")[3] ?? "" : cost_text(job.cost));
    post.call(this, job);
  };
  try {
    await work();
  } finally {
    Worker.prototype.postMessage = post;
  }
  return costs;
}

const cost_text = ({ memorySize, iterations, parallelism }: Extract<PasswordJob, { kind: "hash" }>["cost"]) =>
  `m=${memorySize},t=${iterations},p=${parallelism}`;
