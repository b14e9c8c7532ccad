/** What operators do with endpoints. A secret is told once, at its birth; the database keeps it sealed. */
import { z } from "zod";
import { demand_staff } from "~/domain/kernel/staff_only.ts";
import type { Row } from "~/domain/kernel/entity.ts";
import { conflict, invalid } from "~/domain/kernel/errors.ts";
import { url } from "~/domain/kernel/fields.ts";
import { manager } from "~/domain/kernel/manager.ts";
import { check_target } from "~/domain/kernel/net/address_guard.ts";
import { new_webhook_secret } from "~/domain/kernel/net/webhook_signature.ts";
import { new_id } from "~/domain/kernel/text/uuid.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { wake } from "~/domain/kernel/wake.ts";
import { ping_event } from "./fan_out.ts";
import { check_patterns } from "./patterns.ts";
import { sealed_secret } from "./secrets.ts";
import { webhook_attempt, webhook_delivery, webhook_endpoint, webhook_subscription } from "./webhook.ts";

export const webhook_endpoints = manager(webhook_endpoint);
export const webhook_subscriptions = manager(webhook_subscription);
export const webhook_deliveries = manager(webhook_delivery);
export const webhook_attempts = manager(webhook_attempt);
export type WebhookEndpoint = Row<typeof webhook_endpoint>;

const fields = {
  name: z.string().trim().min(1).max(120),
  url: url(),
  description: z.string().trim().min(1).max(2_000).nullable(),
  event_types: z.array(z.string().trim().min(1).max(120)).min(1).max(100),
};
export const endpoint_input = z.strictObject({
  ...fields,
  description: fields.description.optional(),
  event_types: fields.event_types.default(["*"]),
});
export const endpoint_change = z.strictObject(fields).partial();
export type EndpointInput = z.input<typeof endpoint_input>;
export type EndpointChange = z.input<typeof endpoint_change>;

/** @returns the row with its secret: the only time that it is told */
export async function create_endpoint(
  tx: Tx,
  input: EndpointInput,
): Promise<WebhookEndpoint & { secret: string; event_types: string[] }> {
  demand_staff(tx, "webhooks:create");
  const { event_types, ...values } = validated(endpoint_input, input);
  check_patterns(event_types);
  await check_url(tx, values.url);
  const id = new_id();
  const secret = new_webhook_secret();
  const row = await webhook_endpoints.insert(tx, { ...values, id, secret: await sealed_secret(tx, id, secret) });
  await set_event_types(tx, row.id, event_types);
  return { ...row, secret, event_types: await event_types_of(tx, row.id) };
}

export async function change_endpoint(
  tx: Tx,
  id: string,
  input: EndpointChange,
): Promise<WebhookEndpoint & { event_types: string[] }> {
  demand_staff(tx, "webhooks:update");
  const { event_types, ...values } = validated(endpoint_change, input);
  if (event_types) check_patterns(event_types);
  if (values.url) await check_url(tx, values.url);
  const row = await webhook_endpoints.patch(tx, await webhook_endpoints.lock(tx, id), values);
  if (event_types) await set_event_types(tx, id, event_types);
  return { ...row, event_types: await event_types_of(tx, id) };
}

/** Refuses at once what no delivery could ever reach. Names are resolved, and judged again, at each delivery: here a name server would hold up the transaction. */
async function check_url(tx: Tx, target: string): Promise<void> {
  const some_public_address = "9.9.9.9";
  await check_target(target, "url", {
    allow_private: tx.services.config.ALLOW_PRIVATE_WEBHOOKS,
    resolve: () => Promise.resolve([some_public_address]),
  });
}

/** The endpoint is kept as inactive, its log stays readable; what waits for it is canceled. */
export async function remove_endpoint(tx: Tx, id: string): Promise<void> {
  await webhook_endpoints.remove(tx, id);
  await tx.sql`
    update webhook_deliveries
       set status = 'canceled', next_attempt_at = null, last_error = 'The endpoint was deleted.'
     where endpoint_id = ${id} and next_attempt_at is not null`;
}

