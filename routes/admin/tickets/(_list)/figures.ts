/**
 * How many tickets each view holds. Counting 200,000 rows costs more than reading the 50 that are shown, so the figures
 * are kept until a ticket changes, on whichever replica, and never for longer than the clock leaves them true.
 */
import { all_permissions } from "~/domain/kernel/permissions.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { ticket_figures, type TicketFigures } from "~/domain/reports/mod.ts";
import type { House } from "../../../(_web)/state.ts";

/** Seconds: "due soon" and "overdue" change by themselves. */
const kept_seconds = 15;

interface Kept {
  /** Counts up with every change: figures that were read before one are not kept after it. */
  changes: number;
  by_person: Map<string, { figures: TicketFigures; until: number }>;
}
const kept_of = new WeakMap<House, Kept>();

function open_kept(house: House): Kept {
  const kept: Kept = { changes: 0, by_person: new Map() };
  const forget = () => {
    kept.changes++;
    kept.by_person.clear();
  };
  house.platform.on_committed((events) => events.some((event) => event.subject_type === "ticket") && forget());
  house.live.subscribe({ ...job_actor("figures of the desk"), permissions: all_permissions }, ["tickets"], forget);
  kept_of.set(house, kept);
  return kept;
}

export async function desk_figures(house: House, tx: Tx): Promise<TicketFigures> {
  const kept = kept_of.get(house) ?? open_kept(house);
  const person = tx.actor.person_id ?? "";
  const now = tx.now().epochMilliseconds;
  const known = kept.by_person.get(person);
  if (known && known.until > now) return known.figures;
  const { changes } = kept;
  const figures = await ticket_figures(tx);
  if (changes === kept.changes) kept.by_person.set(person, { figures, until: now + kept_seconds * 1000 });
  return figures;
}
