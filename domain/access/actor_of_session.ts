/** From a session to the actor it stands for. What its person may is the database's `permissions_of`, for sessions and keys alike. */
import type { Actor, ActorKind, RequestContext } from "~/domain/kernel/actor.ts";
import { permission_set } from "~/domain/kernel/permissions.ts";
import type { Query } from "~/domain/kernel/tx.ts";

export type Audience = "admin" | "portal" | "reseller" | "vendor";
const kinds: Record<Audience, ActorKind> = {
  admin: "staff",
  portal: "customer",
  reseller: "reseller",
  vendor: "vendor",
};

interface SessionRow {
  person_id: string;
  audience: Audience;
  display_name: string;
  timezone: string | null;
  permissions: string[];
  subscriber_ids: string[];
  auth_methods: string[];
  authenticated_at: string;
  stepped_up_at: string | null;
  read_only: boolean;
  impersonator_id: string | null;
  impersonator_name: string | null;
  impersonator_permissions: string[];
  expires_at: string;
  ms_left: number;
}

export interface SessionActor {
  session_id: string;
  audience: Audience;
  /** How the session was opened, in order: `["password", "totp"]`. */
  auth_methods: readonly string[];
  authenticated_at: string;
  /** When a second proof was last given within the session. */
  stepped_up_at: string | null;
  expires_at: string;
  /** Milliseconds, by the database's clock, until the first of what makes this actor ends: the session, a role, a grant. */
  ms_left: number;
  actor: Omit<Actor, "request">;
}

/**
 * @returns null where the session has ended, its person is inactive, or no role opens this portal; and where somebody acts
 * in it who may act as customers no more
 */
export async function actor_of_session(sql: Query, session_id: string): Promise<SessionActor | null> {
  const [row] = await sql<SessionRow[]>`
    select s.person_id, s.audience, p.display_name, p.timezone, to_jsonb(s.auth_methods) as auth_methods, s.authenticated_at, s.stepped_up_at,
           s.read_only, s.impersonator_id, i.display_name as impersonator_name, s.expires_at,
           floor(extract(epoch from least(
             s.expires_at, rights_until(s.person_id, s.audience), case when i.id is not null then rights_until(i.id, 'admin') end
           ) - now()) * 1000)::float8 as ms_left,
           coalesce((select jsonb_agg(k.key) from permissions_of(s.impersonator_id, 'admin') k), '[]') as impersonator_permissions,
           coalesce((select jsonb_agg(k.key) from permissions_of(s.person_id, s.audience) k), '[]') as permissions,
           case when s.audience = 'portal' then coalesce((
             select jsonb_agg(sp.subscriber_id) from subscriber_people sp join subscribers b on b.id = sp.subscriber_id and b.is_active
              where sp.person_id = s.person_id and sp.is_active
           ), '[]') else '[]' end as subscriber_ids
      from sessions s join people p on p.id = s.person_id and p.is_active
      left join people i on i.id = s.impersonator_id
     where s.id = ${session_id} and s.revoked_at is null and s.expires_at > now() and (s.impersonator_id is null or i.is_active)`;
  if (!row || row.permissions.length === 0) return null;
  const acting = row.impersonator_id === null ? null : permission_set(row.impersonator_permissions);
  if (acting && !acting.has("customers:impersonate")) return null;
  return {
    session_id,
    audience: row.audience,
    auth_methods: row.auth_methods,
    authenticated_at: row.authenticated_at,
    stepped_up_at: row.stepped_up_at,
    expires_at: row.expires_at,
    ms_left: row.ms_left,
    actor: {
      kind: kinds[row.audience],
      label: row.display_name,
      person_id: row.person_id,
      session_id,
      permissions: permission_set(row.permissions),
      subscriber_ids: row.subscriber_ids,
      timezone: row.timezone,
      ...(row.impersonator_id
        ? { impersonator: { person_id: row.impersonator_id, label: row.impersonator_name ?? "" } }
        : {}),
      ...(row.read_only || (acting && !acting.has("customers:impersonate_write")) ? { read_only: true } : {}),
    },
  };
}

export const with_request = (actor: Omit<Actor, "request">, request: RequestContext): Actor => ({ ...actor, request });
