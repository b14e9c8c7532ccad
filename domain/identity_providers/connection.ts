/**
 * The way to a provider: its addresses by discovery, its keys by JWKS, both kept for ten minutes. Every request is
 * guarded after resolution (domain/kernel/net/guarded_fetch.ts), also those to addresses that the provider names.
 */
import { createRemoteJWKSet, customFetch } from "jose";
import * as oidc from "openid-client";
import type { Config } from "~/config.ts";
import { guarded_fetch, type GuardedFetch } from "~/domain/kernel/net/guarded_fetch.ts";
import type { IdentityProvider } from "./providers.ts";
import { opened_secret } from "./secrets.ts";

export type Keys = ReturnType<typeof createRemoteJWKSet>;

export interface Connection {
  configuration: oidc.Configuration;
  /** Null where the provider names no address for them. */
  keys: Keys | null;
  /** What an ID token may be signed with: what the provider announces, of what a client cannot forge. */
  algorithms: string[];
}

/** The provider's row with its sealed secret, as `load_provider` reads it. */
export type ProviderWithSecret = IdentityProvider & { client_secret: string | null };

/** Signatures with a key that only the provider has. HS256 would be "signed" by the client secret, and `none` by nobody. */
const asymmetric = /^(RS|PS|ES)(256|384|512)$|^EdDSA$|^Ed25519$/;

const timeout_ms = 10_000;
const kept_ms = 10 * 60_000;
/** A stranger's logout tokens with made-up key ids must not make us ask the provider again and again. */
const cooldown_ms = 30_000;
const most_kept = 100;

const kept = new Map<string, { connection: Connection; until: number }>();

export const provider_fetch = (config: Config): GuardedFetch =>
  guarded_fetch({ guard: { allow_private: config.ALLOW_PRIVATE_IDENTITY_PROVIDERS }, timeout_ms });

/** Outside of any transaction. @throws whatever keeps the provider from being reached or believed; `words_of` says it */
export async function connect(config: Config, provider: ProviderWithSecret, fresh = false): Promise<Connection> {
  const name = `${provider.id} ${provider.updated_at}`;
  const known = kept.get(name);
  if (known && known.until > Date.now() && !fresh) return known.connection;
  const connection = await discover(config, provider);
  if (kept.size >= most_kept) kept.clear();
  kept.set(name, { connection, until: Date.now() + kept_ms });
  return connection;
}

async function discover(config: Config, provider: ProviderWithSecret): Promise<Connection> {
  const fetch = provider_fetch(config);
  const secret = provider.client_secret === null
    ? null
    : await opened_secret(config.ENCRYPTION_KEYS, provider.id, provider.client_secret);
  const configuration = await oidc.discovery(
    new URL(provider.issuer),
    provider.client_id,
    {},
    (as, client, body, headers) =>
      (secret === null
        ? oidc.None()
        : (as.token_endpoint_auth_methods_supported ?? ["client_secret_basic"]).includes("client_secret_basic")
        ? oidc.ClientSecretBasic(secret)
        : oidc.ClientSecretPost(secret))(as, client, body, headers),
    {
      timeout: timeout_ms / 1000,
      [oidc.customFetch]: (url, options) => fetch(url, options),
      execute: config.ALLOW_PRIVATE_IDENTITY_PROVIDERS ? [oidc.allowInsecureRequests] : [],
    },
  );
  const { jwks_uri, id_token_signing_alg_values_supported: announced } = configuration.serverMetadata();
  return {
    configuration,
    algorithms: (announced ?? ["RS256"]).filter((alg) => asymmetric.test(alg)),
    keys: jwks_uri === undefined ? null : createRemoteJWKSet(new URL(jwks_uri), {
      [customFetch]: (url, options) => fetch(url, options),
      timeoutDuration: timeout_ms,
      cooldownDuration: cooldown_ms,
      cacheMaxAge: kept_ms,
    }),
  };
}
