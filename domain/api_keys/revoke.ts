import { z } from "zod";
import { DomainError } from "~/domain/kernel/errors.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { tell_owner } from "./notices.ts";
import { hold_key } from "./reach.ts";
import { api_keys, type ApiKey, record } from "./rows.ts";

export const revocation = z.strictObject({
  reason: z.string().trim().min(1).max(500).optional().meta({ description: "Told to the owner, and kept" }),
});

/** Ends a key for good, on every replica within a second. No proof is asked: ending one must be quicker than using it. */
export async function revoke_key(tx: Tx, id: string, input: z.input<typeof revocation> = {}): Promise<ApiKey> {
  const { reason } = validated(revocation, input);
  return await revoke(tx, await hold_key(tx, id), reason ?? null);
}

/** By the key itself: whoever holds a secret that leaked can make it worthless, with whatever scopes it has. */
export async function revoke_current_key(tx: Tx): Promise<ApiKey> {
  const { key_id } = tx.actor;
  if (!key_id) throw new DomainError("forbidden", "This ends the API key that is sent, and none was sent.");
  return await revoke(tx, await api_keys.lock(tx, key_id), "Revoked by the key itself.");
}

async function revoke(tx: Tx, before: ApiKey, reason: string | null): Promise<ApiKey> {
  await tx.sql`
    update api_keys
       set revoked_at = ${tx.now().toString()}::text::timestamptz, revoked_reason = ${reason}, previous_until = null
     where id = ${before.id}::text::uuid`;
  const after = await record(tx, before, "revoked");
  await tell_owner(tx, after, "api_key_revoked", tx.actor.key_id === before.id ? before.name : tx.actor.label);
  return after;
}
