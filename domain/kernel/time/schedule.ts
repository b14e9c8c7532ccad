import { Cron } from "croner";
import { type DomainError, invalid } from "~/domain/kernel/errors.ts";
import { is_zone } from "~/domain/kernel/time/zones.ts";

/** `cron`: five fields (minute hour day month weekday), or six with seconds in front, or @hourly, @daily, @weekly, @monthly, @yearly. */
export type Schedule = { cron: string } | { interval_seconds: number };

/**
 * The first run strictly after `after`; undefined when there is none any more (30 February).
 *
 * A zone's clock jumps twice a year. The rules are those of Vixie cron, which operators know:
 * - A fixed time (`30 2 * * *`, also `0 2,14 * * *`) that the spring jump leaves out runs at the first moment after the gap: a nightly bill run is late
 *   once, never lost. One that comes twice in autumn runs the first time only: nothing is billed twice.
 * - A rhythm (a `*` or a step in minute or hour, such as `*\/15 * * * *`) follows real time: nothing in the gap, and through both of the doubled hours.
 * - An interval is seconds of real time and knows no clock.
 *
 * Throws `validation_error` naming `cron`, `interval_seconds` or `timezone`.
 */
export function next_run(schedule: Schedule, zone: string, after: Temporal.Instant): Temporal.Instant | undefined {
  if (!is_zone(zone)) throw invalid("timezone", zone, "is no IANA time zone", "Use a name such as Africa/Lagos.");
  if ("interval_seconds" in schedule) return after.add({ seconds: checked_interval(schedule.interval_seconds) });
  const run = read_cron(schedule.cron, zone).nextRun(new Date(after.epochMilliseconds));
  return run === null ? undefined : Temporal.Instant.fromEpochMilliseconds(run.getTime());
}

/** The next `count` runs: what the page shows beside a schedule that is being written. */
export function next_runs(
  schedule: Schedule,
  zone: string,
  after: Temporal.Instant,
  count: number,
): Temporal.Instant[] {
  const runs: Temporal.Instant[] = [];
  for (let last = after; runs.length < count;) {
    const next = next_run(schedule, zone, last);
    if (next === undefined) break;
    runs.push(next);
    last = next;
  }
  return runs;
}

function checked_interval(seconds: number): number {
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= 31_536_000) return seconds;
  throw invalid(
    "interval_seconds",
    seconds,
    "is no whole number of seconds from 1 to 31536000",
    "A year is the longest.",
  );
}

function read_cron(pattern: string, zone: string): Cron {
  const fields = pattern.trim().split(/\s+/);
  if (
    !(fields.length === 1 && /^@(?:hourly|daily|weekly|monthly|yearly|annually|midnight)$/i.test(pattern.trim())) &&
    fields.length !== 5 && fields.length !== 6
  ) {
    throw not_cron(pattern, `has ${fields.length} fields instead of five or six`);
  }
  try {
    return new Cron(pattern.trim(), {
      timezone: zone,
      mode: "5-or-6-parts",
      fixedTimeRule: "no-wildcard",
      paused: true,
    });
  } catch (error) {
    throw not_cron(
      pattern,
      `is no cron pattern (${
        error instanceof Error ? error.message.replace(/^CronPattern: /, "").replace(/\.$/, "") : "unreadable"
      })`,
    );
  }
}

function not_cron(pattern: string, message: string): DomainError {
  return invalid(
    "cron",
    pattern,
    message,
    'Write minute, hour, day, month, weekday, such as "30 6 * * 1-5" for 06:30 on weekdays.',
  );
}
