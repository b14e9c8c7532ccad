const minute = 60;
const hour = 3600;

/** Seconds before each attempt, after Standard Webhooks: at once, then 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h. About three days in all. */
export const retry_delays: readonly number[] = [
  0,
  5,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/**
 * Seconds until the attempt after `attempts_made`, or undefined when all are used up. Up to a fifth is added at random, so that what failed together does not
 * come back together.
 * @param retry_after seconds the receiver asked for (429, 503); honoured when longer, up to a day
 * @param random in [0, 1); given by tests
 */
export function next_retry(
  attempts_made: number,
  retry_after = 0,
  random: () => number = Math.random,
): number | undefined {
  const delay = retry_delays[attempts_made];
  if (delay === undefined) return undefined;
  const jittered = Math.round(delay * (1 + random() / 5));
  return Math.max(jittered, Math.min(retry_after, 24 * hour));
}

/** Seconds in a Retry-After header (RFC 9110, 10.2.3): a number or a date. 0 when there is none or it cannot be read. */
export function parse_retry_after(header: string | null, now: number = Date.now()): number {
  if (header === null) return 0;
  if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header);
  const at = /[A-Za-z]{3}/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? 0 : Math.max(0, Math.ceil((at - now) / 1000));
}
