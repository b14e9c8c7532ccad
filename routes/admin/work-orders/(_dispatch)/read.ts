/** What a dispatcher decides by: the job, the window asked for, everybody's verdict on it, free slots and the day of all. */
import { can } from "~/domain/kernel/actor.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { type Candidate, candidates, type Slot, slots } from "~/domain/technicians/mod.ts";
import {
  type AssignedTechnician,
  required_skills,
  type RequiredSkill,
  technicians_of,
  work_orders,
  type WorkOrder,
} from "~/domain/work_orders/mod.ts";
import { type Ctx, failure_of } from "../../../(_web)/pages.ts";
import { zone_of } from "../../../(_web)/records/zone.ts";
import {
  asked_of,
  type AskedWindow,
  day_and_length,
  is_instant,
  type Known,
  time_of_day,
  type Window,
  window_of,
} from "./asked_window.ts";
import { type Axis, axis_of, type DayPlan, read_day_plan } from "./day_plan.ts";

export interface DispatchData {
  row: WorkOrder & Record<string, unknown>;
  skills: RequiredSkill[];
  technician: AssignedTechnician | null;
  asked: AskedWindow;
  window: Window;
  candidates: Candidate[];
  slots: Slot[];
  /** Null for who may not see technicians. */
  day: { plan: DayPlan; axis: Axis } | null;
  /** Why the job cannot be planned now; null where it can. */
  closed: string | null;
  /** Whether the window begins in the past. */
  past: boolean;
  now: string;
}

const plannable = new Set(["draft", "scheduled", "dispatched"]);

export async function read_dispatch(tx: Tx, ctx: Ctx): Promise<DispatchData> {
  const zone = zone_of(ctx.state);
  const row = await work_orders.get(tx, ctx.params.id ?? "", { labels: true });
  const given = given_of(ctx);
  const known: Known = { row, now: tx.now(), zone };
  const { date, duration } = day_and_length(given, known);
  const [needed, [technician = null], free] = await Promise.all([
    required_skills(tx, row.id),
    technicians_of(tx, row.id),
    slots(tx, row.id, { date, duration: Number(duration) }),
  ]);
  const time = time_of_day(given.time, date, free[0]?.start_at, known);
  const asked = { date, time, duration };
  const window = window_of(asked, zone);
  const found = await candidates(tx, row.id, window);
  const plan = can(tx.actor, "technicians:read") && can(tx.actor, "work-orders:read")
    ? await read_day_plan(tx, date, zone, row.id)
    : null;
  const working = plan ? [...plan.values()].flatMap((one) => [...one.shifts, ...one.jobs]) : [];
  return {
    row,
    skills: needed,
    technician,
    asked,
    window,
    candidates: found,
    slots: free,
    day: plan && { plan, axis: axis_of(date, zone, [...working, window]) },
    closed: plannable.has(row.status) && row.is_active ? null : row.status,
    past: Date.parse(window.start_at) < tx.now().epochMilliseconds,
    now: tx.now().toString(),
  };
}

/** A refused form comes back with the window that it was sent with; a slot brings its own. */
function given_of(ctx: Ctx): Partial<Record<keyof AskedWindow, string | null>> {
  const sent = failure_of(ctx.state)?.values;
  const [, start_at, end_at] = sent?.pick?.split(" ") ?? [];
  if (start_at && end_at && is_instant(start_at) && is_instant(end_at)) {
    return asked_of(start_at, end_at, zone_of(ctx.state));
  }
  const of = (name: keyof AskedWindow) => sent ? sent[name] : ctx.url.searchParams.get(name);
  return { date: of("date") ?? null, time: of("time") ?? null, duration: of("duration") ?? null };
}

/** What of a refusal concerns the window's controls, by their names. */
export const refused_fields: Record<string, string> = { start_at: "time", end_at: "duration" };
