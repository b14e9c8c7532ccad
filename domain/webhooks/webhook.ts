import { entity } from "~/domain/kernel/entity.ts";
import { choice, integer, long_text, ref, text, timestamp, url } from "~/domain/kernel/fields.ts";

/** A receiver of events outside the house, in the format of Standard Webhooks. */
export const webhook_endpoint = entity("webhook_endpoint", {
  table: "webhook_endpoints",
  permission: "webhooks",
  label: "Webhook endpoint",
  plural: "Webhook endpoints",
  icon: "webhook",
  label_field: "name",
  readonly: true,
  fields: {
    name: text(120).meta({ list: true }),
    url: url().meta({ list: true, label: "Address" }),
    description: long_text(2_000).nullish(),
    secret: text(2_000).meta({ secret: true, readonly: true }),
    previous_secret: text(2_000).nullish().meta({ secret: true, readonly: true }),
    previous_secret_until: timestamp().nullish().meta({ readonly: true, label: "Old secret signs until" }),
    status: choice("enabled", "paused").default("enabled").meta({ list: true, readonly: true, filter: false }),
    paused_reason: text(500).nullish().meta({ readonly: true, list: true }),
    failing_since: timestamp().nullish().meta({ readonly: true, list: true }),
    throttled_until: timestamp().nullish().meta({ readonly: true, hint: "The receiver asked to wait until then" }),
    last_delivered_at: timestamp().nullish().meta({ readonly: true, list: true }),
  },
});

export const webhook_subscription = entity("webhook_subscription", {
  table: "webhook_subscriptions",
  permission: "webhooks",
  label: "Webhook subscription",
  plural: "Webhook subscriptions",
  label_field: "event_type",
  hidden: true,
  readonly: true,
  fields: {
    endpoint_id: ref("webhook_endpoint").meta({ filter: true, create_only: true, list: true }),
    event_type: text(120).meta({ list: true, create_only: true, hint: "A type, ticket.* or *" }),
  },
});

/** One event on its way to one endpoint. */
export const webhook_delivery = entity("webhook_delivery", {
  table: "webhook_deliveries",
  internal: ["locked_until"],
  permission: "webhooks",
  label: "Webhook delivery",
  plural: "Webhook deliveries",
  icon: "send",
  label_field: "event_type",
  readonly: true,
  fields: {
    endpoint_id: ref("webhook_endpoint").meta({ filter: true, list: true, readonly: true }),
    event_id: ref("event").meta({ filter: true, readonly: true }),
    event_type: text(120).meta({ list: true, readonly: true }),
    status: choice("pending", "delivered", "failed", "canceled").meta({ list: true, readonly: true }),
    attempts: integer(0).meta({ list: true, readonly: true }),
    next_attempt_at: timestamp().nullish().meta({ list: true, readonly: true }),
    delivered_at: timestamp().nullish().meta({ list: true, readonly: true }),
    response_status: integer(0).nullish().meta({ list: true, readonly: true }),
    last_error: long_text(2_000).nullish().meta({ list: true, readonly: true }),
  },
});

export const webhook_attempt = entity("webhook_attempt", {
  table: "webhook_attempts",
  permission: "webhooks",
  label: "Delivery attempt",
  plural: "Delivery attempts",
  label_field: "attempt",
  hidden: true,
  readonly: true,
  fields: {
    delivery_id: ref("webhook_delivery").meta({ filter: true, readonly: true }),
    attempt: integer(1).meta({ list: true, readonly: true }),
    duration_ms: integer(0).nullish().meta({ list: true, readonly: true }),
    response_status: integer(0).nullish().meta({ list: true, readonly: true }),
    response_excerpt: long_text().nullish().meta({ list: true, readonly: true }),
    error: long_text().nullish().meta({ list: true, readonly: true }),
  },
});
