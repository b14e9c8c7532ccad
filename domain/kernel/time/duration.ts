const unit_seconds: Record<string, number> = { d: 86_400, h: 3600, m: 60, min: 60, s: 1 };

/**
 * Seconds of a duration as people write it (`2h 30m`, `45 min`, `1d`) or ISO 8601 (`PT2H30M`, `P1D`); undefined for anything else. A day is 24 hours here:
 * for calendar days use a zone. Months and years have no length and are refused. At most ten years.
 */
export function parse_duration(text: string): number | undefined {
  const written = text.trim();
  const seconds = /^p/i.test(written) ? from_iso(written) : from_words(written.toLowerCase());
  return seconds !== undefined && seconds >= 0 && seconds <= 315_360_000 ? seconds : undefined;
}

function from_iso(text: string): number | undefined {
  try {
    const duration = Temporal.Duration.from(text.toUpperCase());
    if (duration.years !== 0 || duration.months !== 0) return undefined;
    return duration.total({ unit: "seconds", relativeTo: "2026-01-01" }); // a plain date: its days have 24 hours
  } catch {
    return undefined;
  }
}

function from_words(text: string): number | undefined {
  const parts = [
    ...text.matchAll(
      /(\d{1,9}(?:\.\d{1,3})?)\s*(d|h|min|m|s)(?:ays?|ours?|r?s|inutes?|ins?|econds?|ecs?)?(?=[\s\d,]|$)[\s,]*/g,
    ),
  ];
  const read = parts.map(([part]) => part).join("");
  if (parts.length === 0 || read !== text) return undefined;
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unit_seconds[unit ?? ""] ?? 0), 0);
}

/** The two largest units: `2 d 4 h`, `1 h 5 min`, `45 s`. Negative ones get a minus: a clock that is overdue. */
export function format_duration(seconds: number): string {
  const total = Math.round(Math.abs(seconds));
  const parts: [number, string][] = [
    [Math.floor(total / 86_400), "d"],
    [Math.floor(total / 3600) % 24, "h"],
    [Math.floor(total / 60) % 60, "min"],
    [total % 60, "s"],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  if (first < 0) return "0 s";
  const shown = parts.slice(first, first + 2).filter(([amount]) => amount > 0).map(([amount, unit]) =>
    `${amount} ${unit}`
  ).join(" ");
  return seconds < 0 ? `-${shown}` : shown;
}

/** Seconds from one moment to another; negative when `to` comes first. */
export function seconds_between(from: Temporal.Instant, to: Temporal.Instant): number {
  return (to.epochMilliseconds - from.epochMilliseconds) / 1000;
}
