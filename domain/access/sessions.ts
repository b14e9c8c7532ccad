/**
 * Sessions: a refresh token of 30 days that changes at every use, and ends earlier where nobody uses it. Only hashes
 * are stored. Any token that was used before ends the session, with a grace for the immediately preceding one: two tabs
 * may refresh at the same moment.
 */
import { z } from "zod";
import { unauthenticated } from "~/domain/kernel/errors.ts";
import { declare_event } from "~/domain/kernel/events.ts";
import { random_token, token_hash } from "~/domain/kernel/crypto/tokens.ts";
import { read_setting, setting } from "~/domain/kernel/settings.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import type { Audience } from "./actor_of_session.ts";

declare_event("session.started", "Someone signed in.");
declare_event("session.ended", "A session was ended by its owner or an administrator.");
declare_event("session.changed", "A session was given or lost something: a second proof, a right to write.");
declare_event("session.reuse_detected", "An old refresh token was used again; its session was ended.");

export const refresh_days = 30;
export const grace_seconds = 10;

const idle_hours = setting("access", "idle_hours", {
  label: "Hours without any use until a sign-in ends",
  hint: "1 to 720. A page that is open and looked at counts as use. Every sign-in ends after 30 days.",
  schema: z.int().min(1).max(720),
  fallback: 168,
});

export interface Opened {
  session_id: string;
  person_id: string;
  audience: Audience;
  /** Null within the grace: the caller already has the successor of the token it sent. */
  refresh_token: string | null;
}

export interface SessionTerms {
  /** A member of staff who acts as this person. */
  impersonator_id?: string | null;
  read_only?: boolean;
  /** Shorter than the usual 30 days. */
  minutes?: number;
  /** Whose word at an identity provider opened it. */
  identity?: ProvenIdentity | null;
}

export interface ProvenIdentity {
  /** The external identity. */
  id: string;
  /** The provider's own session: with it, this one ends. */
  provider_session: string | null;
}

/** Checks nothing: whoever calls it has the proof. Sign-ins go through `finish_sign_in`. */
export async function open_session(
  tx: Tx,
  person_id: string,
  audience: Audience,
  auth_methods: readonly string[],
  terms: SessionTerms = {},
): Promise<Opened> {
  const refresh_token = random_token();
  const now = tx.now();
  const [row] = await tx.sql<{ id: string }[]>`
    insert into sessions (person_id, audience, token_hash, expires_at, rotated_at, created_at, last_seen_at, authenticated_at, auth_methods, impersonator_id, read_only, external_identity_id, provider_session, ip, user_agent)
    select ${person_id}::text::uuid, ${audience}, ${token_hash(refresh_token)}, ${
    now.add(terms.minutes ? { minutes: terms.minutes } : { hours: 24 * refresh_days }).toString()
  }::text::timestamptz,
           t, t, t, t, array(select jsonb_array_elements_text(${JSON.stringify(auth_methods)}::text::jsonb)),
           ${terms.impersonator_id ?? null}::text::uuid, ${terms.read_only ?? false}::text::boolean,
           ${terms.identity?.id ?? null}::text::uuid, ${terms.identity?.provider_session ?? null}, ${
    tx.actor.request?.ip ?? null
  }, ${tx.actor.request?.user_agent?.slice(0, 500) ?? null}
      from (values (${now.toString()}::text::timestamptz)) as clock(t)
    returning id`;
  const session_id = row?.id ?? "";
  tx.emit("session.started", { id: session_id, person_id, portal: audience }, "staff");
  return { session_id, person_id, audience, refresh_token };
}

/** The session of a refresh token, without using the token up: for a socket, whose answer cannot carry a new one. */
export async function session_of_token(tx: Tx, token: string): Promise<string | null> {
  const [row] = await tx.sql<{ id: string }[]>`
    select id
      from sessions
     where token_hash = ${token_hash(token)}
       and revoked_at is null
       and expires_at > ${tx.now().toString()}::text::timestamptz
       and last_seen_at > ${
    tx.now().subtract({ hours: await read_setting(tx, idle_hours) }).toString()
  }::text::timestamptz`;
  return row?.id ?? null;
}

interface SessionRow {
  id: string;
  person_id: string;
  audience: Audience;
  is_current: boolean;
  in_grace: boolean;
  is_idle: boolean;
}

