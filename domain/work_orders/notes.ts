import { z } from "zod";
import { portal_of } from "~/domain/kernel/actor.ts";
import { attach, type StagedFile, type Visibility } from "~/domain/kernel/attachments.ts";
import { long_text } from "~/domain/kernel/fields.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { own_job } from "./access.ts";
import { note_visibilities } from "./work_order.ts";
import { work_order_notes, work_orders, type WorkOrder, type WorkOrderNote } from "./work_orders.ts";

export const note_body = z.strictObject({
  body: long_text(),
  visibility: z.enum(note_visibilities).default("internal").meta({
    description: "Public: the customer reads it with the visit. Vendor: the contractor reads it. Internal: staff alone",
  }),
});
export type NoteVisibility = z.output<typeof note_body>["visibility"];

/** A file knows the customer and the house; the contractor sees it by the note it came with. */
export const file_visibility = (visibility: NoteVisibility): Visibility =>
  visibility === "public" ? "public" : "internal";

/**
 * Writes a note on a job: a technician on the own ones, others on all they may read. Internal unless said otherwise; what a contractor
 * writes is for the staff and the contractor.
 */
export async function add_note(
  tx: Tx,
  id: string,
  body: string,
  visibility: NoteVisibility = "internal",
  files: readonly StagedFile[] = [],
): Promise<WorkOrderNote> {
  await own_job(tx, id, "work-orders:note");
  const seen = portal_of(tx.actor) === "vendor" ? "vendor" : visibility;
  return await tx.elevated(async (inner) => {
    const row = await work_orders.fetch(inner, id);
    const note = await insert_note(inner, row, body, seen);
    await attach(inner, {
      entity_type: "work_order",
      entity_id: id,
      part_id: note.id,
      visibility: file_visibility(seen),
      subscriber_id: row.subscriber_id ?? null,
    }, files);
    return note;
  });
}

export async function insert_note(
  tx: Tx,
  row: WorkOrder,
  body: string,
  visibility: NoteVisibility,
): Promise<WorkOrderNote> {
  const given = validated(note_body, { body, visibility });
  const note = await work_order_notes.insert(tx, {
    work_order_id: row.id,
    author_id: tx.actor.person_id,
    author_name: tx.actor.label.slice(0, 160),
    ...given,
  });
  const { id, number, subscriber_id = null, ticket_id = null } = row;
  tx.emit(
    "work_order.noted",
    { id, number, subscriber_id, ticket_id, note_id: note.id },
    visibility === "public" && row.scheduled_start ? "all" : "staff",
  );
  return note;
}
