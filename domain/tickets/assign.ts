import { demand_staff } from "~/domain/kernel/staff_only.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { locked_ticket, type Ticket, tickets } from "./tickets.ts";
import { prepare_ticket } from "./prepare.ts";

/** Gives a ticket to a member of staff, or to nobody. @throws DomainError 422 where the person is no staff */
export async function assign(tx: Tx, id: string, person_id: string | null, version?: string | null): Promise<Ticket> {
  demand_staff(tx, "tickets:assign");
  await tickets.get(tx, id);
  const before = await locked_ticket(tx, id, version);
  return await tickets.patch(tx, before, await prepare_ticket(tx, { assigned_to_id: person_id }, before));
}
