/** What a contractor reads of its jobs: where, when, what, and whom to call while there is something to call for. */
import { portal_of } from "~/domain/kernel/actor.ts";
import { type Attachment, list_attachments } from "~/domain/kernel/attachments.ts";
import type { Entity } from "~/domain/kernel/entity.ts";
import { DomainError, forbidden } from "~/domain/kernel/errors.ts";
import { parse_list } from "~/domain/kernel/list_query.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { sites } from "~/domain/sites/mod.ts";
import { subscribers } from "~/domain/subscribers/mod.ts";
import {
  work_order_actions,
  work_order_note,
  work_order_notes,
  work_orders,
  type WorkOrder,
  type WorkOrderAction,
} from "~/domain/work_orders/mod.ts";

/** The columns that a contractor gets (`sees` of the entity). */
export type VendorJob = Pick<
  WorkOrder,
  | "id"
  | "number"
  | "title"
  | "description"
  | "status"
  | "priority"
  | "work_type"
  | "site_id"
  | "estimated_duration_minutes"
  | "scheduled_start"
  | "scheduled_end"
  | "started_at"
  | "completed_at"
  | "created_at"
  | "updated_at"
>;

export interface VendorJobNote {
  id: string;
  author_name: string;
  visibility: "public" | "vendor";
  body: string;
  created_at: string;
  files: Pick<Attachment, "id" | "file_name" | "content_type" | "byte_size" | "visibility">[];
}

export interface VendorJobView {
  job: VendorJob;
  site: Awaited<ReturnType<typeof sites.get>> | null;
  /** Null once the job is over, and where it has no customer. */
  contact: { name: string; phone: string | null; access_notes: string | null } | null;
  notes: VendorJobNote[];
  actions: WorkOrderAction[];
}

/** @throws DomainError 404 for a job that is not, or no longer, this vendor's */
export async function vendor_job(tx: Tx, id: string): Promise<VendorJobView> {
  if (portal_of(tx.actor) !== "vendor") throw forbidden("vendor:work-orders:read", "Staff read work orders.");
  const row = await work_orders.get(tx, id);
  const site = row.site_id ? await if_visible(sites.get(tx, row.site_id)) : null;
  return {
    job: row,
    site,
    contact: await contact_of(tx, id, row.site_id ?? null),
    notes: await notes_of(tx, id),
    actions: work_order_actions(tx.actor, row, true).filter((each) => each.reason === null),
  };
}

/**
 * Whose the job is, is no column of the contractor's: the id is looked up with the house's rights, and whether name and phone may be
 * seen is then for the contractor's own policy to say. The notes on gate codes follow the same answer.
 */
async function contact_of(tx: Tx, id: string, site_id: string | null): Promise<VendorJobView["contact"]> {
  const [hidden] = await tx.elevated((inner) =>
    inner.sql<{ subscriber_id: string | null; access_notes: string | null }[]>`
      select w.subscriber_id, s.access_notes
        from work_orders w
        left join sites s on s.id = ${site_id}::text::uuid
       where w.id = ${id}::text::uuid`
  );
  if (!hidden?.subscriber_id) return null;
  const who = await if_visible(subscribers.get(tx, hidden.subscriber_id));
  return who && { name: who.name, phone: who.phone ?? null, access_notes: hidden.access_notes };
}

async function notes_of(tx: Tx, work_order_id: string): Promise<VendorJobNote[]> {
  const query = parse_list(
    work_order_note as unknown as Entity,
    new URLSearchParams({ work_order_id, order_by: "created_at", order_dir: "asc", limit: "200" }),
  );
  const [{ items }, files] = [
    await work_order_notes.list(tx, query),
    await list_attachments(tx, "work_order", work_order_id),
  ];
  return items.flatMap(({ id, author_name, visibility, body, created_at }) =>
    visibility === "internal" ? [] : [{
      id,
      author_name,
      visibility,
      body,
      created_at,
      files: files.filter((file) => file.part_id === id).map((
        { id, file_name, content_type, byte_size, visibility },
      ) => ({ id, file_name, content_type, byte_size, visibility })),
    }]
  );
}

async function if_visible<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof DomainError && error.status === 404) return null;
    throw error;
  }
}
