/** Every task that the system does by the clock. */
import type { Task } from "../task.ts";
import { deliver_notifications } from "./deliver_notifications.ts";
import { deliver_webhooks } from "./deliver_webhooks.ts";
import { forget_idempotency_keys } from "./forget_idempotency_keys.ts";
import { prune } from "./prune.ts";
import { retry_failed_events } from "./retry_failed_events.ts";
import { imports } from "./imports.ts";
import { seal_audit } from "./seal_audit.ts";
import { watch_api_keys } from "./watch_api_keys.ts";
import { sweep_events } from "./sweep_events.ts";

export const all_tasks: readonly Task[] = [
  sweep_events,
  retry_failed_events,
  deliver_notifications,
  deliver_webhooks,
  imports,
  seal_audit,
  forget_idempotency_keys,
  watch_api_keys,
  prune,
];
