/** What the list shows, in three statements: rows with their count, saved views, and who goes where. */
import { find_entity } from "~/domain/kernel/entity.ts";
import { max_limit, plain_list } from "~/domain/kernel/list_query.ts";
import type { Page } from "~/domain/kernel/manager.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import type { SavedView } from "~/domain/saved_views/mod.ts";
import { type Assignment, assignments, work_orders, type WorkOrder } from "~/domain/work_orders/mod.ts";
import { local_path } from "../../../(_web)/local_path.ts";
import { actor_of } from "../../../(_web)/middlewares.ts";
import { type Ctx, failure_of } from "../../../(_web)/pages.ts";
import { record_kind, type RecordKind } from "../../../(_web)/records/entity_of.ts";
import type { RefLabels } from "../../../(_web)/records/filters.tsx";
import { type ListState, read_list_state } from "../../../(_web)/records/list_state.ts";
import { filter_labels } from "../../../(_web)/records/lookup.ts";
import { kept_views } from "../../../(_web)/records/kept_views.ts";
import { clock_step } from "../../../(_web)/records/value.tsx";
import { zone_of } from "../../../(_web)/records/zone.ts";
import { asked_url, query_to_save, type Tabs, tabs_of, work_views } from "./views.ts";

/** What the table reads of a work order. */
const read_columns = [
  "title",
  "subscriber_id",
  "site_id",
  "work_type",
  "status",
  "priority",
  "scheduled_start",
  "scheduled_end",
  "estimated_duration_minutes",
  "completed_at",
] as const;

export type OrderRow =
  & Pick<WorkOrder, typeof read_columns[number] | "id" | "number" | "created_at" | "updated_at" | "is_active">
  & { subscriber_label?: string | null; site_label?: string | null };

export interface OrdersData {
  kind: RecordKind;
  list: ListState;
  found: Page<OrderRow>;
  /** Names of the primary technicians by work order. */
  technicians: ReadonlyMap<string, string>;
  labels: RefLabels;
  tabs: Tabs;
  saved: readonly SavedView[];
  /** What "Save view" would keep; null where there is nothing to keep. */
  to_save: string | null;
  now: string;
}

export async function read_orders(tx: Tx, ctx: Ctx): Promise<OrdersData> {
  const zone = zone_of(ctx.state);
  const kind = record_kind(actor_of(ctx.state), "work-orders");
  const views = work_views(tx.now(), zone);
  const back = failure_of(ctx.state)?.values.back;
  const url = back ? new URL(local_path(back, ctx.url.pathname), ctx.url) : ctx.url;
  const list = read_list_state(kind.entity, asked_url(url, views), zone);
  const [text, labels, saved] = await Promise.all([
    work_orders.list_json(tx, { ...list.query, only: read_columns }),
    filter_labels(tx, list),
    kept_views(ctx.state.house, tx, "work_order"),
  ]);
  const found: Page<OrderRow> = JSON.parse(text);
  const planned = found.items.filter((row) => row.scheduled_start).map((row) => row.id);
  return {
    kind,
    list,
    found,
    technicians: await technicians_by_job(tx, planned),
    labels,
    tabs: tabs_of(views, saved, list.search),
    saved,
    to_save: query_to_save(list.search, views),
    now: clock_step(tx.now()),
  };
}

async function technicians_by_job(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const entity = find_entity("work_order_assignment");
  const column = entity?.column("work_order_id");
  if (!entity || !column || ids.length === 0) return new Map();
  const query = plain_list(entity, {
    filters: [{ column, comparison: "eq", values: [...ids] }],
    limit: max_limit,
    labels: true,
  });
  const page: Page<Assignment & { technician_label?: string | null }> = JSON.parse(
    await assignments.list_json(tx, query),
  );
  return new Map(
    page.items.filter((each) => each.is_primary).map((each) => [each.work_order_id, each.technician_label ?? ""]),
  );
}
