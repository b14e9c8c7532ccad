/** What a provider said of a person, read by the names that its operator gave. */
import { parse_email } from "~/domain/kernel/text/email.ts";
import type { IdentityProvider } from "./providers.ts";

export type Claims = Readonly<Record<string, unknown>>;

/** One who came through a provider: its word, checked for form. */
export interface Visitor {
  subject: string;
  username: string | null;
  name: string | null;
  email: string | null;
  /** The provider has verified the address, and its word on that counts here. */
  email_verified: boolean;
  /** The provider's own session, for a logout that it sends. */
  provider_session: string | null;
  /** The provider saw a second factor, and its word on that counts here. */
  second_factor: boolean;
  claims: Claims;
}

/** `groups` or `realm_access.roles`. A claim whose own name has dots (`https://example.com/roles`) is found by that name first. */
export function claim_at(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  let current: unknown = claims;
  for (const part of path.split(".")) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, part)) return undefined;
    current = Reflect.get(current, part);
  }
  return current;
}

/** A claim's values as texts: a list's entries, or the one that there is. */
export function values_at(claims: Claims, path: string): string[] {
  const found = claim_at(claims, path);
  const list: unknown[] = Array.isArray(found) ? found : [found];
  return list.filter((value) => ["string", "number", "boolean"].includes(typeof value)).map(String);
}

export function visitor_of(provider: IdentityProvider, claims: Claims, subject: string): Visitor {
  const email = text_at(claims, provider.email_claim);
  const parsed = email ? parse_email(email) : null;
  const factors = [...values_at(claims, "amr"), ...values_at(claims, "acr")];
  return {
    subject,
    username: text_at(claims, provider.username_claim),
    name: text_at(claims, provider.name_claim)?.slice(0, 160) ?? null,
    email: parsed?.ok ? parsed.email : null,
    // Some providers write the word instead of the value.
    email_verified: provider.trusts_email && (claims.email_verified === true || claims.email_verified === "true"),
    provider_session: text_at(claims, "sid"),
    second_factor: provider.trusts_second_factor &&
      factors.some((each) => provider.second_factor_values.includes(each)),
    claims,
  };
}

function text_at(claims: Claims, path: string): string | null {
  const [value = ""] = values_at(claims, path);
  // deno-lint-ignore no-control-regex
  return value.replaceAll(/[\u0000-\u001f\u007f]/g, " ").trim().slice(0, 255) || null;
}

/** Where the provider names domains, only a verified address of one of them gets in. */
export function in_domains({ email_domains }: IdentityProvider, { email, email_verified }: Visitor): boolean {
  if (email_domains.length === 0) return true;
  return email_verified && email !== null && email_domains.includes(email.slice(email.lastIndexOf("@") + 1));
}
