import type { DayCounts } from "~/components/system/endpoint_health.tsx";
import type { Tx } from "~/domain/kernel/tx.ts";
import { webhook_deliveries } from "~/domain/webhooks/mod.ts";
import { asked } from "../../events/(_parts)/asked.ts";

/** Deliveries that began in the last 24 hours and how they ended, counted as lists count: up to 1,000. */
export async function last_day(tx: Tx, endpoint_id: string): Promise<DayCounts> {
  const created_at_gte = tx.now().subtract({ hours: 24 }).toString({ smallestUnit: "second" });
  const of = (status: string) =>
    webhook_deliveries.list(tx, asked("webhook_delivery", { endpoint_id, status, created_at_gte, limit: "1" }));
  const [delivered, failed] = await Promise.all([of("delivered"), of("failed")]);
  return {
    delivered: delivered.count,
    delivered_capped: delivered.count_capped,
    failed: failed.count,
    failed_capped: failed.count_capped,
  };
}
