/**
 * CSRF: double submit, signed, plus the browser's own word on the origin.
 *
 * A foreign page can make a browser send our cookies but can neither read the token nor set it: the cookie's value is
 * signed, so a planted cookie from a sibling domain does not pass. Missing is refused, like wrong. JSON is no
 * exception: a request with a cookie and without a bearer token is checked whatever its content type.
 */
import { derive_key } from "~/domain/kernel/crypto/keys.ts";
import { equal_secrets, random_token } from "~/domain/kernel/crypto/tokens.ts";
import { createHmac } from "node:crypto";
import { form_data, is_form } from "./forms.ts";

export const csrf_cookie = "omni_csrf";
export const csrf_field = "_csrf_token";
export const csrf_header = "x-csrf-token";

export function csrf_tokens(secret: Uint8Array) {
  const key = derive_key(secret, "csrf");
  const sign = (text: string) => createHmac("sha256", key).update(text).digest("base64url");
  const salted = (salt: string, cookie: string) => `${salt}.${sign(`${salt}.${cookie}`).slice(0, 22)}`;
  return {
    /** A new token for a browser's cookie. */
    make(): string {
      const nonce = random_token(16);
      return `${nonce}.${sign(nonce)}`;
    },
    /**
     * The cookie's token as a page's forms carry it, another one in each answer: pages are compressed, and a value that
     * stays the same beside words of an attacker's choice could be guessed by their length (BREACH).
     */
    for_page: (cookie: string): string => salted(random_token(6), cookie),
    genuine(token: string): boolean {
      const [nonce = "", signature = ""] = token.split(".");
      return equal_secrets(signature, sign(nonce));
    },
    /** Scripts send the cookie's own value, forms what their page gave them. */
    belongs: (sent: string, cookie: string): boolean =>
      equal_secrets(sent, cookie) || equal_secrets(sent, salted(sent.split(".")[0] ?? "", cookie)),
  };
}
export type CsrfTokens = ReturnType<typeof csrf_tokens>;

/** Browsers say where a request comes from; a tool that says neither is left to the token. */
export function same_origin(request: Request, public_url: string): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site && site !== "same-origin" && site !== "none") return false;
  const origin = request.headers.get("origin");
  if (!origin || origin === "null") return origin === null;
  // The address a person typed may differ from PUBLIC_URL (an address on the local network): the Host header tells.
  return origin === new URL(public_url).origin || new URL(origin).host === request.headers.get("host");
}

export const is_unsafe = (method: string): boolean => !["GET", "HEAD", "OPTIONS"].includes(method);

/** The token a request carries, in a header or in its form. */
export async function sent_token(request: Request): Promise<string | null> {
  const header = request.headers.get(csrf_header);
  if (header) return header;
  if (!is_form(request)) return null;
  const value = (await form_data(request)).get(csrf_field);
  return typeof value === "string" ? value : null;
}

export const passes = (tokens: CsrfTokens, sent: string | null, cookie: string | null): boolean =>
  sent !== null && cookie !== null && tokens.belongs(sent, cookie) && tokens.genuine(cookie);
