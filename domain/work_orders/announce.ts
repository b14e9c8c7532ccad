/** The events of a visit: all carry what a message to the customer or an integration needs, so that nobody has to ask back. */
import { declare_event } from "~/domain/kernel/events.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import type { WorkOrder } from "./work_orders.ts";

const told = "with the window and the technician's name";
declare_event("work_order.scheduled", `A visit got its window, or another one (\`rescheduled\`), ${told}.`);
declare_event("work_order.unscheduled", "A visit was taken off the schedule; its window no longer stands.");
declare_event("work_order.dispatched", `A visit was sent to its technician, ${told}.`);
declare_event("work_order.started", `The technician has begun, ${told}.`);
declare_event("work_order.completed", `The work of a visit is done, ${told}.`);
declare_event("work_order.canceled", `A visit will not take place, ${told}.`);
declare_event("work_order.noted", "A note was written on a work order.");

export interface AssignedTechnician {
  id: string;
  person_id: string;
  name: string;
  first_name: string;
}

/** Who is to come, primary first. */
export async function technicians_of(tx: Tx, work_order_id: string): Promise<AssignedTechnician[]> {
  return await tx.sql<AssignedTechnician[]>`
    select t.id, t.person_id, t.name, coalesce(nullif(p.first_name, ''), split_part(t.name, ' ', 1)) as first_name
      from work_order_assignments a
      join technicians t on t.id = a.technician_id
      join people p on p.id = t.person_id
     where a.work_order_id = ${work_order_id}::text::uuid and a.is_active
     order by a.is_primary desc, t.name`;
}

type Step = "scheduled" | "unscheduled" | "dispatched" | "started" | "completed" | "canceled";

/** @param shown the window that the event speaks of, where the row no longer has it */
export async function announce(
  tx: Tx,
  step: Step,
  row: WorkOrder,
  shown: Partial<WorkOrder> & { rescheduled?: boolean; technician?: AssignedTechnician | undefined } = {},
): Promise<void> {
  const technician = shown.technician ?? (await technicians_of(tx, row.id))[0];
  const window = { ...row, ...shown };
  tx.emit(`work_order.${step}`, {
    id: row.id,
    number: row.number,
    title: row.title,
    work_type: row.work_type,
    subscriber_id: row.subscriber_id ?? null,
    ticket_id: row.ticket_id ?? null,
    scheduled_start: window.scheduled_start ?? null,
    scheduled_end: window.scheduled_end ?? null,
    technician_id: technician?.id ?? null,
    technician_name: technician?.name ?? null,
    ...(step === "scheduled" ? { rescheduled: shown.rescheduled ?? false } : {}),
  }, window.scheduled_start ? "all" : "staff");
}
