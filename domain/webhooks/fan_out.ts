/** From events to deliveries: one statement for a whole batch, however many endpoints there are. */
import { declare_event, on_batch, type StoredEvent } from "~/domain/kernel/events.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { wake } from "~/domain/kernel/wake.ts";
import { is_internal } from "./patterns.ts";

/** Goes to the endpoint that it is about and to no other. */
export const ping_event = declare_event("webhook_endpoint.ping", "A test message, asked for by an operator.");

export const fan_out = on_batch("*", "webhooks.fan_out", async (tx, events) => {
  const open = events.filter((event) => !is_internal(event.type));
  if (open.length > 0) await queue_deliveries(tx, open);
});

/** @returns how many deliveries were queued; a repeat queues none */
export async function queue_deliveries(
  tx: Tx,
  events: readonly Pick<StoredEvent, "id" | "type" | "subject_id">[],
): Promise<number> {
  const ids = events.map((event) => event.id);
  const rows = await tx.sql`
    /* webhooks.fan_out */
    insert into webhook_deliveries (endpoint_id, event_id, event_type)
    select e.id, v.id, v.type
      from event_store v
      join webhook_endpoints e
        on e.is_active and e.status = 'enabled'
       and case when v.type = ${ping_event} then e.id = v.subject_id
                else exists (
                  select
                    from webhook_subscriptions s
                   where s.endpoint_id = e.id and s.is_active
                     and (s.event_type in ('*', v.type) or (s.event_type like '%.*' and starts_with(v.type, left(s.event_type, -1)))))
           end
     where v.id = any (${ids}::uuid[])
    on conflict (endpoint_id, event_id) do nothing`;
  if (rows.count > 0) wake(tx, "webhooks");
  return rows.count;
}
