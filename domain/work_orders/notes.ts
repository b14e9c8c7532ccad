import { z } from "zod";
import { attach, type StagedFile, type Visibility } from "~/domain/kernel/attachments.ts";
import { long_text } from "~/domain/kernel/fields.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { own_job } from "./access.ts";
import { work_order_notes, type WorkOrder, type WorkOrderNote } from "./work_orders.ts";

export const note_body = z.strictObject({
  body: long_text(),
  visibility: z.enum(["public", "internal"]).default("internal"),
});

/** Writes a note on a job: a technician on the own ones, others on all they may read. Internal unless said otherwise. */
export async function add_note(
  tx: Tx,
  id: string,
  body: string,
  visibility: Visibility = "internal",
  files: readonly StagedFile[] = [],
): Promise<WorkOrderNote> {
  const row = await own_job(tx, id, "work-orders:note");
  const note = await insert_note(tx, row, body, visibility);
  await attach(tx, {
    entity_type: "work_order",
    entity_id: id,
    part_id: note.id,
    visibility,
    subscriber_id: row.subscriber_id ?? null,
  }, files);
  return note;
}

export async function insert_note(
  tx: Tx,
  row: WorkOrder,
  body: string,
  visibility: Visibility,
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
