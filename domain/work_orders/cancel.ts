import { text } from "~/domain/kernel/fields.ts";
import { demand_staff } from "~/domain/kernel/staff_only.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { z } from "zod";
import { announce, technicians_of } from "./announce.ts";
import { standing_assignments } from "./schedule.ts";
import { assignments, locked_job, moved_job, work_orders, type WorkOrder } from "./work_orders.ts";

export const cancellation = z.strictObject({ reason: text(300) });

/** Calls a job off and frees its technician. The reason is for the staff; the customer reads that the visit is canceled. */
export async function cancel(tx: Tx, id: string, reason: string, version?: string | null): Promise<WorkOrder> {
  demand_staff(tx, "work-orders:dispatch");
  const given = validated(cancellation, { reason });
  await work_orders.get(tx, id);
  const before = await locked_job(tx, id, version);
  const [technician] = await technicians_of(tx, id);
  const row = await moved_job(tx, before, "canceled", { cancel_reason: given.reason });
  for (const each of await standing_assignments(tx, id)) await assignments.retire(tx, each);
  await announce(tx, "canceled", row, { technician });
  return row;
}
