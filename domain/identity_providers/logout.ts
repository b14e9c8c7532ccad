/** OpenID Connect Back-Channel Logout 1.0: the provider tells that somebody has signed out there. */
import { errors, type JWTPayload, jwtVerify } from "jose";
import { end_session } from "~/domain/access/mod.ts";
import { job_actor, type RequestContext } from "~/domain/kernel/actor.ts";
import { DomainError, not_found, unavailable } from "~/domain/kernel/errors.ts";
import { log } from "~/domain/kernel/log.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { provider_select } from "./begin.ts";
import { connect, type Connection, type ProviderWithSecret } from "./connection.ts";
import { trouble_of } from "./trouble.ts";

const event = "http://schemas.openid.net/event/backchannel-logout";
const clock_skew_s = 30;
/** Seconds after which a token without `exp` is too old to be obeyed. */
const longest_age_s = 300;
export const longest_logout_token = 16 * 1024;

/**
 * Ends the sessions that a logout token names, once.
 * @throws DomainError 404 for a provider that is not there, 400 for a token that does not hold, 503 while its keys cannot be had
 */
export async function obey_logout(
  platform: Platform,
  request: RequestContext | null,
  key: string,
  token: string,
): Promise<{ ended: number }> {
  const actor = { ...job_actor("single sign-on"), request };
  const [provider] = await platform.read(
    actor,
    (tx) => tx.sql<ProviderWithSecret[]>`${provider_select(tx)} where p.key = ${key} and p.is_active and p.is_enabled`,
  );
  if (!provider) throw not_found("identity provider", key);
  const said = await read_token(platform, provider, token);
  return await platform.transaction(actor, async (tx) => {
    const [first] = await tx.sql`
      insert into spent_logout_tokens (provider_id, jti, expires_at)
      values (${provider.id}, ${said.jti}, ${tx.now().add({ hours: 24 }).toString()}::text::timestamptz)
      on conflict do nothing returning jti`;
    if (!first) throw refused("was obeyed before");
    return { ended: await end_named(tx, provider.id, said) };
  });
}

interface Said {
  jti: string;
  sub: string | null;
  sid: string | null;
}

async function read_token(platform: Platform, provider: ProviderWithSecret, token: string): Promise<Said> {
  try {
    const connection = await connect(platform.config, provider);
    return checked((await verified(connection, provider, token, platform.now())).payload);
  } catch (error) {
    if (error instanceof DomainError) throw error;
    const trouble = trouble_of(error);
    log.info("a logout token was not obeyed", { provider: provider.key, reason: trouble.words });
    if (trouble.kind === "unreachable") throw unavailable(30, "The provider's keys cannot be had now; send it again.");
    throw refused("does not hold");
  }
}

async function verified(
  { keys, algorithms, configuration }: Connection,
  provider: ProviderWithSecret,
  token: string,
  now: Temporal.Instant,
) {
  if (!keys) throw new errors.JWKSInvalid("the provider publishes no keys");
  return await jwtVerify(token, keys, {
    algorithms,
    issuer: configuration.serverMetadata().issuer,
    audience: provider.client_id,
    clockTolerance: clock_skew_s,
    maxTokenAge: longest_age_s,
    currentDate: new Date(now.epochMilliseconds),
    requiredClaims: ["iat", "jti", "events"],
  });
}

/** What tells a logout token from any other token of the provider (2.4): an ID token sent here must sign nobody out. */
function checked(claims: JWTPayload): Said {
  const { events, nonce, sub, sid, jti } = claims;
  const named: unknown = typeof events === "object" && events !== null ? Reflect.get(events, event) : undefined;
  if (typeof named !== "object" || named === null) throw refused("is no logout token");
  if (nonce !== undefined) throw refused("has a nonce, which a logout token must not have");
  const text = (value: unknown) => typeof value === "string" && value !== "" && value.length <= 255 ? value : null;
  const said = { jti: text(jti) ?? "", sub: text(sub), sid: text(sid) };
  if (!said.jti || (!said.sub && !said.sid)) throw refused("names neither a subject nor a session");
  return said;
}

/** One session of the provider, or all of a subject's. Sign-ins that wait for a second factor are dropped as well. */
async function end_named(tx: Tx, provider_id: string, { sub, sid }: Said): Promise<number> {
  const named = tx.sql`
    e.provider_id = ${provider_id} and (${sub}::text is null or e.subject = ${sub}) and (${sid}::text is null or x.provider_session = ${sid})`;
  const sessions = await tx.sql<{ id: string }[]>`
    select x.id from sessions x join external_identities e on e.id = x.external_identity_id
     where x.revoked_at is null and ${named} for update of x`;
  for (const { id } of sessions) await end_session(tx, id, "signed out at the identity provider");
  await tx
    .sql`delete from pending_sign_ins x using external_identities e where e.id = x.external_identity_id and ${named}`;
  return sessions.length;
}

const refused = (why: string) => new DomainError("bad_request", `The logout token ${why}.`);
