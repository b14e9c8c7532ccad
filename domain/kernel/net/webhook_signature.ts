import { createHmac, timingSafeEqual } from "node:crypto";

/** Standard Webhooks 1.0 (github.com/standard-webhooks): HMAC-SHA256 over `id.timestamp.body`, header `webhook-signature: v1,<base64> v1,<base64>`. */
const mark = "whsec_";
const shortest_secret = 24;
const longest_secret = 64;

export function new_webhook_secret(bytes = 32): string {
  return mark + crypto.getRandomValues(new Uint8Array(bytes)).toBase64();
}

export type SecretResult = { ok: true; key: Uint8Array<ArrayBuffer> } | { ok: false; reason: string };

/** The key of a `whsec_…` secret; the standard asks for 24 to 64 bytes. The reason never holds the secret. */
export function parse_webhook_secret(secret: string): SecretResult {
  const encoded = secret.startsWith(mark) ? secret.slice(mark.length) : secret;
  try {
    const key = Uint8Array.fromBase64(encoded);
    return key.length >= shortest_secret && key.length <= longest_secret
      ? { ok: true, key }
      : { ok: false, reason: `holds ${key.length} bytes instead of ${shortest_secret} to ${longest_secret}` };
  } catch {
    return { ok: false, reason: "is not whsec_ followed by base64" };
  }
}

/**
 * The three headers of a delivery. Several secrets give several signatures: while a secret is being replaced, the receiver's old and new one both fit.
 * @param id the same for every attempt of one delivery, so that the receiver can drop repeats
 * @param timestamp seconds since 1970, of this attempt
 * @param body exactly the bytes that are sent
 */
export function sign_webhook(
  id: string,
  timestamp: number,
  body: string,
  secrets: readonly string[],
): Record<string, string> {
  if (secrets.length === 0) throw new Error("A webhook needs at least one secret to be signed with.");
  if (id.includes(".")) throw new Error("A webhook id may not contain a dot: it separates the signed parts.");
  return {
    "webhook-id": id,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": secrets.map((secret) =>
      `v1,${signature(id, timestamp, body, key_of(secret)).toString("base64")}`
    ).join(" "),
  };
}

export type VerifyResult = { ok: true; id: string; timestamp: number } | { ok: false; reason: string };

/**
 * Checks an inbound webhook. Old and future timestamps are refused, so that a recorded call cannot be played again later; within the tolerance the caller
 * drops repeats by id.
 * @param secrets every one that may still be in use
 * @param now seconds since 1970
 * @param tolerance seconds
 */
export function verify_webhook(
  headers: Headers,
  body: string | Uint8Array,
  secrets: readonly string[],
  now: number = Math.floor(Date.now() / 1000),
  tolerance = 300,
): VerifyResult {
  const id = headers.get("webhook-id") ?? "";
  const stamp = headers.get("webhook-timestamp") ?? "";
  const sent = headers.get("webhook-signature") ?? "";
  if (id === "" || stamp === "" || sent === "") {
    return { ok: false, reason: "lacks webhook-id, webhook-timestamp or webhook-signature" };
  }
  if (!/^\d{1,12}$/.test(stamp)) return { ok: false, reason: "has a timestamp that is no number of seconds" };
  const timestamp = Number(stamp);
  if (timestamp < now - tolerance) return { ok: false, reason: `is older than ${tolerance} s` };
  if (timestamp > now + tolerance) return { ok: false, reason: `is more than ${tolerance} s in the future` };
  const expected = secrets.map((secret) => signature(id, timestamp, body, key_of(secret)));
  const fits = sent.split(" ").slice(0, 10).some((one) => {
    const [version, encoded = ""] = one.split(",");
    if (version !== "v1") return false; // v1a (ed25519) and what may come: not ours to judge
    const given = bytes_of(encoded);
    return given !== undefined &&
      expected.some((right) => given.length === right.length && timingSafeEqual(given, right));
  });
  return fits ? { ok: true, id, timestamp } : { ok: false, reason: "has no signature that fits a known secret" };
}

function signature(id: string, timestamp: number, body: string | Uint8Array, key: Uint8Array) {
  return createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest();
}

function key_of(secret: string): Uint8Array {
  const result = parse_webhook_secret(secret);
  if (result.ok) return result.key;
  throw new Error(`A webhook secret ${result.reason}.`);
}

function bytes_of(encoded: string): Uint8Array | undefined {
  try {
    return Uint8Array.fromBase64(encoded);
  } catch {
    return undefined;
  }
}
