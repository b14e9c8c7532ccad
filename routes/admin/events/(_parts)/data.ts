/** The event log as its page asks for it: besides the derived filters, by what an event is about. */
import { invalid } from "~/domain/kernel/errors.ts";
import type { Entity, Row } from "~/domain/kernel/entity.ts";
import type { Page } from "~/domain/kernel/manager.ts";
import { is_uuid } from "~/domain/kernel/text/uuid.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { type event, events, queue_overview } from "~/domain/operations/mod.ts";
import { actor_of } from "../../../(_web)/middlewares.ts";
import type { Ctx } from "../../../(_web)/pages.ts";
import { record_kind } from "../../../(_web)/records/entity_of.ts";
import { type ListState, read_list_state } from "../../../(_web)/records/list_state.ts";
import { zone_of } from "../../../(_web)/records/zone.ts";

export type LoggedEvent = Row<typeof event> & Record<string, unknown>;

export interface EventsData {
  found: Page<Row<typeof event>>;
  list: ListState;
  /** Parked ones, whatever the filter. */
  failed: number;
  now: string;
}

export async function events_data(tx: Tx, ctx: Ctx): Promise<EventsData> {
  const { entity } = record_kind(actor_of(ctx.state), "events");
  const list = state_of(entity, ctx);
  // Without labels: that of actor_id would hide who acted where no person did.
  const [found, overview] = await Promise.all([events.list(tx, { ...list.query, labels: false }), queue_overview(tx)]);
  return { found, list, failed: overview.events.failed, now: tx.now().toString() };
}

function state_of(entity: Entity, ctx: Ctx): ListState {
  const url = new URL(ctx.url);
  const subject = url.searchParams.get("subject_id")?.trim() ?? "";
  url.searchParams.delete("subject_id");
  const list = read_list_state(entity, url, zone_of(ctx.state));
  const column = entity.column("subject_id");
  if (!subject || !column) return list;
  if (!is_uuid(subject)) throw invalid("subject_id", subject, "is no id", "Copy the id from the record's page.");
  list.search.set("subject_id", subject);
  list.query.filters.push({ column, comparison: "eq", values: [subject.toLowerCase()] });
  return list;
}
