/** What everybody does on a day: shifts, absences and jobs of all technicians, in three statements whatever their number. */
import { type Entity, find_entity } from "~/domain/kernel/entity.ts";
import { max_limit, parse_list } from "~/domain/kernel/list_query.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { absences, shifts } from "~/domain/technicians/mod.ts";
import { assignments } from "~/domain/work_orders/mod.ts";
import { day_start } from "../../../(_web)/records/zone.ts";

export interface Busy {
  start_at: string;
  end_at: string;
  label: string;
}

export interface TechnicianPlan {
  shifts: Busy[];
  absences: Busy[];
  jobs: Busy[];
}

export type DayPlan = ReadonlyMap<string, TechnicianPlan>;

interface Span {
  technician_id: string;
  start_at: string;
  end_at: string;
}

/** @param without the job that is being planned: it is drawn as the proposed window */
export async function read_day_plan(tx: Tx, date: string, zone: string, without: string): Promise<DayPlan> {
  const from = day_start(date, zone);
  const to = day_start(date, zone, 1);
  if (!from || !to) return new Map();
  const touching = (entity: Entity) => ({
    ...parse_list(
      entity,
      new URLSearchParams({ start_at_lt: to, end_at_gt: from, order_by: "start_at", order_dir: "asc" }),
    ),
    limit: max_limit,
    labels: true,
  });
  const [shift, absence, assignment] = [entity_of("shift"), entity_of("absence"), entity_of("work_order_assignment")];
  const [on_duty, away, booked] = await Promise.all([
    shifts.list(tx, touching(shift)),
    absences.list(tx, touching(absence)),
    assignments.list(tx, touching(assignment)),
  ]);
  const plan = new Map<string, TechnicianPlan>();
  const add = (kind: keyof TechnicianPlan, row: Span, label: string) => {
    const known = plan.get(row.technician_id) ?? { shifts: [], absences: [], jobs: [] };
    const [start, end] = [Date.parse(row.start_at), Date.parse(row.end_at)];
    // What reaches over midnight is drawn and told as far as this day goes.
    known[kind].push({
      start_at: start < Date.parse(from) ? from : row.start_at,
      end_at: end > Date.parse(to) ? to : row.end_at,
      label,
    });
    plan.set(row.technician_id, known);
  };
  for (const row of on_duty.items) add("shifts", row, "");
  for (const row of away.items) add("absences", row, row.reason ?? "");
  for (const row of booked.items) {
    if (row.work_order_id !== without) add("jobs", row, String(row.work_order_label ?? ""));
  }
  return plan;
}

function entity_of(name: string): Entity {
  const found = find_entity(name);
  if (!found) throw new Error(`the entity ${name} is declared no more`);
  return found;
}

/** Milliseconds since 1970. Whole hours, in fours, so that the hours below a line stand at even distances. */
export interface Axis {
  from: number;
  to: number;
  hours: string[];
}

const hour = 3_600_000;

/** From six to ten at night, wider where somebody works or the proposed window lies outside. */
export function axis_of(date: string, zone: string, spans: readonly { start_at: string; end_at: string }[]): Axis {
  const midnight = Date.parse(day_start(date, zone) ?? `${date}T00:00:00Z`);
  const end_of_day = Date.parse(day_start(date, zone, 1) ?? `${date}T24:00:00Z`);
  const within = spans.map((span) => ({
    start: Math.max(midnight, Date.parse(span.start_at)),
    end: Math.min(end_of_day, Date.parse(span.end_at)),
  })).filter((span) => span.end > span.start);
  const first = Math.min(6, ...within.map((span) => Math.floor((span.start - midnight) / hour)));
  const last = Math.max(22, ...within.map((span) => Math.ceil((span.end - midnight) / hour)));
  const length = Math.ceil((last - first) / 4) * 4;
  const from = midnight + Math.max(0, Math.min(first, 24 - length)) * hour;
  const clock = (at: number) =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainTime().toString({
      smallestUnit: "minute",
    });
  const to = from + length * hour;
  return { from, to, hours: [0, 1, 2, 3, 4].map((quarter) => clock(from + (to - from) * quarter / 4)) };
}
