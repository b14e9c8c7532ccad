import { date_format } from "./formatters.ts";
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
  const days = day_number(at, zone) - day_number(now, zone);
  const time = format(at, { hour: "2-digit", minute: "2-digit" }, zone);
  if (days === 0) return t("today {time}", { time });
  if (days === 1) return t("tomorrow {time}", { time });
  if (days === -1) return t("yesterday {time}", { time });
  const same_year = format(at, { year: "numeric" }, zone) === format(now, { year: "numeric" }, zone);
  return format(at, { day: "numeric", month: "short", ...(same_year ? {} : { year: "numeric" }) }, zone);
}

/** The whole truth, with its zone: "Sun, 23 Nov 2025, 07:52 WAT". */
export function absolute_time(at: Date, zone?: string): string {
  return format(at, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  }, zone);
}

/** Clock time alone, for streams that name the day themselves. */
export function clock_time(at: Date, zone?: string): string {
  return format(at, { hour: "2-digit", minute: "2-digit" }, zone);
}

function format(at: Date, options: Intl.DateTimeFormatOptions, zone?: string): string {
  // plain "en" would be American; the product's English puts the day first and counts 24 hours
  const lang = current_locale() === "en" ? "en-GB" : current_locale();
  return date_format(lang, { ...options, hourCycle: "h23", ...(zone ? { timeZone: zone } : {}) }).format(at);
}

/** Days since 1970 as the wall calendar of the zone counts them. */
function day_number(at: Date, zone?: string): number {
  const parts = date_format("en-CA", {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    ...(zone ? { timeZone: zone } : {}),
  }).format(at);
  return Math.round(Date.parse(`${parts}T00:00:00Z`) / 86_400_000);
}
