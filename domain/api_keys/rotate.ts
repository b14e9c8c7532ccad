import { z } from "zod";
import { demand_step_up } from "~/domain/access/mod.ts";
import { timestamp } from "~/domain/kernel/fields.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { tell_owner } from "./notices.ts";
import { demand_no_key, hold_key } from "./reach.ts";
import { add_secret, api_keys, type ApiKey, key_start, new_key_secret, record } from "./rows.ts";
import { demand_within_own } from "./scopes.ts";
import { check_expiry } from "./terms.ts";

/** A week: whoever has not changed over by then has forgotten, and a leaked secret should not live longer. */
export const longest_grace_hours = 168;

export const rotation = z.strictObject({
  grace_hours: z.int().min(0).max(longest_grace_hours).default(24)
    .meta({ description: "How long the old secret goes on working; 0 ends it at once" }),
  expires_at: timestamp().nullable().optional().meta({ description: "A new end of the key; unless given it stays" }),
});

/**
 * A new secret, told once; name, scopes and history stay. Of older secrets only the one before it lives through the grace.
 * @throws DomainError 403 for a key that may more than oneself: its secret would be a way to that
 */
export async function rotate_key(
  tx: Tx,
  id: string,
  input: z.input<typeof rotation> = {},
): Promise<ApiKey & { secret: string }> {
  demand_no_key(tx);
  const before = await hold_key(tx, id);
  const { grace_hours, expires_at = before.expires_at ?? null } = validated(rotation, input);
  await check_expiry(tx, expires_at, tx.now());
  if (before.owner_id !== tx.actor.person_id) demand_within_own(tx, before.scopes);
  await demand_step_up(tx);
  const now = tx.now().toString();
  const until = tx.now().add({ hours: grace_hours }).toString();
  // Any older secret whose grace still runs ends now.
  await tx.sql`
    update api_key_secrets
       set valid_until = case when valid_until is null then ${until}::text::timestamptz else least(valid_until, ${now}::text::timestamptz) end
     where key_id = ${id}::text::uuid`;
  const secret = await add_secret(tx, before.id, new_key_secret());
  await tx.sql`
    update api_keys
       set start = ${
    key_start(secret)
  }, rotated_at = ${now}::text::timestamptz, expires_at = ${expires_at}::text::timestamptz,
           previous_until = ${grace_hours === 0 ? null : until}::text::timestamptz
     where id = ${before.id}::text::uuid`;
  const after = await record(tx, before, "rotated");
  await tell_owner(tx, after, "api_key_rotated", tx.actor.label);
  return { ...after, secret };
}

/** Ends the grace of the old secret early: everybody has changed over, or it has leaked. */
export async function end_grace(tx: Tx, id: string): Promise<ApiKey> {
  const before = await hold_key(tx, id);
  const now = tx.now().toString();
  await tx.sql`
    update api_key_secrets set valid_until = ${now}::text::timestamptz
     where key_id = ${before.id}::text::uuid and valid_until > ${now}::text::timestamptz`;
  return await api_keys.patch(tx, before, { previous_until: null });
}
