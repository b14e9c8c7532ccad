import { z } from "zod";
import { demand, portal_of } from "~/domain/kernel/actor.ts";
import { conflict, forbidden } from "~/domain/kernel/errors.ts";
import { declare_event } from "~/domain/kernel/events.ts";
import { integer, long_text } from "~/domain/kernel/fields.ts";
import { read_setting } from "~/domain/kernel/settings.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { days_since } from "./days.ts";
import { rating_days } from "./settings.ts";
import { type Ticket, tickets } from "./tickets.ts";

declare_event("ticket.rated", "The customer rated the work on a ticket, from 1 (bad) to 5 (good).");

export const rating_body = z.strictObject({ rating: integer(1, 5), comment: long_text(2_000).nullish() });

/**
 * The customer's verdict on finished work, once. It may be changed for 14 days (setting tickets.rating_days); work that
 * was taken up and resolved again after it may be rated anew.
 */
export async function rate(tx: Tx, id: string, rating: number, comment: string | null = null): Promise<Ticket> {
  if (portal_of(tx.actor) !== "customer") throw forbidden("portal:tickets:rate", "The rating is the customer's own.");
  demand(tx.actor, "tickets:rate");
  const given = validated(rating_body, { rating, comment });
  await tickets.get(tx, id);
  await tx.elevated(async (inner) => {
    const row = await tickets.lock(inner, id);
    if (row.status !== "resolved" && row.status !== "closed") {
      throw conflict(
        "rating",
        rating,
        `cannot be given while the ticket is ${row.status.replace("_", " ")}`,
        "Rate it once it is resolved.",
      );
    }
    const anew = !row.rated_at ||
      (row.resolved_at != null && Temporal.Instant.compare(row.resolved_at, row.rated_at) > 0);
    const days = await read_setting(inner, rating_days);
    if (!anew && row.rated_at && days_since(inner, row.rated_at) > days) {
      throw conflict(
        "rating",
        rating,
        `was given more than ${days} days ago and stands`,
        "Write to us on the ticket if something is wrong.",
      );
    }
    const rated = await tickets.patch(inner, row, {
      rating: given.rating,
      rating_comment: given.comment ?? null,
      ...(anew ? { rated_at: inner.now().toString() } : {}),
    });
    inner.emit("ticket.rated", {
      id,
      number: rated.number,
      subject: rated.subject,
      subscriber_id: rated.subscriber_id ?? null,
      rating: given.rating,
    });
  });
  return await tickets.get(tx, id);
}