/** @returns "ended" where the session ended by it, unused for too long or its token used again: commit that, then refuse. @throws DomainError 401 */
export async function rotate_session(tx: Tx, token: string, audience: Audience): Promise<Opened | "ended"> {
  const hash = token_hash(token);
  const now = tx.now().toString();
  const [row] = await tx.sql<SessionRow[]>`
    select id, person_id, audience, token_hash = ${hash} as is_current,
           rotated_at > ${now}::text::timestamptz - make_interval(secs => ${grace_seconds}) as in_grace,
           last_seen_at < ${now}::text::timestamptz - make_interval(hours => ${await read_setting(
    tx,
    idle_hours,
  )}::int) as is_idle
      from sessions
     where (token_hash = ${hash} or previous_token_hash = ${hash}) and audience = ${audience} and revoked_at is null and expires_at > ${now}::text::timestamptz
       for update`;
  if (!row) return await catch_reuse(tx, hash, audience);
  if (row.is_idle) {
    await end_session(tx, row.id, "not used for too long");
    return "ended";
  }
  const known = { session_id: row.id, person_id: row.person_id, audience: row.audience };
  if (!row.is_current) {
    if (row.in_grace) return { ...known, refresh_token: null };
    return await end_reused(tx, row);
  }
  await tx
    .sql`insert into spent_refresh_tokens (token_hash, session_id, spent_at) values (${hash}, ${row.id}, ${now}::text::timestamptz)`;
  const refresh_token = random_token();
  await tx.sql`
    update sessions
       set token_hash = ${
    token_hash(refresh_token)
  }, previous_token_hash = ${hash}, rotated_at = ${now}::text::timestamptz, last_seen_at = ${now}::text::timestamptz
     where id = ${row.id}`;
  return { ...known, refresh_token };
}

/** A token older than the preceding one, of a session that is still open. @throws DomainError 401 for one that nobody ever had */
async function catch_reuse(tx: Tx, hash: string, audience: Audience): Promise<"ended"> {
  const [row] = await tx.sql<{ id: string; person_id: string }[]>`
    select s.id, s.person_id from spent_refresh_tokens t join sessions s on s.id = t.session_id
     where t.token_hash = ${hash} and s.audience = ${audience} and s.revoked_at is null and s.expires_at > ${tx.now().toString()}::text::timestamptz`;
  if (!row) throw unauthenticated();
  return await end_reused(tx, row);
}

async function end_reused(tx: Tx, { id, person_id }: { id: string; person_id: string }): Promise<"ended"> {
  await end_session(tx, id, "reuse of an old refresh token");
  tx.audit({
    action: "session.reuse_detected",
    entity_type: "person",
    entity_id: person_id,
    entity_label: "refresh token",
    subscriber_id: null,
    changes: {},
  });
  tx.emit("session.reuse_detected", { id, person_id }, "staff");
  return "ended";
}

export async function end_session(tx: Tx, session_id: string, reason: string): Promise<void> {
  const [ended] = await tx.sql<{ person_id: string }[]>`
    update sessions set revoked_at = ${tx.now().toString()}::text::timestamptz, revoked_reason = ${reason}
     where id = ${session_id} and revoked_at is null returning person_id`;
  if (ended) tx.emit("session.ended", { id: session_id, person_id: ended.person_id, reason }, "staff");
}

/** Ends every session of a person, but the one that is named; also those in which that person acts as somebody else. */
export async function end_sessions_of(
  tx: Tx,
  person_id: string,
  reason: string,
  but: string | null = null,
): Promise<void> {
  const rows = await tx.sql<
    { id: string }[]
  >`select id from sessions where (person_id = ${person_id} or impersonator_id = ${person_id}) and revoked_at is null and id is distinct from ${but}::text::uuid for update`;
  for (const row of rows) await end_session(tx, row.id, reason);
}

/** A second proof within the session was given now; what asks for a fresh one is content for a while. */
export async function step_up_session(tx: Tx, session_id: string): Promise<void> {
  const [row] = await tx.sql<{ person_id: string }[]>`
    update sessions set stepped_up_at = ${tx.now().toString()}::text::timestamptz
     where id = ${session_id} and revoked_at is null returning person_id`;
  if (!row) throw unauthenticated();
  tx.emit("session.changed", { id: session_id, person_id: row.person_id }, "staff");
}
