/** What an operator says of a provider, and the rules that one field alone cannot hold. */
import { z } from "zod";
import { audiences } from "~/domain/kernel/crypto/jwt.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import { url } from "~/domain/kernel/fields.ts";
import { check_target } from "~/domain/kernel/net/address_guard.ts";
import type { Tx } from "~/domain/kernel/tx.ts";

/** Read by the flow's own addresses: `/auth/sso/<key>/callback`. */
const key = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "takes small letters, digits and hyphens, 40 at most");
/** `groups`, `realm_access.roles`, `https://example.com/roles`: a name as it is, else a path of names. */
const claim = z.string().trim().regex(/^[\w.:/@#~-]{1,200}$/, "is no name of a claim");
const domain = z.string().trim().toLowerCase().regex(
  /^(?=.{3,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,63}$/,
  "is no domain such as example.com",
);

const fields = {
  name: z.string().trim().min(1).max(80),
  button_label: z.string().trim().min(1).max(80).nullable(),
  issuer: url().transform((text) => text.replace(/\/\.well-known\/openid-configuration$/, "")),
  client_id: z.string().trim().min(1).max(200),
  /** Null takes it away: PKCE alone protects the exchange then. */
  client_secret: z.string().trim().min(1).max(1_000).nullable(),
  scopes: z.array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,60}$/, "is no scope")).min(1).max(20)
    .refine((scopes) => scopes.includes("openid"), "must hold openid"),
  audiences: z.array(z.enum(audiences)).max(4),
  is_enabled: z.boolean(),
  username_claim: claim,
  email_claim: claim,
  name_claim: claim,
  trusts_email: z.boolean(),
  links_by_email: z.boolean(),
  creates_people: z.boolean(),
  email_domains: z.array(domain).max(50),
  default_role: z.string().max(60).nullable(),
  trusts_second_factor: z.boolean(),
  second_factor_values: z.array(z.string().trim().min(1).max(200)).max(20),
  is_enforced: z.boolean(),
};

export const provider_input = z.strictObject({
  ...z.object(fields).partial().shape,
  key,
  name: fields.name,
  issuer: fields.issuer,
  client_id: fields.client_id,
});
export const provider_change = z.strictObject(fields).partial();
export type ProviderInput = z.input<typeof provider_input>;
export type ProviderChange = z.input<typeof provider_change>;

export const rule_input = z.strictObject({ claim, value: z.string().trim().min(1).max(200), role: z.string().max(60) });
export const rules_input = z.strictObject({ rules: z.array(rule_input).max(200) });
export type RuleInput = z.input<typeof rule_input>;

interface Trust {
  trusts_email?: boolean | undefined;
  links_by_email?: boolean | undefined;
  email_domains?: string[] | undefined;
  is_enforced?: boolean | undefined;
}

/** @throws DomainError 422 for switches that would mean nothing, or too much, together */
export function check_trust(values: Trust, before: Trust | null): void {
  const trusts_email = values.trusts_email ?? before?.trusts_email ?? false;
  const domains = values.email_domains ?? before?.email_domains ?? [];
  if ((values.links_by_email ?? before?.links_by_email) && !trusts_email) {
    throw invalid(
      "links_by_email",
      "true",
      "needs a provider whose word on verified addresses counts",
      "Switch that on as well, or let people link their account themselves.",
    );
  }
  if (domains.length > 0 && !trusts_email) {
    throw invalid(
      "email_domains",
      domains.join(", "),
      "cannot be held against addresses that nobody has verified",
      "Trust the provider's word on verified addresses, or leave the domains out.",
    );
  }
  if ((values.is_enforced ?? before?.is_enforced) && domains.length === 0) {
    throw invalid("is_enforced", "true", "needs the domains of the people whom it binds", "Name them.");
  }
}

/** Refuses at once what no request could reach. Names are resolved, and judged again, at each request: here a name server would hold up the transaction. */
export async function check_issuer(tx: Tx, issuer: string): Promise<void> {
  const some_public_address = "9.9.9.9";
  await check_target(issuer, "issuer", {
    allow_private: tx.services.config.ALLOW_PRIVATE_IDENTITY_PROVIDERS,
    resolve: () => Promise.resolve([some_public_address]),
  });
  if (/[?#]/.test(issuer)) {
    throw invalid("issuer", issuer, "has a ? or #, which no issuer has", "Copy it from the provider.");
  }
}
