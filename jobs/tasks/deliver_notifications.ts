import { deliver_notifications as deliver } from "~/domain/notifications/mod.ts";
import type { Task } from "../task.ts";

export const deliver_notifications: Task = {
  key: "deliver_notifications",
  name: "Deliver notifications",
  description: "Sends mails that are due: new ones go out at once, this brings those whose next attempt has come.",
  every: { seconds: 60 },
  run: async (platform, { signal }) => ({ ...await deliver(platform, { signal }) }),
};
