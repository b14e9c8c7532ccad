/** Wall-clock texts of forms and filters, in the reader's zone. */
import type { State } from "../state.ts";

export const zone_of = (state: State): string => state.actor?.timezone ?? state.house.platform.config.DEFAULT_TIMEZONE;

/** `2026-03-01T09:00` as a datetime-local input wants it; empty for no time. */
export function to_local(iso: string, zone: string): string {
  return Temporal.Instant.from(iso).toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: "minute" });
}

/**
 * The instant of a wall-clock text. A time that a change to summer time skips moves on by the gap, one that happens twice is the first:
 * Temporal's "compatible" rule, as calendars have it. @returns null where the text is no local time
 */
export function from_local(text: string, zone: string): string | null {
  try {
    return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant().toString();
  } catch {
    return null;
  }
}

/** The first moment of a calendar day, `days` later. @returns null where the text is no date */
export function day_start(text: string, zone: string, days = 0): string | null {
  try {
    return Temporal.PlainDate.from(text).add({ days }).toZonedDateTime(zone).toInstant().toString();
  } catch {
    return null;
  }
}
