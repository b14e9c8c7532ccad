import { z } from "zod";
import { demand_step_up } from "~/domain/access/mod.ts";
import { demand } from "~/domain/kernel/actor.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import { text, timestamp } from "~/domain/kernel/fields.ts";
import { permission_set } from "~/domain/kernel/permissions.ts";
import { demand_staff } from "~/domain/kernel/staff_only.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { address_list, scope_list } from "./api_key.ts";
import { tell_owner } from "./notices.ts";
import { demand_no_key } from "./reach.ts";
import { add_secret, api_keys, type ApiKey, key_start, new_key_secret } from "./rows.ts";
import { checked_scopes, demand_within_own } from "./scopes.ts";
import { check_expiry, checked_addresses } from "./terms.ts";

export const new_key = z.strictObject({
  name: text(120),
  owner_id: z.uuid().optional().meta({ description: "Oneself unless given; somebody else takes api-keys:manage" }),
  scopes: scope_list,
  expires_at: timestamp().nullable().meta({ description: "Must be chosen; null for never, where that is allowed" }),
  allowed_addresses: address_list.default([]),
});
export type NewKey = z.input<typeof new_key>;

/**
 * @returns the row with its secret: the only time that it is told
 * @throws DomainError 403 for scopes beyond one's own rights or without a fresh proof, 422 for what does not hold
 */
export async function create_key(tx: Tx, input: NewKey): Promise<ApiKey & { secret: string }> {
  demand_staff(tx, "api-keys:create");
  demand_no_key(tx);
  const asked = validated(new_key, input);
  const owner_id = asked.owner_id ?? tx.actor.person_id;
  if (!owner_id) throw invalid("owner_id", undefined, "is required", "Name the person whose key it is.");
  if (owner_id !== tx.actor.person_id && !tx.trusted) demand(tx.actor, "api-keys:manage");
  const scopes = checked_scopes(asked.scopes);
  const allowed_addresses = checked_addresses(asked.allowed_addresses);
  await check_expiry(tx, asked.expires_at, tx.now());
  demand_within_own(tx, scopes);
  await demand_step_up(tx);
  await check_owner(tx, owner_id, scopes);
  const secret = new_key_secret();
  const key = await api_keys.insert(tx, {
    name: asked.name,
    owner_id,
    scopes,
    allowed_addresses,
    expires_at: asked.expires_at,
    start: key_start(secret),
    created_by_id: tx.actor.person_id,
  });
  await add_secret(tx, key.id, secret);
  await tell_owner(tx, key, "api_key_created", tx.actor.label);
  return { ...key, secret };
}

/** A key of somebody who is no staff would open nothing, and one beyond its owner would do less than it says. */
async function check_owner(tx: Tx, owner_id: string, scopes: readonly string[]): Promise<void> {
  const [owner] = await tx.sql<{ name: string; permissions: string[] }[]>`
    select p.display_name as name, coalesce((select jsonb_agg(o.key) from permissions_of(p.id, 'admin') o), '[]') as permissions
      from people p
     where p.id = ${owner_id}::text::uuid and p.is_active`;
  if (!owner || owner.permissions.length === 0) {
    throw invalid(
      "owner_id",
      owner?.name ?? owner_id,
      "is nobody of the staff",
      "Choose a person who has a role of staff.",
    );
  }
  const has = permission_set(owner.permissions).has;
  const beyond = scopes.find((scope) => !has(scope));
  if (beyond) {
    throw invalid("scopes", beyond, `is more than ${owner.name} may`, "Leave it out, or choose another owner.");
  }
}
