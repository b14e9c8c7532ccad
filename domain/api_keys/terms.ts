/** When a key ends and from where it works: what the installation allows. */
import { address_range } from "~/domain/access/mod.ts";
import { type FieldProblem, invalid, invalid_many, problem } from "~/domain/kernel/errors.ts";
import { read_setting } from "~/domain/kernel/settings.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { allow_endless, longest_days } from "./settings.ts";

export interface KeyTerms {
  longest_days: number;
  allow_endless: boolean;
}

export const key_terms = async (tx: Tx): Promise<KeyTerms> => ({
  longest_days: await read_setting(tx, longest_days),
  allow_endless: await read_setting(tx, allow_endless),
});

/**
 * @param since when the secret was made: extending a key again and again must not make it endless
 * @throws DomainError 422
 */
export async function check_expiry(tx: Tx, expires_at: string | null, since: Temporal.Instant): Promise<void> {
  const terms = await key_terms(tx);
  if (expires_at === null) {
    if (terms.allow_endless) return;
    throw invalid(
      "expires_at",
      "null",
      "must be a time: keys that never expire are not allowed here",
      `Choose one within ${terms.longest_days} days, or have the setting changed.`,
    );
  }
  const end = Temporal.Instant.from(expires_at);
  if (Temporal.Instant.compare(end, tx.now()) <= 0) {
    throw invalid("expires_at", expires_at, "is in the past", "Choose a time to come.");
  }
  const latest = since.add({ hours: terms.longest_days * 24 });
  if (Temporal.Instant.compare(end, latest) > 0) {
    throw invalid(
      "expires_at",
      expires_at,
      `is later than a key may live: ${terms.longest_days} days from its creation or last rotation`,
      `Choose ${latest.toString({ smallestUnit: "second" })} or earlier.`,
    );
  }
}

/** @throws DomainError 422 that names every entry which is no address or range */
export function checked_addresses(addresses: readonly string[]): string[] {
  const wrong = addresses.flatMap((text, at): FieldProblem[] =>
    address_range(text) ? [] : [
      problem(
        `allowed_addresses.${at}`,
        text,
        "is no address or range",
        "Write one such as 203.0.113.7, 10.0.0.0/8 or 2001:db8::/32.",
      ),
    ]
  );
  if (wrong.length > 0) throw invalid_many(wrong);
  return [...new Set(addresses)];
}
