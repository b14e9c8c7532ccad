/** A job goes to a contractor, and comes back. */
import { z } from "zod";
import { conflict, not_found } from "~/domain/kernel/errors.ts";
import { declare_event } from "~/domain/kernel/events.ts";
import { ref, timestamp } from "~/domain/kernel/fields.ts";
import { demand_staff } from "~/domain/kernel/staff_only.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { schedule_contractor, work_orders, type WorkOrder } from "~/domain/work_orders/mod.ts";
import { vendor_work_orders, vendors, type VendorWorkOrder } from "./vendors.ts";

declare_event("work_order.given_to_vendor", "A work order was given to a vendor; `vendor_id` tells to whom.");
declare_event("work_order.taken_back", "A work order is no longer a vendor's; `vendor_id` tells whose it was.");

export const hand_over_body = z.strictObject({
  vendor_id: ref("vendor"),
  start_at: timestamp().nullish().meta({
    description: "With it the job is scheduled; without, its window stays as it is",
  }),
  end_at: timestamp().nullish().meta({ description: "The start plus the estimated duration unless given" }),
});
export type HandOver = z.input<typeof hand_over_body>;

/**
 * Gives a job to a vendor from now on, with a window if one is named; another vendor's hold on it ends.
 * @throws DomainError 409 where the job is over
 */
export async function give_to_vendor(tx: Tx, id: string, plan: HandOver, version?: string | null): Promise<WorkOrder> {
  demand_staff(tx, "work-orders:dispatch");
  const { vendor_id, start_at, end_at } = validated(hand_over_body, plan);
  const job = await work_orders.lock(tx, (await work_orders.get(tx, id)).id);
  if (job.status === "completed" || job.status === "canceled") {
    throw conflict("status", job.status, "leaves nothing to do for a vendor", "Create a new work order.");
  }
  const to = await vendors.fetch(tx, vendor_id);
  if (!to.is_active) throw not_found("vendor", vendor_id);
  const held = await current_hold(tx, id);
  if (held?.vendor_id !== vendor_id) {
    if (held) await end_hold(tx, held);
    await vendor_work_orders.insert(tx, { vendor_id, work_order_id: id });
    tx.emit("work_order.given_to_vendor", told(job, vendor_id), "staff");
  }
  return start_at ? await schedule_contractor(tx, id, { start_at, end_at }, version) : await work_orders.get(tx, id);
}

/** Takes a job back: from this second on the vendor's people see nothing of it. @throws DomainError 404 where no vendor has it */
export async function take_back(tx: Tx, id: string): Promise<WorkOrder> {
  demand_staff(tx, "work-orders:dispatch");
  const job = await work_orders.get(tx, id);
  const held = await current_hold(tx, id);
  if (!held) throw not_found("vendor of this work order", id);
  await end_hold(tx, held);
  tx.emit("work_order.taken_back", told(job, held.vendor_id), "staff");
  return job;
}

const told = ({ id, number, subscriber_id = null }: WorkOrder, vendor_id: string) => ({
  id,
  number,
  subscriber_id,
  vendor_id,
});

/** Ended at the database's own time, which the policies judge by: a clock that lags here must not leave a door open there. */
async function end_hold(tx: Tx, held: VendorWorkOrder): Promise<void> {
  const [at] = await tx.sql<{ now: string }[]>`select now() as now`;
  await vendor_work_orders.patch(tx, held, { until: at?.now });
}

export async function current_hold(tx: Tx, work_order_id: string): Promise<VendorWorkOrder | null> {
  const [row] = await tx.sql<{ id: string }[]>`
    select id
      from vendor_work_orders
     where work_order_id = ${work_order_id}::text::uuid and is_active and since <= now() and (until is null or until > now())`;
  return row ? await vendor_work_orders.fetch(tx, row.id) : null;
}

/** Who has a job now, for staff. */
export async function vendor_of(
  tx: Tx,
  work_order_id: string,
): Promise<{ id: string; name: string; since: string } | null> {
  demand_staff(tx, "work-orders:read");
  const held = await current_hold(tx, work_order_id);
  if (!held) return null;
  const { id, name } = await vendors.fetch(tx, held.vendor_id);
  return { id, name, since: held.since };
}
