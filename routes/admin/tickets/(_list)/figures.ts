/** How many tickets each view holds. Counting 200,000 rows costs more than reading the 50 that are shown. */
import type { Tx } from "~/domain/kernel/tx.ts";
import { ticket_figures, type TicketFigures } from "~/domain/reports/mod.ts";
import { kept_read } from "../../../(_web)/kept_reads.ts";
import type { House } from "../../../(_web)/state.ts";

/** Not longer: "due soon" and "overdue" change by themselves. */
const kept = kept_read<TicketFigures>({ subject: "ticket", topic: "tickets", seconds: 15 });

export const desk_figures = (house: House, tx: Tx): Promise<TicketFigures> =>
  kept(house, tx, tx.actor.person_id ?? "", () => ticket_figures(tx));
