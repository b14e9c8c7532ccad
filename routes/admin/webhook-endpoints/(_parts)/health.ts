import type { DayCounts } from "~/components/system/endpoint_health.tsx";
import type { Tx } from "~/domain/kernel/tx.ts";
import { endpoint_health } from "~/domain/webhooks/mod.ts";

/** Deliveries that began in the last 24 hours and how they ended, by endpoint: one statement for the whole page. */
export async function last_day_of(tx: Tx, ids: readonly string[]): Promise<Map<string, DayCounts>> {
  const rows = await endpoint_health(tx, ids);
  return new Map(ids.map((id) => {
    const row = rows.find((each) => each.endpoint_id === id);
    return [id, {
      delivered: row?.delivered ?? 0,
      delivered_capped: false,
      failed: row?.failed ?? 0,
      failed_capped: false,
    }];
  }));
}

export async function last_day(tx: Tx, endpoint_id: string): Promise<DayCounts> {
  const counts = (await last_day_of(tx, [endpoint_id])).get(endpoint_id);
  return counts ?? { delivered: 0, delivered_capped: false, failed: 0, failed_capped: false };
}
