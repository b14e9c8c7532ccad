/** People as users: who can sign in, with which roles, and where they are signed in. */
import { demand } from "~/domain/kernel/actor.ts";
import { not_found } from "~/domain/kernel/errors.ts";
import { is_uuid } from "~/domain/kernel/text/uuid.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { clear_failures_of } from "./guards.ts";
import { end_session, end_sessions_of } from "./sessions.ts";
import { demand_not_above } from "./within.ts";

export interface User {
  person_id: string;
  name: string;
  is_active: boolean;
  /** Null for a person who has roles and no sign-in yet. */
  username: string | null;
  locked_until: string | null;
  is_locked: boolean;
  failed_attempts: number;
  last_sign_in_at: string | null;
  password_changed_at: string | null;
  /** Those that hold now. */
  roles: UserRole[];
  /** Direct grants that hold now. */
  grants: number;
  open_sessions: number;
}

export interface UserRole {
  id: string;
  key: string;
  name: string;
  audience: string;
  expires_at: string | null;
  granted_by: string | null;
  /** Name of the identity provider whose claims gave it, and take it when they change. */
  provider: string | null;
  granted_at: string;
}

export interface UserSession {
  id: string;
  audience: string;
  created_at: string;
  last_seen_at: string;
  expires_at: string;
  ip: string | null;
  user_agent: string | null;
}

export interface UserQuery {
  q?: string;
  role?: string;
  /** Name and id of the last user of the page before. */
  after?: { name: string; id: string } | null;
  limit?: number;
}

/** Everybody with a sign-in, a role or a grant, by name. */
export async function list_users(
  tx: Tx,
  { q = "", role = "", after = null, limit = 50 }: UserQuery = {},
): Promise<{ items: User[]; more: boolean; count: number }> {
  demand(tx.actor, "users:read");
  const words = q.replaceAll("\u0000", "").trim().slice(0, 200).replace(/[\\%_]/g, "\\$&");
  const now = tx.now().toString();
  const users = tx.sql`
    select p.id
      from people p
      left join user_credentials c on c.person_id = p.id and c.is_active
     where p.is_active
       and (c.id is not null or exists (select from person_roles x where x.person_id = p.id and x.is_active)
            or exists (select from person_permissions x where x.person_id = p.id and x.is_active))
       and (${words} = '' or p.search_text like '%' || normalise_search(${words}) || '%' or c.username ilike '%' || ${words} || '%')
       and (${role} = '' or exists (
         select from person_roles x join roles r on r.id = x.role_id
          where x.person_id = p.id and x.is_active and r.key = ${role} and (x.expires_at is null or x.expires_at > ${now}::text::timestamptz)
       ))`;
  const [rows, [total]] = await Promise.all([
    tx.sql<User[]>`
      /* access.list_users */
      with users as (${users})
      ${user_select(tx)}
       where p.id in (select id from users)
         and (${after?.id ?? null}::text::uuid is null or (p.display_name, p.id) > (${after?.name ?? ""}, ${
      after?.id ?? null
    }::text::uuid))
       order by p.display_name, p.id
       limit ${limit + 1}`,
    tx.sql<{ count: number }[]>`select count(*)::int as count from (${users}) u`,
  ]);
  return { items: rows.slice(0, limit), more: rows.length > limit, count: total?.count ?? 0 };
}

const user_select = (tx: Tx) => {
  const now = tx.now().toString();
  return tx.sql`
    select p.id as person_id, p.display_name as name, p.is_active, c.username, g.locked_until,
           coalesce(g.locked_until > ${now}::text::timestamptz, false) as is_locked,
           coalesce(g.failures, 0) as failed_attempts, c.last_sign_in_at, c.password_changed_at,
           coalesce((
             select jsonb_agg(jsonb_build_object('id', r.id, 'key', r.key, 'name', r.name, 'audience', r.audience, 'expires_at', pr.expires_at,
                                                 'granted_by', b.display_name, 'provider', v.name, 'granted_at', pr.created_at) order by r.name)
               from person_roles pr join roles r on r.id = pr.role_id left join people b on b.id = pr.granted_by_id
               left join identity_providers v on v.id = pr.identity_provider_id
              where pr.person_id = p.id and pr.is_active and r.is_active and (pr.expires_at is null or pr.expires_at > ${now}::text::timestamptz)
           ), '[]') as roles,
           (select count(*)::int from person_permissions g
             where g.person_id = p.id and g.is_active and (g.expires_at is null or g.expires_at > ${now}::text::timestamptz)) as grants,
           (select count(*)::int from sessions s where s.person_id = p.id and s.revoked_at is null and s.expires_at > ${now}::text::timestamptz) as open_sessions
      from people p
      left join user_credentials c on c.person_id = p.id and c.is_active
      left join sign_in_guards g on g.kind = 'account' and g.key = account_guard_key(c.username)`;
};

/** @throws DomainError 404 for a person who is not there; one without a sign-in is found, too */
export async function get_user(tx: Tx, person_id: string): Promise<{ user: User; sessions: UserSession[] }> {
  demand(tx.actor, "users:read");
  if (!is_uuid(person_id)) throw not_found("user", person_id);
  const [[user], sessions] = await Promise.all([
    tx.sql<User[]>`/* access.get_user */ ${user_select(tx)} where p.id = ${person_id}::text::uuid`,
    tx.sql<UserSession[]>`
      /* access.sessions_of */
      select id, audience, created_at, last_seen_at, expires_at, ip, user_agent
        from sessions
       where person_id = ${person_id}::text::uuid and revoked_at is null and expires_at > ${tx.now().toString()}::text::timestamptz
       order by last_seen_at desc
       limit 50`,
  ]);
  if (!user) throw not_found("user", person_id);
  return { user, sessions: [...sessions] };
}

/** Lifts the lock that failed sign-ins brought about. */
export async function unlock(tx: Tx, person_id: string): Promise<void> {
  demand(tx.actor, "users:manage");
  if (!is_uuid(person_id)) throw not_found("user", person_id);
  const [row] = await tx.sql<{ username: string }[]>`
    select username from user_credentials where person_id = ${person_id}::text::uuid and is_active`;
  if (!row) throw not_found("user", person_id);
  await clear_failures_of(tx, person_id);
  tx.audit({
    action: "user.unlocked",
    entity_type: "person",
    entity_id: person_id,
    entity_label: row.username,
    subscriber_id: null,
    changes: {},
  });
}

/** Signs a person out: of one session, or everywhere. One's own session of now is ended by signing out. */
export async function end_user_sessions(tx: Tx, person_id: string, session_id: string | null): Promise<void> {
  demand(tx.actor, "users:manage");
  await demand_not_above(tx, person_id);
  if (!session_id) return await end_sessions_of(tx, person_id, "ended by an administrator", tx.actor.session_id);
  if (!is_uuid(session_id)) throw not_found("session", session_id);
  const [row] = await tx
    .sql`select id from sessions where id = ${session_id}::text::uuid and person_id = ${person_id}::text::uuid`;
  if (!row) throw not_found("session", session_id);
  await end_session(tx, session_id, "ended by an administrator");
}
