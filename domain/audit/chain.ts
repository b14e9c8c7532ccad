/**
 * What the chain hashes. Sealing and checking read it through the same words, so that they cannot disagree about an entry.
 * Every column of `audit_events` stands in it: a test adds one and fails where it is forgotten here.
 */
import { createHash, createHmac } from "node:crypto";
import { derive_key, type KeyRing } from "~/domain/kernel/crypto/keys.ts";
import { equal_secrets } from "~/domain/kernel/crypto/tokens.ts";

/** In the order in which they are hashed. A new column goes to the end. */
export const chained_columns = [
  "id",
  "occurred_at",
  "action",
  "entity_type",
  "entity_id",
  "entity_label",
  "subscriber_id",
  "changes",
  "actor_kind",
  "actor_id",
  "actor_label",
  "impersonator_id",
  "impersonator_label",
  "api_key_id",
  "request_id",
  "ip",
  "user_agent",
] as const;

/**
 * An entry as one text, as PostgreSQL writes JSON: strings are escaped, so no two entries have the same text, and jsonb
 * keeps its keys in an order of its own. Times in UTC to the microsecond, whatever the session's zone.
 */
export const entry_content = `jsonb_build_array(${
  chained_columns.map((name) =>
    name === "occurred_at" ? `to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')` : `e.${name}`
  ).join(", ")
})::text`;

/** The hash before the first. */
export const origin: Uint8Array = new Uint8Array(32);

/** SHA-256 of the hash before, the position and the entry. */
export function link(previous: Uint8Array, position: number, content: string): Uint8Array {
  return createHash("sha256").update(previous).update(`${position}\n`).update(content).digest();
}

export const hex = (hash: Uint8Array): string => hash.toHex();

const sign_with = (key: Uint8Array, position: number, hash: Uint8Array): string =>
  createHmac("sha256", derive_key(key, "audit chain")).update(`${position}\n`).update(hash).digest("base64url");

/** `<key id>.<HMAC-SHA-256>`: who rewrites the whole chain inside the database lacks the key for it. */
export function sign(ring: KeyRing, position: number, hash: Uint8Array): string {
  const [current] = ring;
  if (!current) throw new Error("The key ring is empty. Set ENCRYPTION_KEYS.");
  return `${current.id}.${sign_with(current.key, position, hash)}`;
}

/** `retired`: its key is not in the ring any more, so it can be neither believed nor doubted. */
export function judge_signature(
  ring: KeyRing,
  signature: string,
  position: number,
  hash: Uint8Array,
): "good" | "bad" | "retired" {
  const at = signature.indexOf(".");
  const key = ring.find((one) => one.id === signature.slice(0, at));
  if (!key) return "retired";
  return equal_secrets(signature.slice(at + 1), sign_with(key.key, position, hash)) ? "good" : "bad";
}
