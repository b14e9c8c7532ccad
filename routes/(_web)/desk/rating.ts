/** Whether a rating can be given or changed: the verb's own rule, so that no page offers what would be refused. */
import { read_setting } from "~/domain/kernel/settings.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { rating_days, reopen_days, type Ticket } from "~/domain/tickets/mod.ts";

export interface Terms {
  rating_days: number;
  reopen_days: number;
}

/** Settings are the house's: they are read with its rights, and two figures of them are told. */
export const read_terms = (tx: Tx): Promise<Terms> =>
  tx.elevated(async (inner) => ({
    rating_days: await read_setting(inner, rating_days),
    reopen_days: await read_setting(inner, reopen_days),
  }));

export type RatingState = "not_yet" | "open" | "changeable" | "final";

export function rating_state(
  row: Pick<Ticket, "status" | "rated_at" | "resolved_at">,
  days: number,
  now: Temporal.Instant,
): RatingState {
  if (row.status !== "resolved" && row.status !== "closed") return "not_yet";
  if (!row.rated_at || (row.resolved_at && Temporal.Instant.compare(row.resolved_at, row.rated_at) > 0)) return "open";
  return within(row.rated_at, days, now) ? "changeable" : "final";
}

/** An answer wakes a ticket that was resolved lately; to anything else that is over it opens a successor. */
export const answer_reopens = (
  row: Pick<Ticket, "status" | "resolved_at">,
  days: number,
  now: Temporal.Instant,
): boolean => row.status === "resolved" && Boolean(row.resolved_at && within(row.resolved_at, days, now));

const within = (time: string, days: number, now: Temporal.Instant): boolean =>
  Temporal.Instant.compare(Temporal.Instant.from(time).add({ hours: days * 24 }), now) >= 0;
