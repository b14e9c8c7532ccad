/** The cookie of a browser that signed in to an account before. Signed, bound to the name, and worth no access at all. */
import { createHmac } from "node:crypto";
import { derive_key } from "~/domain/kernel/crypto/keys.ts";
import { equal_secrets, random_token, token_hash } from "~/domain/kernel/crypto/tokens.ts";

export function known_devices(secret: Uint8Array) {
  const key = derive_key(secret, "known-device");
  const sign = (nonce: string, username: string) =>
    createHmac("sha256", key).update(`${nonce}\n${username.trim().toLowerCase()}`).digest("base64url");
  return {
    make(username: string): string {
      const nonce = random_token(16);
      return `${nonce}.${sign(nonce, username)}`;
    },
    /** @returns under which its failures are counted; null for a cookie that is forged or of another account */
    key(cookie: string | null, username: string): string | null {
      const [nonce = "", signature = ""] = (cookie ?? "").split(".");
      return nonce !== "" && equal_secrets(signature, sign(nonce, username)) ? token_hash(nonce) : null;
    },
  };
}
