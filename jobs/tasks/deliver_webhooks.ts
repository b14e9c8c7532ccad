import { deliver_webhooks as deliver } from "~/domain/webhooks/mod.ts";
import type { Task } from "../task.ts";

export const deliver_webhooks: Task = {
  key: "deliver_webhooks",
  name: "Deliver webhooks",
  description:
    "Sends webhook messages that are due: new ones go out at once, this brings those whose next attempt has come.",
  every: { seconds: 15 },
  run: async (platform, { signal }) => ({ ...await deliver(platform, { signal }) }),
};
