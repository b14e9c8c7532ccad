/** "Test connection": asks the provider what it is, and says in plain words what is wrong with the answer. */
import * as oidc from "openid-client";
import { type Actor, demand } from "~/domain/kernel/actor.ts";
import { not_found } from "~/domain/kernel/errors.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { is_uuid } from "~/domain/kernel/text/uuid.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { provider_select } from "./begin.ts";
import { connect, provider_fetch, type ProviderWithSecret } from "./connection.ts";
import { identity_providers } from "./providers.ts";
import { trouble_of } from "./trouble.ts";

export interface Finding {
  /** `bad` keeps people out, `note` is worth knowing. */
  tone: "ok" | "bad" | "note";
  words: string;
}

/** Discovery and keys, asked for now; the outcome stays on the provider's page. Outside of any transaction while it asks. */
export async function check_provider(platform: Platform, actor: Actor, id: string): Promise<Finding[]> {
  demand(actor, "identity-providers:update");
  const provider = await platform.read(actor, (tx) => load(tx, id));
  const findings = await findings_of(platform, provider);
  await platform.transaction(actor, async (tx) => {
    await tx.sql`
      update identity_providers
         set checked_at = ${tx.now().toString()}::text::timestamptz, check_report = ${
      JSON.stringify({ findings })
    }::text::jsonb
       where id = ${id}`;
    const row = await identity_providers.fetch(tx, id);
    tx.emit(
      "identity_provider.checked",
      { id, is_well: findings.every(({ tone }) => tone !== "bad"), name: row.name },
      "staff",
    );
  });
  return findings;
}

async function load(tx: Tx, id: string): Promise<ProviderWithSecret> {
  const [row] = is_uuid(id)
    ? await tx.sql<ProviderWithSecret[]>`${provider_select(tx)} where p.id = ${id} and p.is_active`
    : [];
  if (!row) throw not_found("identity provider", id);
  return row;
}

async function findings_of(platform: Platform, provider: ProviderWithSecret): Promise<Finding[]> {
  const { config } = platform;
  try {
    const { configuration, keys, algorithms } = await connect(config, provider, true);
    const metadata = configuration.serverMetadata();
    const found: Finding[] = [{ tone: "ok", words: `${metadata.issuer} answers and calls itself by that name.` }];
    if (keys && metadata.jwks_uri) found.push(await judge_keys(provider_fetch(config), metadata.jwks_uri));
    else found.push({ tone: "bad", words: "It names no address for its keys (jwks_uri): no token could be checked." });
    found.push(...judge_metadata(metadata, algorithms, provider));
    return found;
  } catch (error) {
    return [{ tone: "bad", words: trouble_of(error).words }];
  }
}

async function judge_keys(fetch: ReturnType<typeof provider_fetch>, address: string): Promise<Finding> {
  const answer = await fetch(address, { headers: { accept: "application/json" } });
  const body: unknown = answer.ok ? await answer.json().catch(() => null) : null;
  const keys: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "keys") : undefined;
  if (!Array.isArray(keys)) {
    return { tone: "bad", words: `Its keys at ${address} cannot be read: the answer was ${answer.status}.` };
  }
  return keys.length > 0
    ? { tone: "ok", words: keys.length === 1 ? "It publishes one key." : `It publishes ${keys.length} keys.` }
    : { tone: "bad", words: "It publishes no key: no token could be checked." };
}

function judge_metadata(
  metadata: oidc.ServerMetadata,
  algorithms: readonly string[],
  provider: ProviderWithSecret,
): Finding[] {
  const found: Finding[] = [];
  const lacks = (list: readonly string[] | undefined, ...wanted: string[]) =>
    list === undefined ? [] : wanted.filter((each) => !list.includes(each));
  const bad = (words: string) => void found.push({ tone: "bad", words });
  const note = (words: string) => void found.push({ tone: "note", words });
  if (!metadata.authorization_endpoint || !metadata.token_endpoint) bad("It names no authorization or token address.");
  if (algorithms.length === 0) {
    bad("It signs ID tokens with nothing that a client cannot forge: switch on RS256 or ES256.");
  }
  if (lacks(metadata.response_types_supported, "code").length) bad("It does not offer the authorization code flow.");
  if (lacks(metadata.code_challenge_methods_supported, "S256").length) bad("It offers PKCE, but not by S256.");
  const scopes = lacks(metadata.scopes_supported, ...provider.scopes);
  if (scopes.length) note(`It does not announce these scopes: ${scopes.join(", ")}.`);
  if (provider.client_secret === null && lacks(metadata.token_endpoint_auth_methods_supported, "none").length) {
    note("It announces that clients need a secret, and none is set here.");
  }
  if (!metadata.authorization_response_iss_parameter_supported) {
    note("It does not name itself in its answers (RFC 9207); the redirect address of its own tells it from others.");
  }
  note(metadata.end_session_endpoint ? "People can sign out there as well." : "It offers no sign-out to us.");
  note(
    Reflect.get(metadata, "backchannel_logout_supported") === true
      ? "It tells us when somebody signs out there, once its client is given the address below."
      : "It does not announce back-channel logout: sessions here do not end with those there.",
  );
  return found;
}
