/** When a task runs next. A cron line is read on the clock of its zone; an interval counts from the moment given. */
import { invalid } from "~/domain/kernel/errors.ts";
import { next_run } from "~/domain/kernel/time/schedule.ts";
import { is_zone } from "~/domain/kernel/time/zones.ts";

export interface Rhythm {
  cron: string | null;
  interval_seconds: number | null;
  timezone: string;
}

/** The first time after `after`; what was missed before it is not made up for one by one. */
export function next_time(rhythm: Rhythm, after: Temporal.Instant): Temporal.Instant {
  if (rhythm.cron !== null) return next_run(rhythm.cron, rhythm.timezone, after);
  return after.add({ seconds: rhythm.interval_seconds ?? 60 });
}

/** @throws DomainError 422 that names the field */
export function check_rhythm(rhythm: Rhythm, now: Temporal.Instant): void {
  if ((rhythm.cron === null) === (rhythm.interval_seconds === null)) {
    throw invalid(
      "interval_seconds",
      rhythm.interval_seconds,
      "and cron exclude each other",
      "Give one of the two and set the other to null.",
    );
  }
  if (!is_zone(rhythm.timezone)) {
    throw invalid("timezone", rhythm.timezone, "is no IANA time zone", "Write one such as Africa/Lagos.");
  }
  if (rhythm.cron === null) return;
  try {
    next_time(rhythm, now);
  } catch (error) {
    throw invalid(
      "cron",
      rhythm.cron,
      error instanceof Error ? error.message : "cannot be read",
      "Write five fields such as 0 3 * * *.",
    );
  }
}
