/** Sending again what an integrator lost: one delivery, everything that failed, or a span of time. */
import { z } from "zod";
import { demand_staff } from "~/domain/kernel/staff_only.ts";
import { conflict, not_found } from "~/domain/kernel/errors.ts";
import { timestamp } from "~/domain/kernel/fields.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { wake } from "~/domain/kernel/wake.ts";
import { webhook_deliveries, webhook_endpoints } from "./endpoints.ts";
import { internal_types } from "./patterns.ts";

/** Sends a delivery again, also one that arrived: it goes out under the same webhook-id. */
export async function replay_delivery(
  tx: Tx,
  id: string,
  endpoint_id: string | null = null,
): Promise<{ replayed: number }> {
  demand_staff(tx, "webhooks:replay");
  const row = await webhook_deliveries.get(tx, id);
  if (endpoint_id && row.endpoint_id !== endpoint_id) throw not_found("webhook delivery", id);
  if (row.status === "pending") throw conflict("status", "pending", "is on its way already");
  const rows = await tx.sql`
    update webhook_deliveries
       set status = 'pending', attempts = 0, next_attempt_at = now(), locked_until = null, last_error = null
     where id = ${id} and status <> 'pending'`;
  note(tx, row.endpoint_id, { delivery: id });
  return { replayed: rows.count };
}

/** Everything of an endpoint that was given up on. */
export async function replay_failed(tx: Tx, endpoint_id: string): Promise<{ replayed: number }> {
  demand_staff(tx, "webhooks:replay");
  await webhook_endpoints.get(tx, endpoint_id);
  const rows = await tx.sql`
    update webhook_deliveries
       set status = 'pending', attempts = 0, next_attempt_at = now(), locked_until = null, last_error = null
     where endpoint_id = ${endpoint_id} and status = 'failed' and is_active`;
  note(tx, endpoint_id, { failed: rows.count });
  return { replayed: rows.count };
}

export const replay_span = z.strictObject({ from: timestamp(), to: timestamp() });

/**
 * Every event of a span that the endpoint subscribes to, also those of a time in which it was paused or did not exist.
 * 50,000 at most; the rest takes a second call with a later `from`.
 */
export async function replay_range(
  tx: Tx,
  endpoint_id: string,
  input: z.input<typeof replay_span>,
): Promise<{ replayed: number }> {
  demand_staff(tx, "webhooks:replay");
  const { from, to } = validated(replay_span, input);
  await webhook_endpoints.get(tx, endpoint_id);
  const rows = await tx.sql`
    insert into webhook_deliveries (endpoint_id, event_id, event_type)
    select ${endpoint_id}, v.id, v.type
      from event_store v
     where v.occurred_at >= ${from}::timestamptz and v.occurred_at < ${to}::timestamptz
       and v.type !~ ${internal_types}
       and exists (
         select
           from webhook_subscriptions s
          where s.endpoint_id = ${endpoint_id} and s.is_active
            and (s.event_type in ('*', v.type) or (s.event_type like '%.*' and starts_with(v.type, left(s.event_type, -1)))))
     order by v.occurred_at
     limit 50000
    on conflict (endpoint_id, event_id) do update
       set status = 'pending', attempts = 0, next_attempt_at = now(), locked_until = null, last_error = null
     where webhook_deliveries.status <> 'pending'`;
  note(tx, endpoint_id, { from, to });
  return { replayed: rows.count };
}

function note(tx: Tx, endpoint_id: string, what: Record<string, unknown>): void {
  tx.audit({
    action: "webhook_endpoint.replayed",
    entity_type: "webhook_endpoint",
    entity_id: endpoint_id,
    entity_label: null,
    subscriber_id: null,
    changes: { replay: { from: null, to: what } },
  });
  wake(tx, "webhooks");
}
