/** The second half of a flow: from the provider's answer to who it is. Outside of any transaction. */
import { errors, jwtVerify } from "jose";
import * as oidc from "openid-client";
import type { Config } from "~/config.ts";
import { flow_secrets, type FlowRequest, step_up_age_s } from "./begin.ts";
import { claim_at, type Claims, type Visitor, visitor_of } from "./claims.ts";
import { connect, type Connection, type ProviderWithSecret } from "./connection.ts";

const clock_skew_s = 30;

export interface Answer {
  /** The redirect URI with the query that came back. */
  url: URL;
  token: string;
  request: FlowRequest;
  /** Claims that roles hang on. */
  wanted: readonly string[];
}

/**
 * Everything that OpenID Connect Core 3.1.3 demands of a client: state and issuer of the answer (RFC 9207 where the
 * provider announces it), the exchange with its PKCE verifier, and of the ID token signature, algorithm, issuer,
 * audience, azp, times and nonce.
 * @throws whatever does not hold; `trouble_of` says it
 */
export async function exchange(config: Config, provider: ProviderWithSecret, answer: Answer): Promise<Visitor> {
  const connection = await connect(config, provider);
  const { state, nonce, verifier } = flow_secrets(answer.token);
  const fresh = answer.request.purpose === "step_up";
  const tokens = await oidc.authorizationCodeGrant(connection.configuration, answer.url, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
    ...(fresh ? { maxAge: step_up_age_s } : {}),
  });
  const id_token = tokens.claims();
  if (!id_token || !tokens.id_token) throw new Error("the provider sent no ID token");
  await check_signature(connection, tokens.id_token, provider.client_id);
  if (id_token.azp !== undefined && id_token.azp !== provider.client_id) {
    throw new Error("the ID token was given to another client");
  }
  if (id_token.sub.length > 255) throw new Error("the subject is longer than 255 characters");
  if (fresh) check_moment(id_token.auth_time, answer.request.created_at);
  const named: Claims = { ...id_token };
  const missing = [provider.email_claim, provider.name_claim, ...answer.wanted].some((claim) =>
    claim_at(named, claim) === undefined
  );
  const more: Claims = missing && connection.configuration.serverMetadata().userinfo_endpoint
    ? { ...await oidc.fetchUserInfo(connection.configuration, tokens.access_token, id_token.sub) }
    : {};
  return visitor_of(provider, { ...more, ...named }, id_token.sub);
}

/**
 * The library leaves the signature to TLS, as the specification allows for this flow. Here it is checked all the same:
 * a token that a proxy, a cache or a foreign endpoint slipped in does not pass. A key that we do not know yet may be
 * a new one of the provider: it is asked once more.
 */
async function check_signature({ keys, algorithms, configuration }: Connection, token: string, audience: string) {
  if (!keys) throw new Error("the provider publishes no keys");
  const options = { algorithms, issuer: configuration.serverMetadata().issuer, audience, clockTolerance: clock_skew_s };
  try {
    await jwtVerify(token, keys, options);
  } catch (error) {
    if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    await keys.reload();
    await jwtVerify(token, keys, options);
  }
}

/** A session that the provider had before would prove nothing about who sits there now. */
function check_moment(auth_time: number | undefined, asked_at: string): void {
  const asked = Temporal.Instant.from(asked_at).epochMilliseconds / 1000;
  if (auth_time === undefined || auth_time < asked - clock_skew_s) {
    throw new Error("the provider does not say that the person has proved themselves now");
  }
}
