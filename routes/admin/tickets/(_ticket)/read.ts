/** Everything that the page of a ticket shows, as far as the reader may see it. */
import { can } from "~/domain/kernel/actor.ts";
import { find_entity } from "~/domain/kernel/entity.ts";
import { DomainError } from "~/domain/kernel/errors.ts";
import { parse_list } from "~/domain/kernel/list_query.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { primary_address } from "~/domain/people/mod.ts";
import { sites } from "~/domain/sites/mod.ts";
import { subscribers } from "~/domain/subscribers/mod.ts";
import { staff_people, type Ticket, tickets, timeline, type TimelineItem } from "~/domain/tickets/mod.ts";
import { technicians_of, work_orders, type WorkOrder } from "~/domain/work_orders/mod.ts";
import { actor_of } from "../../../(_web)/middlewares.ts";
import type { Ctx } from "../../../(_web)/pages.ts";
import { record_kind, type RecordKind } from "../../../(_web)/records/entity_of.ts";
import { is_point } from "../../../(_web)/records/point_text.ts";

type Labelled<R> = R & Record<string, unknown>;

export interface TicketVisit {
  row: WorkOrder;
  technician: string | null;
}

export interface TicketContact {
  name: string;
  email: string | null;
  phone: string | null;
}

export interface TicketData {
  kind: RecordKind;
  row: Labelled<Ticket>;
  items: TimelineItem[];
  subscriber: Labelled<Awaited<ReturnType<typeof subscribers.get>>> | null;
  site: { label: string; point: [number, number] | null; access_notes: string | null } | null;
  contact: TicketContact | null;
  others: Ticket[];
  visits: TicketVisit[];
  staff: { id: string; display_name: string }[];
  now: string;
}

const others_shown = 5;

export async function read_ticket(tx: Tx, ctx: Ctx): Promise<TicketData> {
  const actor = actor_of(ctx.state);
  const kind = record_kind(actor, "tickets");
  const row = await tickets.get(tx, ctx.params.id ?? "", { labels: true });
  const [items, subscriber, site, contact, others, visits, staff] = await Promise.all([
    timeline(tx, row.id),
    row.subscriber_id && can(actor, "subscribers:read")
      ? visible(subscribers.get(tx, row.subscriber_id, { labels: true }))
      : null,
    row.site_id && can(actor, "sites:read") ? site_of(tx, row.site_id) : null,
    row.contact_id ? contact_of(tx, row.contact_id, String(row.contact_label ?? "")) : null,
    row.subscriber_id ? others_of(tx, row.subscriber_id, row.id) : [],
    can(actor, "work-orders:read") ? visits_of(tx, row.id) : [],
    can(actor, "tickets:assign") ? staff_people(tx) : [],
  ]);
  return { kind, row, items, subscriber, site, contact, others, visits, staff, now: tx.now().toString() };
}

/** What is out of sight is left out of the page, and does not take the page with it. */
async function visible<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof DomainError && error.status === 404) return null;
    throw error;
  }
}

async function site_of(tx: Tx, id: string): Promise<TicketData["site"]> {
  const row = await visible(sites.get(tx, id));
  if (!row) return null;
  const { location } = row;
  return {
    label: row.label,
    point: is_point(location) ? [location.coordinates[0], location.coordinates[1]] : null,
    access_notes: row.access_notes ?? null,
  };
}

async function contact_of(tx: Tx, id: string, name: string): Promise<TicketContact> {
  const [email, phone] = await Promise.all([primary_address(tx, id, "email"), primary_address(tx, id, "phone")]);
  return { name, email, phone };
}

async function others_of(tx: Tx, subscriber_id: string, id: string): Promise<Ticket[]> {
  const entity = find_entity("ticket");
  if (!entity) return [];
  const query = parse_list(entity, new URLSearchParams({ subscriber_id, id_not: id, order_by: "updated_at" }));
  return (await tickets.list(tx, { ...query, limit: others_shown })).items;
}

/** Newest first. */
async function visits_of(tx: Tx, ticket_id: string): Promise<TicketVisit[]> {
  const entity = find_entity("work_order");
  if (!entity) return [];
  const { items } = await work_orders.list(tx, {
    ...parse_list(entity, new URLSearchParams({ ticket_id })),
    limit: 20,
  });
  return await Promise.all(
    items.map(async (row) => ({
      row,
      technician: row.scheduled_start ? (await technicians_of(tx, row.id))[0]?.name ?? null : null,
    })),
  );
}

/** The visit that somebody counts on, else the draft that waits to be planned. */
export const next_visit = (visits: readonly TicketVisit[]): TicketVisit | undefined =>
  visits.filter(({ row }) => ["scheduled", "dispatched", "in_progress"].includes(row.status)).sort((a, b) =>
    (a.row.scheduled_start ?? "").localeCompare(b.row.scheduled_start ?? "")
  )[0] ??
    visits.find(({ row }) => row.status === "draft");
