/** The window that a dispatcher asks for: a day, a time on that day and a length, as controls have them and as instants. */
import { is_day } from "~/components/work/window_text.ts";
import { type FieldProblem, invalid_many, problem } from "~/domain/kernel/errors.ts";
import { from_local, to_local } from "../../../(_web)/records/zone.ts";

/** Texts of the controls. */
export interface AskedWindow {
  date: string;
  time: string;
  /** Minutes. */
  duration: string;
}

export interface Window {
  start_at: string;
  end_at: string;
}

const longest = 24 * 60;

export const is_instant = (text: string): boolean =>
  /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) && !Number.isNaN(Date.parse(text));
export const is_time = (text: string | null | undefined): text is string =>
  !!text && /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
export const is_duration = (text: string | null | undefined): text is string =>
  !!text && /^\d{1,4}$/.test(text) && Number(text) >= 5 && Number(text) <= longest;

/** @throws DomainError 422 that names every control at fault */
export function window_of({ date, time, duration }: AskedWindow, zone: string): Window {
  const start = is_day(date) && is_time(time) ? from_local(`${date}T${time}`, zone) : null;
  const problems: FieldProblem[] = [];
  if (!is_day(date)) problems.push(problem("date", date, "must be a day", "Write it as 2026-03-01."));
  if (!is_time(time)) problems.push(problem("time", time, "must be a time of day", "Write it as 09:00."));
  if (!is_duration(duration)) problems.push(problem("duration", duration, `must be 5 to ${longest} minutes`));
  if (problems.length || !start) throw invalid_many(problems);
  return { start_at: start, end_at: Temporal.Instant.from(start).add({ minutes: Number(duration) }).toString() };
}

/** A window as the controls show it. */
export function asked_of(start_at: string, end_at: string, zone: string): AskedWindow {
  const [date = "", time = ""] = to_local(start_at, zone).split("T");
  const minutes = Math.round((Date.parse(end_at) - Date.parse(start_at)) / 60_000);
  return { date, time, duration: String(minutes) };
}

export interface Known {
  row: {
    scheduled_start?: string | null | undefined;
    scheduled_end?: string | null | undefined;
    estimated_duration_minutes: number;
  };
  now: Temporal.Instant;
  zone: string;
}

/** Day and length, where the address does not say them: the job's own, else today's. A day long gone is no plan. */
export function day_and_length(
  given: Partial<Record<keyof AskedWindow, string | null>>,
  { row, now, zone }: Known,
): Pick<AskedWindow, "date" | "duration"> {
  const { scheduled_start, scheduled_end } = row;
  const today = now.toZonedDateTimeISO(zone).toPlainDate().toString();
  const own = scheduled_start && scheduled_end ? asked_of(scheduled_start, scheduled_end, zone) : null;
  return {
    date: is_day(given.date) ? given.date : own && own.date >= today ? own.date : today,
    duration: is_duration(given.duration) ? given.duration : own?.duration ?? String(row.estimated_duration_minutes),
  };
}

const usual_time = "09:00";

/** The time of day: as asked, as it is planned, at the first free slot, else in the morning or, today, at the next half hour. */
export function time_of_day(
  given: string | null | undefined,
  date: string,
  first_slot: string | undefined,
  { row, now, zone }: Known,
): string {
  if (is_time(given)) return given;
  const own = row.scheduled_start ? to_local(row.scheduled_start, zone).split("T") : [];
  if (own[0] === date && own[1]) return own[1];
  if (first_slot) return to_local(first_slot, zone).split("T")[1] ?? usual_time;
  const next = now.toZonedDateTimeISO(zone).round({
    smallestUnit: "minute",
    roundingIncrement: 30,
    roundingMode: "ceil",
  });
  return next.toPlainDate().toString() === date ? next.toPlainTime().toString({ smallestUnit: "minute" }) : usual_time;
}
