import { demand } from "~/domain/kernel/actor.ts";
import type { Tx } from "~/domain/kernel/tx.ts";

export interface EndpointHealth {
  endpoint_id: string;
  delivered: number;
  failed: number;
}

/** Deliveries of the last 24 hours by outcome, for a page of endpoints in one statement. */
export async function endpoint_health(tx: Tx, ids: readonly string[]): Promise<EndpointHealth[]> {
  demand(tx.actor, "webhooks:read");
  return await tx.sql<EndpointHealth[]>`
    select endpoint_id, count(*) filter (where status = 'delivered')::int as delivered, count(*) filter (where status = 'failed')::int as failed
      from webhook_deliveries
     where endpoint_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))
       and created_at >= ${tx.now().subtract({ hours: 24 }).toString()}::text::timestamptz
     group by endpoint_id`;
}
