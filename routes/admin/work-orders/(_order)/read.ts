/** Everything that the page of a work order shows, as far as the reader may see it. */
import { can } from "~/domain/kernel/actor.ts";
import { type Attachment, list_attachments } from "~/domain/kernel/attachments.ts";
import { find_entity } from "~/domain/kernel/entity.ts";
import { DomainError } from "~/domain/kernel/errors.ts";
import { parse_list } from "~/domain/kernel/list_query.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { sites } from "~/domain/sites/mod.ts";
import { subscribers } from "~/domain/subscribers/mod.ts";
import { skills } from "~/domain/technicians/mod.ts";
import { type Ticket, tickets } from "~/domain/tickets/mod.ts";
import { vendor_of } from "~/domain/vendors/mod.ts";
import {
  type AssignedTechnician,
  is_own,
  required_skills,
  type RequiredSkill,
  technicians_of,
  work_order_notes,
  work_orders,
  type WorkOrder,
  type WorkOrderNote,
} from "~/domain/work_orders/mod.ts";
import { actor_of } from "../../../(_web)/middlewares.ts";
import type { Ctx } from "../../../(_web)/pages.ts";
import { record_kind, type RecordKind } from "../../../(_web)/records/entity_of.ts";
import { type History, told_history } from "../../../(_web)/records/history.ts";
import { is_point } from "../../../(_web)/records/point_text.ts";

type Labelled<R> = R & Record<string, unknown>;

export interface OrderSite {
  label: string;
  point: [number, number] | null;
  access_notes: string | null;
}

export interface OrderData {
  kind: RecordKind;
  row: Labelled<WorkOrder>;
  /** Whether it is the reader's own job. */
  own: boolean;
  technician: AssignedTechnician | null;
  /** The contractor who has the job now. */
  vendor: Awaited<ReturnType<typeof vendor_of>>;
  skills: RequiredSkill[];
  /** All that a job may ask for; empty for who may not change it. */
  all_skills: RequiredSkill[];
  subscriber: Awaited<ReturnType<typeof subscribers.get>> | null;
  site: OrderSite | null;
  ticket: Ticket | null;
  notes: WorkOrderNote[];
  files: Attachment[];
  history: History;
  now: string;
}

/** Enough for any job; the rest is behind the link to its history. */
const entries_shown = 60;

export async function read_order(tx: Tx, ctx: Ctx): Promise<OrderData> {
  const actor = actor_of(ctx.state);
  const kind = record_kind(actor, "work-orders");
  const row = await work_orders.get(tx, ctx.params.id ?? "", { labels: true });
  const sees = (key: string) => can(actor, key);
  const [own, [technician = null], vendor, needed, all_skills, subscriber, site, ticket, notes, files, history] =
    await Promise
      .all([
        is_own(tx, row.id),
        technicians_of(tx, row.id),
        vendor_of(tx, row.id),
        required_skills(tx, row.id),
        sees("work-orders:update") && sees("technicians:read") ? every_skill(tx) : [],
        row.subscriber_id && sees("subscribers:read") ? visible(subscribers.get(tx, row.subscriber_id)) : null,
        row.site_id && sees("sites:read") ? site_of(tx, row.site_id) : null,
        row.ticket_id && sees("tickets:read") ? visible(tickets.get(tx, row.ticket_id)) : null,
        notes_of(tx, row.id),
        list_attachments(tx, "work_order", row.id),
        told_history(tx, kind.entity, row.id, entries_shown),
      ]);
  return {
    kind,
    row,
    own,
    technician,
    vendor,
    skills: needed,
    all_skills,
    subscriber,
    site,
    ticket,
    notes,
    files,
    history,
    now: tx.now().toString(),
  };
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

async function site_of(tx: Tx, id: string): Promise<OrderSite | null> {
  const row = await visible(sites.get(tx, id));
  if (!row) return null;
  const { label, location, access_notes = null } = row;
  return { label, point: is_point(location) ? [location.coordinates[0], location.coordinates[1]] : null, access_notes };
}

export async function every_skill(tx: Tx): Promise<RequiredSkill[]> {
  const { items } = await skills.list(tx, { limit: 200 });
  return items.map(({ id, name }) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name));
}

async function notes_of(tx: Tx, work_order_id: string): Promise<WorkOrderNote[]> {
  const entity = find_entity("work_order_note");
  if (!entity) return [];
  const query = parse_list(
    entity,
    new URLSearchParams({ work_order_id, order_by: "created_at", order_dir: "asc", limit: "200" }),
  );
  return (await work_order_notes.list(tx, query)).items;
}