export async function get_endpoint(tx: Tx, id: string): Promise<WebhookEndpoint & { event_types: string[] }> {
  return { ...await webhook_endpoints.get(tx, id), event_types: await event_types_of(tx, id) };
}

/** Stops deliveries; events of the meantime can be replayed as a range. */
export async function pause_endpoint(tx: Tx, id: string): Promise<WebhookEndpoint> {
  demand_staff(tx, "webhooks:update");
  const row = await webhook_endpoints.lock(tx, id);
  if (row.status === "paused") throw conflict("status", "paused", "is what it is already");
  return await webhook_endpoints.patch(tx, row, { status: "paused", paused_reason: `Paused by ${tx.actor.label}.` });
}

/** Deliveries that waited go on where they were. */
export async function resume_endpoint(tx: Tx, id: string): Promise<WebhookEndpoint> {
  demand_staff(tx, "webhooks:update");
  const row = await webhook_endpoints.lock(tx, id);
  if (row.status === "enabled") throw conflict("status", "enabled", "is what it is already");
  const after = await webhook_endpoints.patch(tx, row, {
    status: "enabled",
    paused_reason: null,
    failing_since: null,
    throttled_until: null,
  });
  wake(tx, "webhooks");
  return after;
}

/** How long the old secret goes on signing beside the new one, unless the caller says otherwise. */
const overlap_hours = 24;
export const rotation = z.strictObject({ overlap_hours: z.int().min(0).max(168).default(overlap_hours) });

/** A new secret, told once. Until the overlap ends each message carries both signatures, so that the receiver changes over without a gap. */
export async function rotate_secret(
  tx: Tx,
  id: string,
  input: z.input<typeof rotation> = {},
): Promise<{ secret: string; previous_secret_until: string | null }> {
  demand_staff(tx, "webhooks:update");
  const { overlap_hours: hours } = validated(rotation, input);
  const row = await webhook_endpoints.lock(tx, id);
  const [kept] = await tx.sql<{ secret: string }[]>`select secret from webhook_endpoints where id = ${id}`;
  if (!kept) throw invalid("id", id, "has no secret");
  const secret = new_webhook_secret();
  const until = hours === 0 ? null : tx.now().add({ hours }).toString();
  await webhook_endpoints.patch(tx, row, {
    secret: await sealed_secret(tx, id, secret),
    previous_secret: until === null ? null : kept.secret,
    previous_secret_until: until,
  });
  return { secret, previous_secret_until: until };
}

/** Sends a test message to this endpoint alone. @returns the event's id; its delivery shows what the receiver answered */
export async function ping_endpoint(tx: Tx, id: string): Promise<{ queued: true }> {
  demand_staff(tx, "webhooks:update");
  const row = await webhook_endpoints.get(tx, id);
  if (row.status !== "enabled") {
    throw conflict("status", row.status, "keeps messages from being sent", "Resume the endpoint first.");
  }
  tx.emit(ping_event, { id: row.id, name: row.name }, "staff");
  return { queued: true };
}

async function event_types_of(tx: Tx, endpoint_id: string): Promise<string[]> {
  const rows = await tx.sql<{ event_type: string }[]>`
    select event_type from webhook_subscriptions where endpoint_id = ${endpoint_id} and is_active order by event_type`;
  return rows.map((row) => row.event_type);
}

async function set_event_types(tx: Tx, endpoint_id: string, wanted: readonly string[]): Promise<void> {
  const before = await event_types_of(tx, endpoint_id);
  for (const event_type of new Set(wanted)) {
    if (!before.includes(event_type)) await webhook_subscriptions.insert(tx, { endpoint_id, event_type });
  }
  const gone = before.filter((type) => !wanted.includes(type));
  if (gone.length === 0) return;
  const rows = await tx.sql<{ id: string }[]>`
    select id from webhook_subscriptions where endpoint_id = ${endpoint_id} and is_active and event_type = any (${gone})`;
  for (const { id } of rows) await webhook_subscriptions.retire(tx, await webhook_subscriptions.lock(tx, id));
}
