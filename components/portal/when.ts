/** Times as somebody at home reads them: by day and clock, in the own zone. */
import { date_writer } from "../formatters.ts";
import { current_locale, t } from "../text.ts";
import { clock_time } from "../time_text.ts";

/** "today", "tomorrow", "Tue 24 Nov", by the wall calendar of the zone. */
export function day_words(at: string, now: string, zone: string): string {
  const day = local_day(at, zone);
  const days = local_day(now, zone).until(day, { largestUnit: "day" }).days;
  if (days === 0) return t("today");
  if (days === 1) return t("tomorrow");
  if (days === -1) return t("yesterday");
  const write = day.year === local_day(now, zone).year ? weekday : weekday_of_year;
  return write(new Date(at), language(), zone);
}

const weekday = date_writer({ weekday: "short", day: "numeric", month: "short" });
const weekday_of_year = date_writer({ weekday: "short", day: "numeric", month: "short", year: "numeric" });
const day_and_month = date_writer({ day: "numeric", month: "short" });
const medium_date = date_writer({ dateStyle: "medium" });

/** "today between 08:45 and 09:30"; a window that ends on another day names both. */
export function window_words(start: string, end: string | null, now: string, zone: string): string {
  const [from, day] = [clock_time(new Date(start), zone), day_words(start, now, zone)];
  if (!end) return t("{day} at {time}", { day, time: from });
  const to = clock_time(new Date(end), zone);
  if (local_day(start, zone).equals(local_day(end, zone))) return t("{day} between {from} and {to}", { day, from, to });
  return t("from {day} {from} to {last} {to}", { day, from, last: day_words(end, now, zone), to });
}

/** For the narrow place under a step: the clock today, the date otherwise. */
export function stamp(at: string, now: string, zone: string): string {
  if (local_day(at, zone).equals(local_day(now, zone))) return clock_time(new Date(at), zone);
  return day_and_month(new Date(at), language(), zone);
}

/** "2 Nov 2025" */
export const date_words = (at: string, zone: string): string => medium_date(new Date(at), language(), zone);

export function greeting(name: string, now: string, zone: string): string {
  const { hour } = Temporal.Instant.from(now).toZonedDateTimeISO(zone);
  if (hour >= 4 && hour < 12) return t("Good morning, {name}", { name });
  if (hour >= 12 && hour < 18) return t("Good afternoon, {name}", { name });
  return t("Good evening, {name}", { name });
}

const local_day = (at: string, zone: string) => Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate();
// plain "en" would be American; the product's English puts the day first
const language = () => current_locale() === "en" ? "en-GB" : current_locale();
