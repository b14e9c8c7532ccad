/** The dispatcher's verbs: who goes, and when. */
import { z } from "zod";
import { conflict, invalid } from "~/domain/kernel/errors.ts";
import { ref, timestamp } from "~/domain/kernel/fields.ts";
import { demand_staff } from "~/domain/kernel/staff_only.ts";
import { format_in_zone } from "~/domain/kernel/time/zones.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { announce, technicians_of } from "./announce.ts";
import { zone_of } from "./zone.ts";
import { assignments, locked_job, moved_job, work_orders, type WorkOrder } from "./work_orders.ts";

export const schedule_body = z.strictObject({
  technician_id: ref("technician"),
  start_at: timestamp(),
  end_at: timestamp().nullish().meta({ description: "The start plus the estimated duration unless given" }),
});
export type Schedule = z.input<typeof schedule_body>;

/**
 * Gives a job its technician and window, or moves it to others; a job that was sent out already has to be sent again.
 * Whether the technician fits is `candidates`' advice; only a double booking is refused, by the database itself, so
 * that two dispatchers at the same second cannot both succeed.
 * @throws DomainError 409 with the job that stands in the way, 409 where the work has begun
 */
export async function schedule(tx: Tx, id: string, plan: Schedule, version?: string | null): Promise<WorkOrder> {
  demand_staff(tx, "work-orders:dispatch");
  const given = validated(schedule_body, plan);
  await work_orders.get(tx, id);
  const before = await locked_job(tx, id, version);
  const window = window_of(given, before);
  const technician = await bookable_technician(tx, given.technician_id);
  const row = await work_orders.patch(tx, before, {
    status: "scheduled",
    scheduled_start: window.start_at,
    scheduled_end: window.end_at,
  }, { verb: true });
  await check_free(tx, technician, id, window);
  await write_assignment(tx, id, technician.id, window);
  await announce(tx, "scheduled", row, { rescheduled: before.scheduled_start != null });
  return row;
}

export const contractor_window = z.strictObject({
  start_at: timestamp(),
  end_at: timestamp().nullish().meta({ description: "The start plus the estimated duration unless given" }),
});

/** A window in which a contractor comes: no technician of the house is booked, and one who was is free again. */
export async function schedule_contractor(
  tx: Tx,
  id: string,
  plan: z.input<typeof contractor_window>,
  version?: string | null,
): Promise<WorkOrder> {
  demand_staff(tx, "work-orders:dispatch");
  const given = validated(contractor_window, plan);
  await work_orders.get(tx, id);
  const before = await locked_job(tx, id, version);
  const window = window_of(given, before);
  const row = await work_orders.patch(tx, before, {
    status: "scheduled",
    scheduled_start: window.start_at,
    scheduled_end: window.end_at,
  }, { verb: true });
  for (const each of await standing_assignments(tx, id)) await assignments.retire(tx, each);
  await announce(tx, "scheduled", row, { rescheduled: before.scheduled_start != null });
  return row;
}

interface Window {
  start_at: string;
  end_at: string;
}

function window_of(given: z.output<typeof contractor_window>, row: WorkOrder): Window {
  const start = Temporal.Instant.from(given.start_at);
  const end = given.end_at
    ? Temporal.Instant.from(given.end_at)
    : start.add({ minutes: row.estimated_duration_minutes });
  if (Temporal.Instant.compare(end, start) <= 0) {
    throw invalid("end_at", given.end_at, "must be after the start", "Give a later end, or leave it out.");
  }
  return { start_at: start.toString(), end_at: end.toString() };
}

interface Technician {
  id: string;
  name: string;
}

/**
 * Locks the technician: bookings of one person wait for each other here. Without it three at once make the exclusion
 * constraint deadlock, which costs a second each and in the end an error that names no reason.
 */
async function bookable_technician(tx: Tx, id: string): Promise<Technician> {
  const [row] = await tx.sql<
    Technician[]
  >`select id, name from technicians where id = ${id}::text::uuid and is_active for no key update`;
  if (!row) {
    throw invalid("technician_id", id, "names no active technician", "Choose one from the list of technicians.");
  }
  return row;
}

/** The database would refuse as well, but could not say which job is in the way. */
async function check_free(tx: Tx, technician: Technician, id: string, window: Window): Promise<void> {
  const [other] = await tx.sql<{ number: string; start_at: string; end_at: string }[]>`
    select w.number, a.start_at, a.end_at
      from work_order_assignments a
      join work_orders w on w.id = a.work_order_id
     where a.technician_id = ${technician.id}::text::uuid
       and a.work_order_id <> ${id}::text::uuid
       and a.is_active
       and tstzrange(a.start_at, a.end_at) && tstzrange(${window.start_at}::text::timestamptz, ${window.end_at}::text::timestamptz)
     order by a.start_at
     limit 1`;
  if (!other) return;
  const zone = zone_of(tx);
  const taken = `${format_in_zone(other.start_at, zone)} to ${format_in_zone(other.end_at, zone, "time")}`;
  throw conflict(
    "start_at",
    window.start_at,
    `overlaps ${other.number}, which ${technician.name} has from ${taken}`,
    "Choose a free time or another technician, or move that job first.",
  );
}

/** Others leave first: for a moment there would be two who are primary. */
async function write_assignment(tx: Tx, work_order_id: string, technician_id: string, window: Window): Promise<void> {
  const standing = await standing_assignments(tx, work_order_id);
  for (const each of standing) if (each.technician_id !== technician_id) await assignments.retire(tx, each);
  const same = standing.find((each) => each.technician_id === technician_id);
  if (same) await assignments.patch(tx, same, { ...window, is_primary: true });
  else await assignments.insert(tx, { work_order_id, technician_id, ...window, is_primary: true });
}

export async function standing_assignments(tx: Tx, work_order_id: string) {
  const rows = await tx.sql<{ id: string }[]>`
    select id from work_order_assignments where work_order_id = ${work_order_id}::text::uuid and is_active order by id`;
  return await Promise.all(rows.map(({ id }) => assignments.lock(tx, id)));
}

/** Takes a job off the schedule: it is a draft again, the technician is free, and for the customer there is no visit. */
export async function unassign(tx: Tx, id: string, version?: string | null): Promise<WorkOrder> {
  demand_staff(tx, "work-orders:dispatch");
  await work_orders.get(tx, id);
  const before = await locked_job(tx, id, version);
  const [technician] = await technicians_of(tx, id);
  const row = await moved_job(tx, before, "draft", { scheduled_start: null, scheduled_end: null });
  for (const each of await standing_assignments(tx, id)) await assignments.retire(tx, each);
  const { scheduled_start, scheduled_end } = before;
  if (scheduled_start) {
    await announce(tx, "unscheduled", row, { scheduled_start, scheduled_end: scheduled_end ?? null, technician });
  }
  return row;
}

/** Tells the technician that the plan stands. */
export async function dispatch(tx: Tx, id: string, version?: string | null): Promise<WorkOrder> {
  demand_staff(tx, "work-orders:dispatch");
  await work_orders.get(tx, id);
  const row = await moved_job(tx, await locked_job(tx, id, version), "dispatched");
  await announce(tx, "dispatched", row);
  return row;
}
