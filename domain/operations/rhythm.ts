/** When a task runs next. A cron line is read on the clock of its zone; an interval counts from the moment given. */
import { invalid } from "~/domain/kernel/errors.ts";
import { next_run } from "~/domain/kernel/time/schedule.ts";

export interface Rhythm {
  cron: string | null;
  interval_seconds: number | null;
  timezone: string;
}

/** A cron line can end (29 February of a weekday, say); the row then waits for an operator to change it. */
const never_hours = 24 * 365 * 100;

/** The first time after `after`; what was missed before it is not made up for one by one. @throws DomainError 422 naming the field */
export function next_time(rhythm: Rhythm, after: Temporal.Instant): Temporal.Instant {
  const schedule = rhythm.cron !== null ? { cron: rhythm.cron } : { interval_seconds: rhythm.interval_seconds ?? 60 };
  return next_run(schedule, rhythm.timezone, after) ?? after.add({ hours: never_hours });
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
  next_time(rhythm, now);
}
