/**
 * The verdict on a technician for a window: what forbids it, what to mind, and how good the choice is. Pure: the same
 * plan gives the same verdict, for the board, for the list of candidates and for proposed slots.
 */
import { format_in_zone } from "~/domain/kernel/time/zones.ts";
import type { Person, Plan, Span } from "./plan.ts";

export type ReasonKind = "skill" | "shift" | "absence" | "overlap" | "travel";

export interface Reason {
  kind: ReasonKind;
  message: string;
  /** A warning lets the dispatcher go on; travel is only an estimate. */
  blocking: boolean;
}

/** Each from 0 (bad) to 1 (good); null where nothing is known. */
export interface ScoreParts {
  /** Mean proficiency in the required skills, of 5. */
  proficiency: number | null;
  /** How much of the day's shifts is still free. */
  load: number | null;
  /** Nearness of where the technician comes from: 1 at the door, 0 at 30 km or more in a straight line. */
  distance: number | null;
}

export interface Verdict {
  fits: boolean;
  reasons: Reason[];
  /** 0 to 100: the weighted mean of the parts. */
  score: number;
  parts: ScoreParts;
}

const weights = { proficiency: 0.4, load: 0.3, distance: 0.3 } as const;
const far_km = 30;
const minute = 60_000;

export function judge(plan: Plan, person: Person, window: Span): Verdict {
  const reasons = [
    ...missing_skills(plan, person),
    ...outside_shifts(plan, person, window),
    ...absent(plan, person, window),
    ...booked(plan, person, window),
    ...far(plan, person, window),
  ];
  const parts: ScoreParts = {
    proficiency: proficiency(plan, person),
    load: free_share(plan, person, window),
    distance: nearness(person, window),
  };
  return { fits: !reasons.some((reason) => reason.blocking), reasons, score: score_of(parts), parts };
}

/** Those who fit come first, then those without a warning, then the better score; names keep equal ones in place. */
export function compare_verdicts(
  a: Verdict & { technician: { name: string } },
  b: Verdict & { technician: { name: string } },
): number {
  const blocks = (verdict: Verdict) => verdict.reasons.filter((reason) => reason.blocking).length;
  return blocks(a) - blocks(b) || a.reasons.length - b.reasons.length || b.score - a.score ||
    a.technician.name.localeCompare(b.technician.name);
}

const overlaps = (a: Span, b: Span) => a.start < b.end && b.start < a.end;
const covers = (outer: Span, inner: Span) => outer.start <= inner.start && inner.end <= outer.end;

const clock = (plan: Plan, at: number) => format_in_zone(Temporal.Instant.fromEpochMilliseconds(at), plan.zone, "time");
const day = (plan: Plan, at: number) => format_in_zone(Temporal.Instant.fromEpochMilliseconds(at), plan.zone, "date");
/** "09:00–17:00", with the days where it does not end on the day it began. */
function spell(plan: Plan, span: Span): string {
  const [from, to] = [day(plan, span.start), day(plan, span.end)];
  return from === to
    ? `${clock(plan, span.start)}–${clock(plan, span.end)}`
    : `${from}, ${clock(plan, span.start)} – ${to}, ${clock(plan, span.end)}`;
}

function missing_skills(plan: Plan, person: Person): Reason[] {
  const missing = plan.required.filter((skill) => person.skills[skill.id] === undefined).map((skill) => skill.name);
  if (missing.length === 0) return [];
  return [{
    kind: "skill",
    blocking: true,
    message: `Lacks the skill${missing.length > 1 ? "s" : ""} ${missing.join(", ")}.`,
  }];
}

function outside_shifts(plan: Plan, person: Person, window: Span): Reason[] {
  if (person.shifts.some((shift) => covers(shift, window))) return [];
  const near = person.shifts.find((shift) => overlaps(shift, window)) ??
    person.shifts.find((shift) => plan.day_of(shift.start) === plan.day_of(window.start));
  const message = near
    ? `The shift ${spell(plan, near)} does not cover ${spell(plan, window)}.`
    : `Has no shift on ${day(plan, window.start)}.`;
  return [{ kind: "shift", blocking: true, message }];
}

function absent(plan: Plan, person: Person, window: Span): Reason[] {
  return person.absences.filter((absence) => overlaps(absence, window)).map((absence) => ({
    kind: "absence",
    blocking: true,
    message: `Is absent ${spell(plan, absence)}${absence.reason ? ` (${absence.reason})` : ""}.`,
  }));
}

function booked(plan: Plan, person: Person, window: Span): Reason[] {
  return person.bookings.filter((booking) => overlaps(booking, window)).map((booking) => ({
    kind: "overlap",
    blocking: true,
    message: `Has ${booking.number} ${spell(plan, booking)}.`,
  }));
}

/** Where the technician comes from: the job before, else the home base at the shift's start. */
function origin(person: Person, window: Span): { name: string; km: number | null; until: number | null } {
  const shift = person.shifts.find((each) => covers(each, window));
  const before = person.bookings.findLast((booking) =>
    booking.end <= window.start && (!shift || booking.end > shift.start)
  );
  return before
    ? { name: before.number, km: before.km, until: before.end }
    : { name: "the home base", km: person.home_km, until: shift?.start ?? null };
}

function far(plan: Plan, person: Person, window: Span): Reason[] {
  const from = origin(person, window);
  const next = person.bookings.find((booking) => booking.start >= window.end);
  const legs = [
    { label: `from ${from.name}`, km: from.km, gap: from.until === null ? null : window.start - from.until },
    { label: `to ${next?.number ?? ""}`, km: next?.km ?? null, gap: next ? next.start - window.end : null },
  ];
  return legs.flatMap(({ label, km, gap }): Reason[] => {
    if (km === null || gap === null) return [];
    const need = plan.travel(km);
    if (need * minute <= gap) return [];
    const message = `About ${Math.ceil(need)} min of travel ${label} (${km.toFixed(1)} km), with ${
      Math.floor(gap / minute)
    } min in between.`;
    return [{ kind: "travel", blocking: false, message }];
  });
}

function proficiency(plan: Plan, person: Person): number | null {
  if (plan.required.length === 0) return null;
  const sum = plan.required.reduce((total, skill) => total + (person.skills[skill.id] ?? 0), 0);
  return sum / plan.required.length / 5;
}

function free_share(plan: Plan, person: Person, window: Span): number | null {
  const today = plan.day_of(window.start);
  const length = (spans: readonly Span[]) =>
    spans.filter((span) => today.start <= span.start && span.start < today.end).reduce(
      (total, span) => total + span.end - span.start,
      0,
    );
  const working = length(person.shifts);
  return working === 0 ? null : Math.max(0, 1 - length(person.bookings) / working);
}

function nearness(person: Person, window: Span): number | null {
  const { km } = origin(person, window);
  return km === null ? null : Math.max(0, 1 - km / far_km);
}

/**
 * A job without skills counts no proficiency, for everybody alike. An unknown place is neither merit nor fault: left out,
 * a technician without a home base would beat all who have one; as zero, nobody would ever send that one.
 */
function score_of({ proficiency, load, distance }: ScoreParts): number {
  const skilled = proficiency === null ? 0 : weights.proficiency;
  const sum = (proficiency ?? 0) * skilled + (load ?? 0) * weights.load + (distance ?? 0.5) * weights.distance;
  return Math.round((sum / (skilled + weights.load + weights.distance)) * 1_000) / 10;
}
