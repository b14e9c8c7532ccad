import type { KeyRing } from "~/domain/kernel/crypto/keys.ts";

const version = "s1";
const iv_bytes = 12;

/**
 * Encrypts a secret for the database: AES-256-GCM under the ring's first key, as `s1.<key id>.<base64url of iv + ciphertext + tag>`.
 * @param context what the secret belongs to (`settings/smtp.password`, `webhook/<id>`). It is authenticated with it: a sealed value copied to another row does not open.
 */
export async function seal(ring: KeyRing, secret: string, context: string): Promise<string> {
  const [current] = ring;
  if (current === undefined) throw new Error("The key ring is empty. Set ENCRYPTION_KEYS.");
  const iv = crypto.getRandomValues(new Uint8Array(iv_bytes));
  const key = await aes_key(current.key, "encrypt");
  const sealed = await crypto.subtle.encrypt(
    parameters(iv, current.id, context),
    key,
    new TextEncoder().encode(secret),
  );
  const bytes = new Uint8Array(iv_bytes + sealed.byteLength);
  bytes.set(iv);
  bytes.set(new Uint8Array(sealed), iv_bytes);
  return `${version}.${current.id}.${bytes.toBase64({ alphabet: "base64url", omitPadding: true })}`;
}

/** The secret again. Throws an Error (for the log; to a client it is `internal`) when the key is not in the ring, or the value or its context was altered. */
export async function open(ring: KeyRing, sealed: string, context: string): Promise<string> {
  const [mark, id = "", body = ""] = sealed.split(".");
  if (mark !== version) throw new Error(`The sealed value of ${context} has an unknown form.`);
  const entry = ring.find((one) => one.id === id);
  if (entry === undefined) {
    throw new Error(`The sealed value of ${context} needs the key "${id}". Add it to ENCRYPTION_KEYS.`);
  }
  try {
    const bytes = Uint8Array.fromBase64(body, { alphabet: "base64url" });
    const key = await aes_key(entry.key, "decrypt");
    const plain = await crypto.subtle.decrypt(
      parameters(bytes.slice(0, iv_bytes), id, context),
      key,
      bytes.slice(iv_bytes),
    );
    return new TextDecoder().decode(plain);
  } catch (cause) {
    throw new Error(
      `The sealed value of ${context} does not open with the key "${id}". It was altered, moved or sealed with another key.`,
      { cause },
    );
  }
}

/** The same secret under the ring's first key. What is sealed so already comes back unchanged: a rotation can be run again. */
export async function rotate(ring: KeyRing, sealed: string, context: string): Promise<string> {
  return is_current(ring, sealed) ? sealed : await seal(ring, await open(ring, sealed, context), context);
}

export function is_current(ring: KeyRing, sealed: string): boolean {
  return sealed.startsWith(`${version}.${ring[0]?.id}.`);
}

function aes_key(key: Uint8Array<ArrayBuffer>, use: "encrypt" | "decrypt"): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", key, "AES-GCM", false, [use]);
}

function parameters(iv: Uint8Array<ArrayBuffer>, id: string, context: string): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(`${version}.${id}.${context}`) };
}
