import { conflict } from "~/domain/kernel/errors.ts";
import type { StagedFile } from "~/domain/kernel/attachments.ts";
import { declare_event } from "~/domain/kernel/events.ts";
import { demand_staff } from "~/domain/kernel/staff_only.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { add_comment, spoken } from "./comments.ts";
import { type Comment, locked_ticket, type Ticket, tickets } from "./tickets.ts";

declare_event("ticket.replied", "Staff answered the customer on a ticket; `comment_id` names the words.");
declare_event("ticket.noted", "Staff wrote an internal note on a ticket.");

export interface ReplyOptions {
  /** Moves the ticket along with the answer: "pending" while it is the customer's turn, "resolved" when it is done. */
  status?: Ticket["status"] | undefined;
  version?: string | null | undefined;
}

/**
 * Answers the customer. The first answer stamps `first_response_at`, once and for all, and opens a new ticket.
 * @throws DomainError 409 where the ticket is closed or canceled, or moved by others meanwhile
 */
export async function reply(
  tx: Tx,
  id: string,
  body: string,
  files: readonly StagedFile[] = [],
  options: ReplyOptions = {},
): Promise<Comment> {
  demand_staff(tx, "tickets:reply");
  await tickets.get(tx, id);
  const row = await locked_ticket(tx, id, options.version);
  if (row.status === "closed" || row.status === "canceled") {
    throw conflict(
      "status",
      row.status,
      "is final, nobody would read an answer there",
      "Create a new ticket for this subscriber.",
    );
  }
  const comment = await add_comment(tx, row, "public", body, files);
  await tickets.patch(tx, row, {
    ...(row.first_response_at ? {} : { first_response_at: tx.now().toString() }),
    ...(row.status === "new" && !options.status ? { status: "open" } : {}),
  });
  if (options.status && options.status !== row.status) await tickets.update(tx, id, { status: options.status });
  tx.emit("ticket.replied", spoken(row, comment));
  return comment;
}

/** Writes what stays inside the house. Possible in every state: what was learned after the end is worth keeping. */
export async function add_note(tx: Tx, id: string, body: string, files: readonly StagedFile[] = []): Promise<Comment> {
  demand_staff(tx, "tickets:note");
  const row = await tickets.get(tx, id);
  const comment = await add_comment(tx, row, "internal", body, files);
  tx.emit("ticket.noted", spoken(row, comment), "staff");
  return comment;
}
