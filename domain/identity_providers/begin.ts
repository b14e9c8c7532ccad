/** The first half of a flow: from a button to the provider. */
import { Buffer } from "node:buffer";
import * as oidc from "openid-client";
import type { Audience } from "~/domain/access/mod.ts";
import { derive_key } from "~/domain/kernel/crypto/keys.ts";
import { equal_secrets, random_token, token_hash } from "~/domain/kernel/crypto/tokens.ts";
import { not_found } from "~/domain/kernel/errors.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import type { Connection, ProviderWithSecret } from "./connection.ts";

export type Purpose = "sign_in" | "link" | "step_up";

/** Minutes from the button to the way back. */
export const request_minutes = 10;

export interface FlowRequest {
  provider_id: string;
  audience: Audience;
  purpose: Purpose;
  person_id: string | null;
  session_id: string | null;
  next: string;
  created_at: string;
}

/**
 * State, nonce and PKCE verifier, each by a derivation of its own from one random token that this browser keeps in a
 * cookie and we do not keep at all. Whoever reads the database, or sees the state in an address, has none of them; a
 * callback that another browser is made to open (login CSRF) has no cookie to match.
 */
export function flow_secrets(token: string) {
  const bytes = new TextEncoder().encode(token);
  const of = (purpose: string) => Buffer.from(derive_key(bytes, `sso-${purpose}`)).toString("base64url");
  return { state: of("state"), nonce: of("nonce"), verifier: of("verifier") };
}

/** @returns the token for the browser's cookie */
export async function open_request(tx: Tx, request: Omit<FlowRequest, "created_at">): Promise<string> {
  const token = random_token();
  const now = tx.now();
  await tx.sql`
    insert into identity_requests (state_hash, provider_id, audience, purpose, person_id, session_id, next, created_at, expires_at)
    values (${token_hash(flow_secrets(token).state)}, ${request.provider_id}, ${request.audience}, ${request.purpose},
            ${request.person_id}::text::uuid, ${request.session_id}::text::uuid, ${request.next}, ${now.toString()}::text::timestamptz,
            ${now.add({ minutes: request_minutes }).toString()}::text::timestamptz)`;
  return token;
}

/** Uses a request up. @returns null where this browser began none, or it was used, or is too old */
export async function take_request(tx: Tx, token: string | null, state: string): Promise<FlowRequest | null> {
  if (!token || !equal_secrets(flow_secrets(token).state, state)) return null;
  const [row] = await tx.sql<(FlowRequest & { is_fresh: boolean })[]>`
    delete from identity_requests where state_hash = ${token_hash(state)}
    returning provider_id, audience, purpose, person_id, session_id, next, created_at, expires_at > ${tx.now().toString()}::text::timestamptz as is_fresh`;
  return row?.is_fresh ? row : null;
}

/** The request that this browser has begun, unspent: for the page between a form and the provider. */
export async function peek_request(tx: Tx, token: string): Promise<FlowRequest | null> {
  const [row] = await tx.sql<FlowRequest[]>`
    select provider_id, audience, purpose, person_id, session_id, next, created_at from identity_requests
     where state_hash = ${
    token_hash(flow_secrets(token).state)
  } and expires_at > ${tx.now().toString()}::text::timestamptz`;
  return row ?? null;
}

/** The enabled provider of this key and portal, with its sealed secret. @throws DomainError 404 */
export async function load_provider(tx: Tx, key: string, audience: Audience): Promise<ProviderWithSecret> {
  const [row] = await tx.sql<ProviderWithSecret[]>`
    ${provider_select(tx)} where p.key = ${key} and p.is_active and p.is_enabled and ${audience} = any (p.audiences)`;
  if (!row) throw not_found("way to sign in", key);
  return row;
}

export const provider_select = (tx: Tx) =>
  tx.sql`
    /* identity_providers.load */
    select p.*, to_jsonb(p.scopes) as scopes, to_jsonb(p.audiences) as audiences, to_jsonb(p.email_domains) as email_domains,
           to_jsonb(p.second_factor_values) as second_factor_values
      from identity_providers p`;

/** One a provider and portal, so that no provider's answer is ever taken for another's (mix-up, RFC 9700, 4.4.2.2). */
export const redirect_uri = (public_url: string, auth: string, key: string): string =>
  `${public_url}${auth}/sso/${key}/callback`;

/** Where the browser goes. A step-up asks for a proof of now, whatever session the provider has. */
export async function authorization_url(
  { configuration }: Connection,
  provider: ProviderWithSecret,
  token: string,
  purpose: Purpose,
  redirect: string,
): Promise<URL> {
  const { state, nonce, verifier } = flow_secrets(token);
  return oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: redirect,
    scope: provider.scopes.join(" "),
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    ...(purpose === "step_up" ? { prompt: "login", max_age: String(step_up_age_s) } : {}),
  });
}

/** Seconds that a proof at the provider may be old when it is to count as one of now. */
export const step_up_age_s = 300;
