/** How values look between PostgreSQL and TypeScript: exact, and the same as PostgreSQL's own to_json prints them. */
import type postgres from "postgres";

/**
 * `2026-11-23 19:06:08.123456+00` → `2026-11-23T19:06:08.123456+00:00`. A JavaScript Date would cut the microseconds, and
 * a row read, shown in a form and written back would no longer equal itself (optimistic locking compares updated_at).
 */
export function iso_timestamp(text: string): string {
  const space = text.indexOf(" ");
  if (space < 0) return text; // infinity
  const joined = `${text.slice(0, space)}T${text.slice(space + 1)}`;
  return joined.replace(/([+-]\d\d)(?= BC$|$)/, "$1:00");
}

/** Strings and Temporal values go as they are (the library's default would pass them through a Date). */
function time_text(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

const as_is = (text: string) => text;

/** Object identifiers are fixed in PostgreSQL (pg_type.dat). numeric, int8, uuid, interval and ranges stay text by default. */
export const wire_types: Record<string, postgres.PostgresType> = {
  instant: { to: 1184, from: [1184], serialize: time_text, parse: iso_timestamp },
  local_time: { to: 1114, from: [1114], serialize: time_text, parse: (text: string) => text.replace(" ", "T") },
  day: { to: 1082, from: [1082], serialize: time_text, parse: as_is },
};
