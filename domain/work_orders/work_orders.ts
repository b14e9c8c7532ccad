/** The managers of field jobs. A verb each stands in the files beside this one. */
import { attachments_follow } from "~/domain/kernel/attachments.ts";
import { refusal } from "~/domain/kernel/db_errors.ts";
import type { Row } from "~/domain/kernel/entity.ts";
import { conflict, invalid, stale, transition_refused } from "~/domain/kernel/errors.ts";
import { manager } from "~/domain/kernel/manager.ts";
import type { Values } from "~/domain/kernel/store.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { tickets } from "~/domain/tickets/mod.ts";
import { work_order, work_order_assignment, work_order_note } from "./work_order.ts";
import { work_order_moves } from "./transitions.ts";

export type WorkOrder = Row<typeof work_order>;
export type Assignment = Row<typeof work_order_assignment>;
export type WorkOrderNote = Row<typeof work_order_note>;

const free_time = "Choose a free time or another technician, or move the other job first.";
refusal("work_order_assignments_no_double_booking", {
  field: "start_at",
  message: "overlaps another job of this technician",
  remedy: free_time,
});
refusal("work_order_assignments_in_order", { field: "end_at", message: "must be after the start" });
refusal("work_orders_window_in_order", { field: "scheduled_end", message: "must be after the start" });
refusal("work_orders_window_whole", { field: "scheduled_end", message: "must be given together with the start" });

export const work_orders = manager(work_order, {
  event_fields: ["title", "status", "work_type", "ticket_id", "scheduled_start", "scheduled_end"],
  // Until it has a window it is no visit, and none of the customer's business.
  audience: (row) => row.scheduled_start ? "all" : "staff",
  prepare,
  updated: async (tx, row, before) => {
    if (before.is_active && !row.is_active && planned.has(row.status)) {
      throw conflict(
        "status",
        row.status,
        "means that somebody counts on this job",
        "Cancel it first, which tells them and frees the technician.",
      );
    }
    if (row.subscriber_id !== before.subscriber_id) {
      await attachments_follow(tx, "work_order", row.id, row.subscriber_id ?? null);
    }
  },
});

const planned = new Set(["scheduled", "dispatched", "in_progress"]);

export const assignments = manager(work_order_assignment, { audience: () => "staff" });
export const work_order_notes = manager(work_order_note, {
  event_fields: ["work_order_id"],
  audience: () => "staff",
});

/** A job for a ticket is a job for that ticket's subscriber; without a site it happens at the subscriber's own address. */
async function prepare(tx: Tx, input: Values<WorkOrder>, before: WorkOrder | null): Promise<Values<WorkOrder>> {
  const next = { ...before, ...input };
  const of = next.ticket_id && (input.ticket_id || input.subscriber_id !== undefined)
    ? await tickets.fetch(tx, next.ticket_id)
    : null;
  if (of && next.subscriber_id && of.subscriber_id !== next.subscriber_id) {
    throw invalid(
      "subscriber_id",
      next.subscriber_id,
      `is not the subscriber of ${of.number}`,
      "Leave it out, or choose a ticket of this subscriber.",
    );
  }
  const subscriber_id = next.subscriber_id ?? of?.subscriber_id ?? null;
  const moved = subscriber_id !== (before?.subscriber_id ?? null);
  const site_id = input.site_id === undefined && moved
    ? of?.site_id ?? await site_of(tx, subscriber_id)
    : input.site_id;
  return {
    ...input,
    ...(moved ? { subscriber_id } : {}),
    ...(site_id === undefined ? {} : { site_id }),
    ...(before ? {} : { created_by_id: tx.actor.person_id }),
  };
}

async function site_of(tx: Tx, subscriber_id: string | null): Promise<string | null> {
  if (!subscriber_id) return null;
  const [row] = await tx.sql<
    { site_id: string | null }[]
  >`select site_id from subscribers where id = ${subscriber_id}::text::uuid`;
  return row?.site_id ?? null;
}

/** A job under lock for a verb that has checked permission and scope. @throws DomainError 409 `stale` for another version than the caller saw */
export async function locked_job(tx: Tx, id: string, version?: string | null): Promise<WorkOrder> {
  const row = await work_orders.lock(tx, id);
  if (version && version !== row.updated_at) throw stale("work order", "updated_at", version, row.updated_at);
  return row;
}

/** Makes a verb's move. Done twice is refused: a second tap must not tell the customer again or write over the notes. */
export async function moved_job(
  tx: Tx,
  before: WorkOrder,
  status: WorkOrder["status"],
  values: Values<WorkOrder> = {},
): Promise<WorkOrder> {
  if (before.status === status) {
    const open = work_order_moves.moves.filter((move) => move.from === status).map((move) => move.to);
    throw transition_refused(
      "work order",
      "status",
      status,
      status,
      open,
      `${before.number} is ${status.replace("_", " ")} already`,
    );
  }
  return await work_orders.patch(tx, before, { ...values, status }, { verb: true });
}
