import { forget_old_uses, warn_of_expiry } from "~/domain/api_keys/mod.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import type { Task } from "../task.ts";

export const watch_api_keys: Task = {
  key: "watch_api_keys",
  name: "Watch API keys",
  description:
    "Tells owners 14 days and 1 day before an API key expires, and removes figures of use older than 90 days.",
  every: { cron: "20 * * * *" },
  async run(platform) {
    return await platform.transaction(job_actor("watch API keys"), async (tx) => ({
      warned: await warn_of_expiry(tx),
      forgotten: await forget_old_uses(tx),
    }));
  },
};
