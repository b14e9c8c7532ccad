import { job_actor } from "~/domain/kernel/actor.ts";
import type { Task } from "../task.ts";

export const forget_idempotency_keys: Task = {
  key: "forget_idempotency_keys",
  name: "Forget old idempotency keys",
  description:
    "Removes the kept answers of requests that are older than a day; a repeat after that counts as a new request.",
  every: { cron: "15 2 * * *" },
  async run(platform) {
    return await platform.transaction(job_actor("forget idempotency keys"), async (tx) => {
      const rows = await tx.sql`delete from idempotency_keys where created_at < now() - interval '24 hours'`;
      return { removed: rows.count };
    });
  },
};
