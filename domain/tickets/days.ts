import type { Tx } from "~/domain/kernel/tx.ts";

/** Days of 24 hours since a moment, with their fraction: a promise of seven days ends at the hour it began. */
export const days_since = (tx: Tx, moment: string): number =>
  (tx.now().epochMilliseconds - Temporal.Instant.from(moment).epochMilliseconds) / 86_400_000;
