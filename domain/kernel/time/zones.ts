const known = new Map<string, boolean>();

/** True for a zone that this runtime's IANA database knows (`Africa/Lagos`, `UTC`). Fixed offsets (`+01:00`) are refused: they know no summer time. */
export function is_zone(zone: string): boolean {
  const cached = known.get(zone);
  if (cached !== undefined) return cached;
  const valid = /^[A-Za-z]/.test(zone) && resolves(zone);
  if (known.size < 2000) known.set(zone, valid); // the map must not grow with what strangers send
  return valid;
}

function resolves(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

export type TimeStyle = "date" | "time" | "date_time" | "long";

const styles: Record<TimeStyle, Intl.DateTimeFormatOptions> = {
  date: { day: "numeric", month: "short", year: "numeric" },
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  date_time: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  long: {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  },
};
// Making a formatter costs about a hundred times what using one does.
const formatters = new Map<string, Intl.DateTimeFormat>();

/** A moment as a person in `zone` reads it, such as "5 Mar 2026, 14:30". Throws RangeError for an unknown zone. */
export function format_in_zone(
  at: Temporal.Instant | Date | string,
  zone: string,
  style: TimeStyle = "date_time",
  locale = "en-GB",
): string {
  const key = `${locale} ${zone} ${style}`;
  const formatter = formatters.get(key) ?? new Intl.DateTimeFormat(locale, { ...styles[style], timeZone: zone });
  if (formatters.size < 500) formatters.set(key, formatter);
  return formatter.format(to_instant(at).epochMilliseconds);
}

/** ISO 8601 with the zone's offset and whole seconds: `2026-03-05T14:30:00+01:00`. */
export function iso_in_zone(at: Temporal.Instant | Date | string, zone: string): string {
  return to_instant(at).toZonedDateTimeISO(zone).toString({ smallestUnit: "second", timeZoneName: "never" });
}

/** The moment of a Date or of ISO text with an offset. Text without one throws RangeError: whose clock would it be? */
export function to_instant(at: Temporal.Instant | Date | string): Temporal.Instant {
  if (at instanceof Temporal.Instant) return at;
  return at instanceof Date ? Temporal.Instant.fromEpochMilliseconds(at.getTime()) : Temporal.Instant.from(at);
}

/** First moment of a calendar day in a zone; not always midnight, where summer time begins at midnight. */
export function start_of_day(at: Temporal.Instant | Date | string, zone: string): Temporal.Instant {
  return to_instant(at).toZonedDateTimeISO(zone).startOfDay().toInstant();
}
