/** Which jobs an actor reaches: those who may read all of them, all; a technician, the own ones. */
import { can, demand, portal_of } from "~/domain/kernel/actor.ts";
import { attachable } from "~/domain/kernel/attachments.ts";
import { DomainError, not_found } from "~/domain/kernel/errors.ts";
import { demand_staff } from "~/domain/kernel/staff_only.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { work_orders, type WorkOrder } from "./work_orders.ts";

/** @throws DomainError 404 for a job that is not the technician's own, as if it were not there */
export async function readable_job(tx: Tx, id: string): Promise<WorkOrder> {
  if (portal_of(tx.actor) || can(tx.actor, "work-orders:read")) return await work_orders.get(tx, id);
  demand(tx.actor, "work-orders:execute");
  const row = await work_orders.fetch(tx, id);
  if (!await is_own(tx, id)) throw not_found("work order", id);
  return row;
}

/** For start, complete and notes: the job's own technician or contractor, or a dispatcher on behalf. @throws DomainError 403 with the reason, 404 */
export async function own_job(tx: Tx, id: string, key: "work-orders:execute" | "work-orders:note"): Promise<WorkOrder> {
  if (portal_of(tx.actor) === "vendor") {
    demand(tx.actor, key);
    return await work_orders.get(tx, id); // what a contractor sees is what was given to it
  }
  demand_staff(tx, key);
  const row = await readable_job(tx, id);
  const may = key === "work-orders:note" ? can(tx.actor, "work-orders:read") : can(tx.actor, "work-orders:dispatch");
  if (may || await is_own(tx, id)) return row;
  throw new DomainError(
    "forbidden",
    `${row.number} is not assigned to you. Its technician may do this, or a dispatcher; ask dispatch to assign it to you.`,
  );
}

export async function is_own(tx: Tx, id: string): Promise<boolean> {
  const { person_id } = tx.actor;
  if (!person_id) return false;
  const found = await tx.sql`
    select 1
      from work_order_assignments a
      join technicians t on t.id = a.technician_id
     where a.work_order_id = ${id}::text::uuid and a.is_active and t.person_id = ${person_id}::text::uuid`;
  return found.length > 0;
}

attachable("work_order", {
  read: readable_job,
  write: (tx, id) => {
    // A contractor's file comes with a note: without one the customer could be shown it.
    demand_staff(tx, "work-orders:note");
    return own_job(tx, id, "work-orders:note");
  },
});
