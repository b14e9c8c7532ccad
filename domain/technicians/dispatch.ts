/** Whom to send, and when: every active technician with a verdict, and the free windows of a day. */
import { z } from "zod";
import { invalid } from "~/domain/kernel/errors.ts";
import { date, timestamp } from "~/domain/kernel/fields.ts";
import { demand_staff } from "~/domain/kernel/staff_only.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { skills_of, work_orders, type WorkOrder, zone_of } from "~/domain/work_orders/mod.ts";
import { type Person, type Plan, read_plan, type Span } from "./plan.ts";
import { compare_verdicts, judge, type Verdict } from "./verdict.ts";

export interface Candidate extends Verdict {
  technician: { id: string; person_id: string; name: string; region: string | null };
}

export const window_query = z.strictObject({ start_at: timestamp().optional(), end_at: timestamp().optional() });
export type Window = z.input<typeof window_query>;

/**
 * Every active technician for a window, the fitting ones first by score. The window is the job's own unless given; its
 * end is the start plus the estimated duration. Times in the reasons are in the dispatcher's zone.
 */
export async function candidates(tx: Tx, work_order_id: string, asked: Window = {}): Promise<Candidate[]> {
  demand_staff(tx, "work-orders:dispatch");
  const given = validated(window_query, asked);
  const row = await work_orders.get(tx, work_order_id);
  const window = window_of(row, given.start_at, given.end_at);
  const zone = zone_of(tx);
  const plan = await read_plan(tx, row, await skills_of(tx, row.id), around(window, zone), zone);
  return plan.technicians.map((person) => verdict(plan, person, window)).sort(compare_verdicts);
}

function verdict(plan: Plan, person: Person, window: Span): Candidate {
  const { id, person_id, name, region } = person;
  return { technician: { id, person_id, name, region }, ...judge(plan, person, window) };
}

function window_of(row: WorkOrder, start_at: string | undefined, end_at: string | undefined): Span {
  const from = start_at ?? row.scheduled_start;
  if (!from) {
    throw invalid(
      "start_at",
      undefined,
      "is required, since the work order has no window yet",
      "Send start_at, or ask for slots of a day.",
    );
  }
  const start = Temporal.Instant.from(from).epochMilliseconds;
  const planned = start_at ? undefined : row.scheduled_end;
  const until = end_at ?? planned;
  const end = until ? Temporal.Instant.from(until).epochMilliseconds : start + row.estimated_duration_minutes * minute;
  if (end <= start) throw invalid("end_at", end_at, "must be after the start", "Give a later end, or leave it out.");
  if (end - start > 7 * 24 * 60 * minute) {
    throw invalid("end_at", end_at, "makes a window of more than 7 days", "Split the job.");
  }
  return { start, end };
}

const minute = 60_000;

/** The local days of a window, and some hours beside them for the job before and the job after. */
function around(window: Span, zone: string): Span {
  const first = Temporal.Instant.fromEpochMilliseconds(window.start).toZonedDateTimeISO(zone).startOfDay();
  const last = Temporal.Instant.fromEpochMilliseconds(window.end).toZonedDateTimeISO(zone).startOfDay().add({
    days: 1,
  });
  return { start: first.subtract({ hours: 6 }).epochMilliseconds, end: last.add({ hours: 6 }).epochMilliseconds };
}

export interface Slot {
  start_at: string;
  end_at: string;
  /** The best choice for this window; `others` more fit as well. */
  technician: Candidate["technician"];
  score: number;
  parts: Verdict["parts"];
  warnings: Verdict["reasons"];
  others: number;
}

const step_minutes = 30;

export const slots_query = z.strictObject({
  date: date(),
  /** Minutes, where it is not the job's own estimate. */
  duration: z.coerce.number().int().min(5).max(1440).optional(),
});
export type SlotsQuery = z.input<typeof slots_query>;

/** Windows of one length on a day (of the dispatcher's zone) in which somebody fits, each half hour, from now on. */
export async function slots(tx: Tx, work_order_id: string, asked: SlotsQuery): Promise<Slot[]> {
  demand_staff(tx, "work-orders:dispatch");
  const { date: day, duration } = validated(slots_query, asked);
  const row = await work_orders.get(tx, work_order_id);
  const zone = zone_of(tx);
  const midnight = Temporal.PlainDate.from(day).toZonedDateTime(zone);
  const today = { start: midnight.epochMilliseconds, end: midnight.add({ days: 1 }).epochMilliseconds };
  const plan = await read_plan(
    tx,
    row,
    await skills_of(tx, row.id),
    around({ start: today.start, end: today.end - 1 }, zone),
    zone,
  );
  const length = (duration ?? row.estimated_duration_minutes) * minute;
  const found: Slot[] = [];
  for (let start = today.start; start < today.end; start += step_minutes * minute) {
    if (start < tx.now().epochMilliseconds) continue;
    const slot = best_slot(plan, { start, end: start + length });
    if (slot) found.push(slot);
  }
  return found;
}

function best_slot(plan: Plan, window: Span): Slot | null {
  const on_duty = plan.technicians.filter((person) =>
    person.shifts.some((shift) => shift.start <= window.start && window.end <= shift.end)
  );
  const [best, ...others] = on_duty.map((person) => verdict(plan, person, window)).filter((each) => each.fits).sort(
    compare_verdicts,
  );
  if (!best) return null;
  const iso = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toString();
  const { technician, score, parts, reasons } = best;
  return {
    start_at: iso(window.start),
    end_at: iso(window.end),
    technician,
    score,
    parts,
    warnings: reasons,
    others: others.length,
  };
}
