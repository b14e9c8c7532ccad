/** The managers of the service desk. What people do with tickets stands in the files beside this one, a verb each. */
import { attachable, attachments_follow } from "~/domain/kernel/attachments.ts";
import { demand } from "~/domain/kernel/actor.ts";
import type { Row } from "~/domain/kernel/entity.ts";
import { stale } from "~/domain/kernel/errors.ts";
import { declare_event } from "~/domain/kernel/events.ts";
import { manager } from "~/domain/kernel/manager.ts";
import { demand_staff } from "~/domain/kernel/staff_only.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { prepare_ticket } from "./prepare.ts";
import { ticket, ticket_comment } from "./ticket.ts";
import "./transitions.ts";

export type Ticket = Row<typeof ticket>;
export type Comment = Row<typeof ticket_comment>;

declare_event("ticket.assigned", "A ticket was given to a member of staff, or to nobody; `assigned_to_id` tells.");

export const tickets = manager(ticket, {
  event_fields: ["subject", "status", "priority"],
  prepare: prepare_ticket,
  created: (tx, row) => {
    if (row.assigned_to_id) announce_assignee(tx, row, null);
  },
  updated: async (tx, row, before) => {
    if (row.assigned_to_id !== before.assigned_to_id) announce_assignee(tx, row, before.assigned_to_id ?? null);
    if (row.subscriber_id !== before.subscriber_id) {
      await attachments_follow(tx, "ticket", row.id, row.subscriber_id ?? null);
    }
  },
});

export const comments = manager(ticket_comment, { audience: (row) => row.visibility === "public" ? "all" : "staff" });

function announce_assignee(tx: Tx, row: Ticket, previous_id: string | null): void {
  const { id, number, subject, priority, subscriber_id, assigned_to_id } = row;
  tx.emit("ticket.assigned", { id, number, subject, priority, subscriber_id, assigned_to_id, previous_id }, "staff");
}

/** A ticket under lock for a verb that has checked permission and scope. @throws DomainError 409 `stale` for another version than the caller saw */
export async function locked_ticket(tx: Tx, id: string, version?: string | null): Promise<Ticket> {
  const row = await tickets.lock(tx, id);
  if (version && version !== row.updated_at) throw stale("ticket", "updated_at", version, row.updated_at);
  return row;
}

attachable("ticket", {
  read: (tx, id) => tickets.get(tx, id),
  async write(tx, id, visibility) {
    if (visibility === "internal") demand_staff(tx, "tickets:note");
    else demand(tx.actor, "tickets:reply");
    return await tickets.get(tx, id);
  },
});
