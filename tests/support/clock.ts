/** Time that a test holds in its hand. */

export interface TestClock {
  now(): Temporal.Instant;
  /** `advance({ hours: 25 })`: elapsed time, so no days or months (their length depends on a time zone). */
  advance(by: Temporal.DurationLike): Temporal.Instant;
  set(to: string): void;
}

export function fixed_clock(start: string): TestClock {
  let instant = Temporal.Instant.from(start);
  return {
    now: () => instant,
    advance: (by) => instant = instant.add(by),
    set: (to) => void (instant = Temporal.Instant.from(to)),
  };
}
