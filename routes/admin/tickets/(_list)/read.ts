/** What the desk's list shows. One statement for rows and count; labels of filters, saved views and the figures of the tabs where they are not known. */
import type { Page } from "~/domain/kernel/manager.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import type { SavedView } from "~/domain/saved_views/mod.ts";
import { type Ticket, tickets } from "~/domain/tickets/mod.ts";
import { actor_of } from "../../../(_web)/middlewares.ts";
import { type Ctx, failure_of } from "../../../(_web)/pages.ts";
import { local_path } from "../../../(_web)/local_path.ts";
import { record_kind, type RecordKind } from "../../../(_web)/records/entity_of.ts";
import type { RefLabels } from "../../../(_web)/records/filters.tsx";
import { type ListState, read_list_state } from "../../../(_web)/records/list_state.ts";
import { filter_labels } from "../../../(_web)/records/lookup.ts";
import { kept_views } from "../../../(_web)/records/kept_views.ts";
import { clock_step } from "../../../(_web)/records/value.tsx";
import { zone_of } from "../../../(_web)/records/zone.ts";
import { desk_figures } from "./figures.ts";
import { asked_url, desk_views, query_to_save, type Tabs, tabs_of } from "./views.ts";

/** What the table reads of a ticket. */
const read_columns = [
  "subject",
  "status",
  "priority",
  "channel",
  "subscriber_id",
  "site_id",
  "assigned_to_id",
  "tags",
  "due_at",
  "resolved_at",
  "rating",
] as const;

export type TicketRow =
  & Pick<Ticket, typeof read_columns[number] | "id" | "number" | "created_at" | "updated_at" | "is_active">
  & {
    subscriber_label?: string | null;
    site_label?: string | null;
    assigned_to_label?: string | null;
  };

export interface DeskData {
  kind: RecordKind;
  list: ListState;
  found: Page<TicketRow>;
  labels: RefLabels;
  tabs: Tabs;
  saved: readonly SavedView[];
  /** What "Save view" would keep; null where there is nothing to keep. */
  to_save: string | null;
  now: string;
}

export async function read_desk(tx: Tx, ctx: Ctx): Promise<DeskData> {
  const actor = actor_of(ctx.state);
  const zone = zone_of(ctx.state);
  const kind = record_kind(actor, "tickets");
  const views = desk_views(actor, tx.now());
  const back = failure_of(ctx.state)?.values.back;
  const url = back ? new URL(local_path(back, ctx.url.pathname), ctx.url) : ctx.url;
  const list = read_list_state(kind.entity, asked_url(url, views), zone);
  const [text, labels, saved, figures] = await Promise.all([
    tickets.list_json(tx, { ...list.query, only: read_columns }),
    labels_of(tx, list),
    kept_views(ctx.state.house, tx, "ticket"),
    desk_figures(ctx.state.house, tx),
  ]);
  const found: Page<TicketRow> = JSON.parse(text);
  return {
    kind,
    list,
    found,
    labels,
    tabs: tabs_of(views, saved, list.search, figures),
    saved,
    to_save: query_to_save(list.search, views),
    now: clock_step(tx.now()),
  };
}

/** One's own name is known without asking. */
async function labels_of(tx: Tx, list: ListState): Promise<RefLabels> {
  const { person_id, label } = tx.actor;
  const others = list.query.filters.filter((filter) =>
    !filter.values.every((value) => value === null || value === person_id)
  );
  const labels = await filter_labels(tx, { ...list, query: { ...list.query, filters: others } });
  return person_id ? labels.set(person_id, label) : labels;
}
