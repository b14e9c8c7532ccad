/** Where one is signed in, and how to end it. For staff and outsiders alike: it is always the actor's own. */
import { forbidden, not_found, unauthenticated } from "~/domain/kernel/errors.ts";
import { is_uuid } from "~/domain/kernel/text/uuid.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import type { Audience } from "./actor_of_session.ts";
import { end_session, end_sessions_of } from "./sessions.ts";
import { demand_step_up } from "./step_up.ts";

export interface OwnSession {
  id: string;
  audience: Audience;
  created_at: string;
  last_seen_at: string;
  ip: string | null;
  user_agent: string | null;
  auth_methods: string[];
  /** The one that asks. */
  is_current: boolean;
}

/** Latest first, at most 100. @throws DomainError 403 for somebody who acts as the owner */
export async function own_sessions(tx: Tx): Promise<OwnSession[]> {
  const person_id = owner(tx);
  return await tx.elevated(async (tx) => [
    ...await tx.sql<OwnSession[]>`
      /* access.own_sessions */
      select id, audience, created_at, last_seen_at, ip, user_agent, to_jsonb(auth_methods) as auth_methods, id = ${tx.actor.session_id}::text::uuid as is_current
        from sessions
       where person_id = ${person_id} and impersonator_id is null and revoked_at is null and expires_at > ${tx.now().toString()}::text::timestamptz
       order by last_seen_at desc
       limit 100`,
  ]);
}

/**
 * Any session but the current one takes a fresh proof: a thief at an open browser must not sign its owner out elsewhere.
 * @throws DomainError 404 for a session of somebody else, as for one that is not there; 403 `step_up_required`
 */
export async function end_own_session(tx: Tx, session_id: string): Promise<void> {
  const person_id = owner(tx);
  if (session_id !== tx.actor.session_id) await demand_step_up(tx);
  if (!is_uuid(session_id)) throw not_found("session", session_id);
  await tx.elevated(async (tx) => {
    const [row] = await tx
      .sql`select id from sessions where id = ${session_id} and person_id = ${person_id} and impersonator_id is null and revoked_at is null`;
    if (!row) throw not_found("session", session_id);
    await end_session(tx, session_id, "ended by its owner");
  });
}

export async function end_other_sessions(tx: Tx): Promise<void> {
  const person_id = owner(tx);
  await demand_step_up(tx);
  await tx.elevated((tx) => end_sessions_of(tx, person_id, "ended by its owner", tx.actor.session_id));
}

function owner(tx: Tx): string {
  const { person_id, session_id, impersonator } = tx.actor;
  if (impersonator) {
    throw forbidden(
      "signed-in",
      "Sessions are their owner's own: whoever acts as somebody neither sees nor ends them.",
    );
  }
  if (!person_id || !session_id) throw unauthenticated("Only who is signed in has sessions; an API key has none.");
  return person_id;
}

export interface OwnSignIn {
  /** Null for who signs in by other means alone. */
  username: string | null;
  email: string | null;
  email_verified: boolean;
}

export async function own_sign_in(tx: Tx): Promise<OwnSignIn> {
  const person_id = owner(tx);
  return await tx.elevated(async (tx) => {
    const [row] = await tx.sql<OwnSignIn[]>`
      /* access.own_sign_in */
      select (select username from user_credentials where person_id = p.id and is_active) as username, c.address as email, c.verified_at is not null as email_verified
        from people p
        left join lateral (
          select address, verified_at
            from person_channels
           where person_id = p.id and channel_type = 'email' and is_active
           order by is_primary desc, verified_at is null, created_at
           limit 1
        ) c on true
       where p.id = ${person_id}`;
    if (!row) throw unauthenticated();
    return row;
  });
}
