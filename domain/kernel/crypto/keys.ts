import { Buffer } from "node:buffer";
import { hkdfSync } from "node:crypto";
import { dirname } from "node:path";

/** Keys for secrets at rest. The first seals; all open. */
export type KeyRing = readonly { id: string; key: Uint8Array<ArrayBuffer> }[];

/** Bytes written as hex, base64 or base64url; undefined when it is none of them. */
export function parse_key(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (/^(?:[0-9a-f]{2})+$/i.test(text)) return Uint8Array.fromHex(text);
  const standard = text.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
  if (standard === "" || !/^[A-Za-z0-9+/]+$/.test(standard) || standard.length % 4 === 1) return undefined;
  return new Uint8Array(Buffer.from(standard, "base64"));
}

/** `id:key,id:key` with keys of 32 bytes (AES-256). Gives the reason as text when it is not so; never the key. */
export function parse_key_ring(text: string): KeyRing | string {
  const ring: { id: string; key: Uint8Array<ArrayBuffer> }[] = [];
  for (const [at, entry] of text.split(",").map((part) => part.trim()).filter(Boolean).entries()) {
    const [id = "", encoded = ""] = entry.split(":");
    const key = parse_key(encoded);
    if (!/^[a-z0-9_-]{1,16}$/i.test(id)) return `entry ${at + 1} lacks an id of letters and digits before the colon`;
    if (key?.length !== 32) return `the key "${id}" is not 32 bytes of base64 or hex`;
    if (ring.some((known) => known.id === id)) return `the id "${id}" appears twice`;
    ring.push({ id, key });
  }
  return ring.length === 0 ? "it holds no key" : ring;
}

/** Separate keys for separate purposes out of one secret (HKDF-SHA-256, RFC 5869), so that a token key never doubles as another. 32 bytes. */
export function derive_key(secret: Uint8Array, purpose: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(hkdfSync("sha256", secret, new Uint8Array(0), `omni/${purpose}`, 32));
}

/**
 * The text of a key file, made once with what `make` gives. Mode 0600, and `createNew`: of two processes that start at once one writes and both read
 * the same key. Losing the file makes what it sealed unreadable, so a file that exists but is empty is an error and is not replaced.
 */
export function read_or_make_key_file(path: string, make: () => string): string {
  try {
    Deno.mkdirSync(dirname(path), { recursive: true });
    Deno.writeTextFileSync(path, make() + "\n", { createNew: true, mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  }
  const text = Deno.readTextFileSync(path).trim();
  if (text === "") {
    throw new Error(`The key file ${path} is empty. Restore it from a backup, or delete it if nothing was sealed yet.`);
  }
  return text;
}

export function new_key(): string {
  return crypto.getRandomValues(new Uint8Array(32)).toBase64();
}
