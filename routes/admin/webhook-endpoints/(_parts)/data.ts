import type { DayCounts } from "~/components/system/endpoint_health.tsx";
import type { Row } from "~/domain/kernel/entity.ts";
import type { Page } from "~/domain/kernel/manager.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import {
  get_endpoint,
  type webhook_attempt,
  webhook_attempts,
  webhook_deliveries,
  type webhook_delivery,
} from "~/domain/webhooks/mod.ts";
import { actor_of } from "../../../(_web)/middlewares.ts";
import type { Ctx } from "../../../(_web)/pages.ts";
import { record_kind } from "../../../(_web)/records/entity_of.ts";
import { type ListState, read_list_state } from "../../../(_web)/records/list_state.ts";
import { zone_of } from "../../../(_web)/records/zone.ts";
import { asked } from "../../events/(_parts)/asked.ts";
import { last_day } from "./health.ts";

export interface EndpointData {
  endpoint: Awaited<ReturnType<typeof get_endpoint>>;
  day: DayCounts;
  list: ListState;
  deliveries: Page<Row<typeof webhook_delivery>>;
  attempts: Map<string, Row<typeof webhook_attempt>[]>;
  /** Something is due within the minute: worth a closer look. */
  soon: boolean;
  now: string;
}

const page_size = 25;

export async function endpoint_data(tx: Tx, ctx: Ctx): Promise<EndpointData> {
  const endpoint = await get_endpoint(tx, ctx.params.id ?? "");
  const list = read_list_state(
    record_kind(actor_of(ctx.state), "webhook-deliveries").entity,
    ctx.url,
    zone_of(ctx.state),
  );
  list.query.limit = page_size;
  const of_this = asked("webhook_delivery", { endpoint_id: endpoint.id }).filters;
  const [day, deliveries] = await Promise.all([
    last_day(tx, endpoint.id),
    webhook_deliveries.list(tx, { ...list.query, filters: [...list.query.filters, ...of_this] }),
  ]);
  const ids = deliveries.items.map(({ id }) => id).join(",");
  const found = ids
    ? await webhook_attempts.list(tx, asked("webhook_attempt", { delivery_id: ids, limit: "200" }))
    : null;
  const attempts = Map.groupBy(found?.items ?? [], (attempt) => attempt.delivery_id);
  const minute = tx.now().add({ seconds: 60 });
  const soon = deliveries.items.some(({ next_attempt_at }) =>
    next_attempt_at && Temporal.Instant.compare(Temporal.Instant.from(next_attempt_at), minute) < 0
  );
  return { endpoint, day, list, deliveries, attempts, soon, now: tx.now().toString() };
}
