/** What happens on site: start, complete. */
import { z } from "zod";
import { portal_of } from "~/domain/kernel/actor.ts";
import { attach, type StagedFile } from "~/domain/kernel/attachments.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import { long_text } from "~/domain/kernel/fields.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { own_job } from "./access.ts";
import { announce } from "./announce.ts";
import { file_visibility, insert_note } from "./notes.ts";
import { standing_assignments } from "./schedule.ts";
import { assignments, locked_job, moved_job, type WorkOrder } from "./work_orders.ts";

/** @throws DomainError 403 where the job is another technician's, 404 where it is another vendor's, 409 where it is not scheduled */
export async function start(tx: Tx, id: string, version?: string | null): Promise<WorkOrder> {
  await own_job(tx, id, "work-orders:execute");
  return await tx.elevated(async (inner) => {
    const row = await moved_job(inner, await locked_job(inner, id, version), "in_progress");
    await announce(inner, "started", row);
    return row;
  });
}

export const completion = z.strictObject({
  notes: long_text().nullish(),
  visibility: z.enum(["public", "internal"]).default("internal").meta({
    description: "Public: the customer reads the notes and sees the files",
  }),
});
export type Completion = z.input<typeof completion>;

/** The notes stay with the staff unless they are written for the customer; a contractor's stay with the contractor too. Does not resolve the ticket: whether the fault is gone is for its owner to say. */
export async function complete(
  tx: Tx,
  id: string,
  done: Completion = {},
  files: readonly StagedFile[] = [],
  version?: string | null,
): Promise<WorkOrder> {
  const { notes, visibility } = validated(completion, done);
  await own_job(tx, id, "work-orders:execute");
  const by_vendor = portal_of(tx.actor) === "vendor";
  if (by_vendor && !notes) {
    throw invalid("notes", notes, "is empty", "Write what was done: it is all the house sees of it.");
  }
  const seen = by_vendor ? "vendor" : visibility;
  return await tx.elevated(async (inner) => {
    const before = await locked_job(inner, id, version);
    const row = await moved_job(inner, before, "completed", { completion_notes: notes ?? null });
    await free_the_rest(inner, row);
    const note = notes && seen !== "internal" ? await insert_note(inner, row, notes, seen) : null;
    await attach(inner, {
      entity_type: "work_order",
      entity_id: id,
      part_id: note?.id,
      visibility: file_visibility(seen),
      subscriber_id: row.subscriber_id ?? null,
    }, files);
    await announce(inner, "completed", row);
    return row;
  });
}

/** Done early: what is left of the window is free for another job. The customer's own window stays as it was promised. */
async function free_the_rest(tx: Tx, row: WorkOrder): Promise<void> {
  for (const each of await standing_assignments(tx, row.id)) {
    const earliest = Temporal.Instant.from(each.start_at).add({ minutes: 1 });
    const end = Temporal.Instant.compare(tx.now(), earliest) > 0 ? tx.now() : earliest;
    if (Temporal.Instant.compare(end, each.end_at) < 0) await assignments.patch(tx, each, { end_at: end.toString() });
  }
}
