import { z } from "zod";
import { demand_step_up, narrows_addresses } from "~/domain/access/mod.ts";
import { invalid, stale } from "~/domain/kernel/errors.ts";
import { text, timestamp } from "~/domain/kernel/fields.ts";
import { permission_set } from "~/domain/kernel/permissions.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { address_list, scope_list } from "./api_key.ts";
import { demand_no_key, hold_key } from "./reach.ts";
import { api_keys, type ApiKey } from "./rows.ts";
import { checked_scopes, demand_within_own, narrows_scopes } from "./scopes.ts";
import { check_expiry, checked_addresses } from "./terms.ts";

export const key_change = z.strictObject({
  name: text(120),
  scopes: scope_list,
  allowed_addresses: address_list,
  expires_at: timestamp().nullable(),
}).partial();
export type KeyChange = z.input<typeof key_change>;

/**
 * Narrowing (fewer scopes, fewer addresses, an earlier end) is done at once; whatever makes the key open more asks for a
 * fresh proof, and scopes that are added for having them oneself.
 * @param version the `updated_at` that the caller last saw; another one is refused with 409 `stale`
 */
export async function change_key(tx: Tx, id: string, input: KeyChange, version: string | null = null): Promise<ApiKey> {
  demand_no_key(tx);
  const before = await hold_key(tx, id);
  if (version && version !== before.updated_at) throw stale("API key", "updated_at", version, before.updated_at);
  const asked = validated(key_change, input);
  if (Object.keys(asked).length === 0) {
    throw invalid("(body)", "{}", "names no field to change", "Send at least one field.");
  }
  const change: KeyChange = {
    ...asked,
    ...(asked.scopes ? { scopes: checked_scopes(asked.scopes) } : {}),
    ...(asked.allowed_addresses ? { allowed_addresses: checked_addresses(asked.allowed_addresses) } : {}),
  };
  if (change.expires_at !== undefined && change.expires_at !== before.expires_at) {
    await check_expiry(tx, change.expires_at, Temporal.Instant.from(before.rotated_at ?? before.created_at));
  }
  if (widens(before, change)) {
    const had = permission_set(before.scopes);
    demand_within_own(tx, change.scopes?.filter((scope) => !before.scopes.includes(scope) && !had.has(scope)) ?? []);
    await demand_step_up(tx);
  }
  return await api_keys.patch(tx, before, change);
}

function widens(before: ApiKey, { scopes, allowed_addresses, expires_at }: KeyChange): boolean {
  const is_later = expires_at !== undefined && before.expires_at !== null &&
    (expires_at === null ||
      Temporal.Instant.compare(Temporal.Instant.from(expires_at), Temporal.Instant.from(before.expires_at)) > 0);
  return is_later || (scopes !== undefined && !narrows_scopes(before.scopes, scopes)) ||
    (allowed_addresses !== undefined && !narrows_addresses(before.allowed_addresses, allowed_addresses));
}
