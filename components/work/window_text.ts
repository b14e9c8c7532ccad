/** A visit's window and its length as people say them. */
import { date_writer } from "../formatters.ts";
import { current_locale, t } from "../text.ts";
import { clock_time } from "../time_text.ts";

/** "Today, 09:00–10:30", "Tue 25 Nov, 22:00 – Wed 26 Nov, 01:00"; an end of another day is named with its day. */
export function window_text(start: string, end: string | null | undefined, now: string, zone: string): string {
  const day = day_text(day_of(start, zone), now, zone);
  const from = clock_time(new Date(start), zone);
  if (!end) return `${day}, ${from}`;
  const until = clock_time(new Date(end), zone);
  return day_of(end, zone).equals(day_of(start, zone))
    ? `${day}, ${from}–${until}`
    : `${day}, ${from} – ${day_text(day_of(end, zone), now, zone)}, ${until}`;
}

/** "09:00–10:30", for a page that names the day itself; "all day" from midnight to midnight. */
export function clock_span(start: string, end: string, zone: string): string {
  const [from, until] = [clock_time(new Date(start), zone), clock_time(new Date(end), zone)];
  return from === "00:00" && until === "00:00" ? t("all day") : `${from}–${until}`;
}

/** Years in which visits are planned: far from what a database or a calendar cannot hold. */
const planned_years = { from: 2000, to: 2100 };

/** Whether a text names a day for which there can be a plan: `2026-03-01`. */
export function is_day(text: string | null | undefined): text is string {
  if (!text || !/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  try {
    const { year } = Temporal.PlainDate.from(text);
    return year >= planned_years.from && year <= planned_years.to;
  } catch {
    return false;
  }
}

export const day_of = (at: string, zone: string): Temporal.PlainDate =>
  Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate();

/** "Today", "Tomorrow", "Yesterday", else "Tue 25 Nov", with the year where it is another one. */
export function day_text(day: Temporal.PlainDate, now: string, zone: string): string {
  const today = day_of(now, zone);
  const away = today.until(day, { largestUnit: "days" }).days;
  if (away === 0) return t("Today");
  if (away === 1) return t("Tomorrow");
  if (away === -1) return t("Yesterday");
  return full_day_text(day, day.year !== today.year);
}

export function full_day_text(day: Temporal.PlainDate, with_year = false): string {
  const lang = current_locale() === "en" ? "en-GB" : current_locale();
  return (with_year ? weekday_of_year : weekday)(new Date(`${day.toString()}T00:00:00Z`), lang, "UTC");
}

const weekday = date_writer({ weekday: "short", day: "numeric", month: "short" });
const weekday_of_year = date_writer({ weekday: "short", day: "numeric", month: "short", year: "numeric" });

/** "45 min", "1 h 30", "8 h". */
export function duration_text(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return t("{n} min", { n: minutes });
  return rest ? t("{h} h {m}", { h: hours, m: String(rest).padStart(2, "0") }) : t("{n} h", { n: hours });
}
