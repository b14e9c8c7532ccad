import { demand } from "~/domain/kernel/actor.ts";
import type { StagedFile } from "~/domain/kernel/attachments.ts";
import { declare_event } from "~/domain/kernel/events.ts";
import { read_setting } from "~/domain/kernel/settings.ts";
import { days_since } from "./days.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { add_comment, spoken } from "./comments.ts";
import { reopen_days } from "./settings.ts";
import { type Comment, comments, type Ticket, tickets } from "./tickets.ts";

declare_event(
  "ticket.customer_replied",
  "The customer, or the reseller for them, answered on a ticket; `reopened` and `successor_of` tell what that did.",
);

export interface Replied {
  /** Where the words now stand: the ticket itself, or its successor. */
  ticket_id: string;
  number: string;
  comment: Comment;
  reopened: boolean;
  /** The words opened a new ticket, because the old one was closed, or resolved too long ago. */
  is_successor: boolean;
}

/**
 * Adds the answer of the customer, or of their reseller. Reopens what was resolved within the last 7 days (setting tickets.reopen_days); what is
 * older, or closed, gets a linked successor, so that reports of the past stay true.
 */
export async function customer_reply(
  tx: Tx,
  id: string,
  body: string,
  files: readonly StagedFile[] = [],
): Promise<Replied> {
  demand(tx.actor, "tickets:reply");
  await tickets.get(tx, id);
  const done = await tx.elevated(async (inner) => {
    const named = await tickets.lock(inner, id);
    const home = await home_of(inner, named);
    const woken = home.status === "resolved" || home.status === "pending"
      ? await tickets.patch(inner, home, { status: "open" })
      : home;
    const comment = await add_comment(inner, woken, "public", body, files);
    const reopened = home.status === "resolved";
    const is_successor = home.id !== named.id;
    inner.emit("ticket.customer_replied", {
      ...spoken(woken, comment),
      reopened,
      successor_of: is_successor ? named.id : null,
    });
    return { ticket_id: home.id, number: home.number, comment_id: comment.id, reopened, is_successor };
  });
  const { comment_id, ...told } = done;
  return { ...told, comment: await comments.get(tx, comment_id) };
}

/** The ticket that can take the words. A successor that is still open takes them too: ten late answers are one new case. */
async function home_of(tx: Tx, row: Ticket): Promise<Ticket> {
  if (!await is_over(tx, row)) return row;
  const [next] = await tx.sql<{ id: string }[]>`
    select id from tickets
     where previous_ticket_id = ${row.id}::text::uuid and is_active and subscriber_id is not distinct from ${
    row.subscriber_id ?? null
  }::text::uuid
     order by created_at desc, id desc
     limit 1`;
  return next ? await home_of(tx, await tickets.lock(tx, next.id)) : await succeed(tx, row);
}

async function is_over(tx: Tx, row: Ticket): Promise<boolean> {
  if (row.status === "closed" || row.status === "canceled") return true;
  return row.status === "resolved" && row.resolved_at != null &&
    days_since(tx, row.resolved_at) > await read_setting(tx, reopen_days);
}

/** The same matter under a new number, in the same hands. */
async function succeed(tx: Tx, row: Ticket): Promise<Ticket> {
  const { subject, priority, subscriber_id, site_id, contact_id, tags } = row;
  const created = await tickets.create(tx, {
    subject,
    priority,
    subscriber_id,
    site_id,
    contact_id,
    tags,
    channel: "portal",
  });
  const { assigned_to_id } = row;
  return await tickets.patch(tx, created, {
    previous_ticket_id: row.id,
    ...(assigned_to_id ? { assigned_to_id } : {}),
  });
}
