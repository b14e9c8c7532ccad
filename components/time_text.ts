import { date_writer, type DateWriter } from "./formatters.ts";
import { current_locale, t } from "./text.ts";

/** "in 12 min", "18 min ago", "yesterday 14:05", "3 Nov": near times by distance, far ones by date. */
export function relative_time(at: Date, now: Date, zone?: string): string {
  const minutes = Math.round((at.getTime() - now.getTime()) / 60_000);
  const size = Math.abs(minutes);
  if (size < 1) return t("now");
  if (size < 60) return minutes > 0 ? t("in {n} min", { n: size }) : t("{n} min ago", { n: size });
  if (size < 60 * 12) {
    const hours = Math.floor(size / 60);
    return minutes > 0 ? t("in {n} h", { n: hours }) : t("{n} h ago", { n: hours });
  }
  const day = calendar_day(at, "en-CA", zone);
  const today = calendar_day(now, "en-CA", zone);
  const days = (Date.parse(day) - Date.parse(today)) / 86_400_000;
  if (days === 0) return t("today {time}", { time: write(clock, at, zone) });
  if (days === 1) return t("tomorrow {time}", { time: write(clock, at, zone) });
  if (days === -1) return t("yesterday {time}", { time: write(clock, at, zone) });
  return write(day.slice(0, 4) === today.slice(0, 4) ? day_of_this_year : day_of_a_year, at, zone);
}

const clock = date_writer({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day_of_this_year = date_writer({ day: "numeric", month: "short" });
const day_of_a_year = date_writer({ day: "numeric", month: "short", year: "numeric" });
/** "2025-11-23" as the wall calendar of the zone has it. */
const calendar_day = date_writer({ year: "numeric", month: "2-digit", day: "2-digit" });
const whole = date_writer({
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZoneName: "short",
  hourCycle: "h23",
});

/** The whole truth, with its zone: "Sun, 23 Nov 2025, 07:52 WAT". */
export function absolute_time(at: Date, zone?: string): string {
  return write(whole, at, zone);
}

/** Clock time alone, for streams that name the day themselves. */
export function clock_time(at: Date, zone?: string): string {
  return write(clock, at, zone);
}

function write(writer: DateWriter, at: Date, zone: string | undefined): string {
  // plain "en" would be American; the product's English puts the day first and counts 24 hours
  const lang = current_locale();
  return writer(at, lang === "en" ? "en-GB" : lang, zone);
}
