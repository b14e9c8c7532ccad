import { createHash, timingSafeEqual } from "node:crypto";

/** A secret for links, sessions and API keys: base64url of random bytes, after a readable prefix where one helps (`omni_key_…`: leak scanners find it). */
export function random_token(bytes = 32, prefix = ""): string {
  const raw = crypto.getRandomValues(new Uint8Array(bytes));
  return prefix + raw.toBase64({ alphabet: "base64url", omitPadding: true });
}

// No 0/O, 1/I/L, U (heard as V): 30 signs, 4.9 bits each.
const code_signs = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A code that people read aloud and type. Bytes past the last whole multiple of 30 are thrown away, so that every sign is equally likely. */
export function random_code(length = 8): string {
  let code = "";
  while (code.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) {
      if (byte < 240 && code.length < length) code += code_signs[byte % code_signs.length];
    }
  }
  return code;
}

/** SHA-256 as hex. What the database keeps of a random token: enough to find it, useless to who reads the table. Not for passwords. */
export function token_hash(token: string | Uint8Array): string {
  return createHash("sha256").update(token).digest("hex");
}

/** Compares secrets in a time that depends on neither where they differ nor how long they are. */
export function equal_secrets(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
