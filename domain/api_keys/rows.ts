/** Rows of keys and of their secrets. */
import { difference } from "~/domain/kernel/audit.ts";
import { key_start, new_key_secret } from "~/domain/kernel/crypto/key_form.ts";
import { token_hash } from "~/domain/kernel/crypto/tokens.ts";
import { type Entity, type Row } from "~/domain/kernel/entity.ts";
import { declare_event } from "~/domain/kernel/events.ts";
import { manager } from "~/domain/kernel/manager.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { api_key } from "./api_key.ts";

declare_event("api_key.rotated", "An API key got a new secret.");
declare_event("api_key.revoked", "An API key was revoked: it opens nothing any more.");

const told = ["name", "owner_id"] as const;

export const api_keys = manager(api_key, { event_fields: told });
export type ApiKey = Row<typeof api_key>;

/**
 * Makes a secret and stores its hash. SHA-256 without salt or stretching is right for 256 random bits: there is nothing
 * to guess, a table of hashes would have to hold all of them, and every request has to be answered in microseconds.
 * A password needs argon2id because people choose it; nobody chose this.
 */
export async function add_secret(tx: Tx, key_id: string, secret = new_key_secret()): Promise<string> {
  await tx.sql`
    insert into api_key_secrets (key_id, secret_hash, created_at)
    values (${key_id}, ${token_hash(secret)}, ${tx.now().toString()}::text::timestamptz)`;
  return secret;
}

export { key_start, new_key_secret };

/** A change with a name of its own in audit and events, in place of the `updated` that a plain patch leaves. */
export async function record(tx: Tx, before: ApiKey, did: "rotated" | "revoked"): Promise<ApiKey> {
  const after = await api_keys.fetch(tx, before.id);
  const declared: Entity = api_key as unknown as Entity;
  tx.audit({
    action: `api_key.${did}`,
    entity_type: api_key.name,
    entity_id: before.id,
    entity_label: before.name,
    subscriber_id: null,
    changes: difference(declared, { ...before }, { ...after }),
  });
  tx.emit(`api_key.${did}`, { id: before.id, name: before.name, owner_id: before.owner_id }, "staff");
  return after;
}
