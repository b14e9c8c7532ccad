/** Keys as they are read: all of them, one's own, and the one that is sent. */
import { demand } from "~/domain/kernel/actor.ts";
import { DomainError } from "~/domain/kernel/errors.ts";
import type { ListQuery } from "~/domain/kernel/list_query.ts";
import type { Condition } from "~/domain/kernel/list_sql.ts";
import type { Page } from "~/domain/kernel/manager.ts";
import { common_permissions, permission_set } from "~/domain/kernel/permissions.ts";
import { demand_staff } from "~/domain/kernel/staff_only.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { own_keys } from "./reach.ts";
import { api_keys, type ApiKey } from "./rows.ts";
import type { KeyState } from "./state.ts";
import { warning_days } from "./state.ts";

/** One's own keys, with `api-keys:create` alone. */
export async function list_own_keys(
  tx: Tx,
  query: Partial<ListQuery> = {},
  conditions: readonly Condition[] = [],
): Promise<Page<ApiKey>> {
  demand_staff(tx, "api-keys:create");
  // Elevated: `api-keys:read` is for everybody's.
  return await tx.elevated((inner) => api_keys.list(inner, query, [own_keys(tx), ...conditions]));
}

export async function own_keys_json(tx: Tx, query: ListQuery): Promise<string> {
  demand_staff(tx, "api-keys:create");
  return await tx.elevated((inner) => api_keys.list_json(inner, query, [own_keys(tx)]));
}

/** The keys of one state, as a condition of a list. */
export const in_state = (state: KeyState | "usable", now: Temporal.Instant): Condition => (to) => {
  // Each is bound where it is used: a parameter that no condition names is refused by the database.
  const at = () => to.bind(now.toString(), "timestamptz");
  const soon = () => to.bind(now.add({ hours: warning_days[0] * 24 }).toString(), "timestamptz");
  switch (state) {
    case "revoked":
      return "t.revoked_at is not null";
    case "expired":
      return `t.revoked_at is null and t.expires_at <= ${at()}`;
    case "expiring":
      return `t.revoked_at is null and t.expires_at > ${at()} and t.expires_at <= ${soon()}`;
    case "active":
      return `t.revoked_at is null and (t.expires_at is null or t.expires_at > ${soon()})`;
    case "usable":
      return `t.revoked_at is null and (t.expires_at is null or t.expires_at > ${at()})`;
  }
};

/** What a key may now: its scopes within what its owner may. */
export async function effective_permissions(tx: Tx, key: ApiKey): Promise<string[]> {
  const [owner] = await tx.sql<{ permissions: string[] }[]>`
    select coalesce(jsonb_agg(o.key), '[]') as permissions from permissions_of(${key.owner_id}::text::uuid, 'admin') o`;
  return [...common_permissions(permission_set(key.scopes), permission_set(owner?.permissions ?? [])).keys];
}

/** The key that is sent with this request, for whoever holds it. @throws DomainError 403 for a session */
export async function current_key(tx: Tx): Promise<ApiKey> {
  if (!tx.actor.key_id) {
    throw new DomainError("forbidden", "This tells of the API key that is sent, and none was sent.");
  }
  return await api_keys.fetch(tx, tx.actor.key_id);
}

export interface Owner {
  id: string;
  name: string;
}

/** Names of the people that keys belong to or were made by. */
export async function names_of(tx: Tx, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  const rows = wanted.length
    ? await tx.sql<Owner[]>`select id, display_name as name from people where id = any (${wanted}::uuid[])`
    : [];
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Who can own a key: staff who are active. For those who make keys for others. */
export async function possible_owners(tx: Tx): Promise<Owner[]> {
  demand(tx.actor, "api-keys:manage");
  return [
    ...await tx.sql<Owner[]>`
      /* api_keys.owners */
      select p.id, p.display_name as name
        from people p
       where p.is_active and exists (select from permissions_of(p.id, 'admin'))
       order by p.display_name, p.id
       limit 500`,
  ];
}
