/** "Who else can do this?": everybody who holds a key, and by what. */
import { demand } from "~/domain/kernel/actor.ts";
import { not_found } from "~/domain/kernel/errors.ts";
import { grants_covering } from "~/domain/kernel/permissions.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { find_permission, type PermissionKey } from "./permission_keys.ts";

export interface Holder {
  person_id: string;
  name: string;
  can_sign_in: boolean;
  sources: {
    kind: "role" | "grant";
    /** The key, or the wildcard that covers it. */
    via: string;
    role: { id: string; key: string; name: string } | null;
    reason: string | null;
    expires_at: string | null;
  }[];
}

export interface HoldersQuery {
  /** Name and id of the last holder of the page before. */
  after?: { name: string; id: string } | null;
  limit?: number;
}

export interface Holders {
  permission: PermissionKey;
  items: Holder[];
  count: number;
  more: boolean;
  /** Roles that it is in, by their name, with what covers it. */
  roles: { id: string; key: string; name: string; via: string }[];
}

/** People who are active, by name. @throws DomainError 404 for a key that does not exist */
export async function holders_of(
  tx: Tx,
  key: string,
  { after = null, limit = 50 }: HoldersQuery = {},
): Promise<Holders> {
  demand(tx.actor, "users:read");
  const permission = find_permission(key);
  if (!permission) throw not_found("permission", key);
  const now = tx.now().toString();
  const covering = tx.sql`(select jsonb_array_elements_text(${JSON.stringify(grants_covering(key))}::text::jsonb))`;
  // From the few roles that cover it to their people: the view alone would take apart every role of everybody.
  const sources = tx.sql`
    covering as (
      select r.id, r.key, r.name, k.key as via
        from roles r, unnest(r.permissions) k(key)
       where r.is_active and r.audience = ${permission.audience} and k.key in ${covering}
    ), sources as (
      select pr.person_id, 'role' as kind, c.via, c.id as role_id, c.key as role_key, c.name as role_name, null::text as reason, pr.expires_at
        from covering c join person_roles pr on pr.role_id = c.id and pr.is_active
       where pr.expires_at is null or pr.expires_at > ${now}::text::timestamptz
      union all
      select g.person_id, 'grant', g.key, null, null, null, g.reason, g.expires_at
        from person_permissions g
       where g.is_active and g.audience = ${permission.audience} and g.key in ${covering}
         and (g.expires_at is null or g.expires_at > ${now}::text::timestamptz)
    )`;
  const [items, [total], roles] = await Promise.all([
    tx.sql<Holder[]>`
      /* access.holders_of */
      with ${sources}
      select p.id as person_id, p.display_name as name, may_sign_in(p.id) as can_sign_in,
             (select jsonb_agg(jsonb_build_object(
                       'kind', s.kind, 'via', s.via, 'reason', s.reason, 'expires_at', s.expires_at,
                       'role', case when s.role_id is null then null else jsonb_build_object('id', s.role_id, 'key', s.role_key, 'name', s.role_name) end
                     ) order by s.role_name nulls last, s.via)
                from sources s where s.person_id = p.id) as sources
        from people p
       where p.is_active and p.id in (select person_id from sources)
         and (${after?.id ?? null}::text::uuid is null or (p.display_name, p.id) > (${after?.name ?? ""}, ${
      after?.id ?? null
    }::text::uuid))
       order by p.display_name, p.id
       limit ${limit + 1}`,
    tx.sql<{ count: number }[]>`
      /* access.count_holders */
      with ${sources} select count(*)::int as count from people p where p.is_active and p.id in (select person_id from sources)`,
    tx.sql<
      Holders["roles"]
    >`with ${sources} select id, key, name, min(via) as via from covering group by id, key, name order by name`,
  ]);
  return {
    permission,
    items: items.slice(0, limit),
    count: total?.count ?? 0,
    more: items.length > limit,
    roles: [...roles],
  };
}
