/** Events for systems outside, as Standard Webhooks: endpoints, subscriptions, deliveries. */
import { refusal } from "~/domain/kernel/db_errors.ts";

refusal("webhook_subscriptions_one_each", { field: "event_types", message: "names a type twice" });

export { message_body } from "./attempt.ts";
export { deliver_webhooks, type Delivered, type DeliverOptions } from "./deliver.ts";
export {
  change_endpoint,
  create_endpoint,
  endpoint_change,
  endpoint_input,
  get_endpoint,
  pause_endpoint,
  ping_endpoint,
  remove_endpoint,
  resume_endpoint,
  rotate_secret,
  rotation,
  webhook_attempts,
  webhook_deliveries,
  webhook_endpoints,
  webhook_subscriptions,
} from "./endpoints.ts";
export { fan_out, ping_event } from "./fan_out.ts";
export { endpoint_paused } from "./pause.ts";
export { public_event_types } from "./patterns.ts";
export { replay_delivery, replay_failed, replay_range, replay_span } from "./replay.ts";
export { webhook_attempt, webhook_delivery, webhook_endpoint, webhook_subscription } from "./webhook.ts";
export { endpoint_health, type EndpointHealth } from "./health.ts";
