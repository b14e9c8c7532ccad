/** "What can this person do, and why": every key there is, with each role and grant that it comes from. */
import { demand } from "~/domain/kernel/actor.ts";
import { not_found } from "~/domain/kernel/errors.ts";
import { grants_covering } from "~/domain/kernel/permissions.ts";
import { is_uuid } from "~/domain/kernel/text/uuid.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { permission_groups, type PermissionGroup, type PermissionKey } from "./permission_keys.ts";

/** One reason why a key is held. */
export interface Source {
  kind: "role" | "grant";
  /** What stands in the role or the grant: the key itself, or a wildcard that covers it. */
  via: string;
  role: { id: string; key: string; name: string } | null;
  grant_id: string;
  reason: string | null;
  granted_by: { id: string; name: string } | null;
  granted_at: string;
  expires_at: string | null;
}

export interface ExplainedKey extends PermissionKey {
  allowed: boolean;
  sources: Source[];
}

export interface Explanation {
  person: { id: string; name: string; is_active: boolean; can_sign_in: boolean };
  /** Keys that the person holds, of all there are. */
  held: number;
  groups: (Omit<PermissionGroup, "keys"> & { keys: ExplainedKey[] })[];
}

export interface ExplainQuery {
  /** Words that key or sentence must have. */
  q?: string;
  show?: "all" | "held" | "missing";
}

type HeldRow = Omit<Source, "kind"> & { source: Source["kind"] };

/** @throws DomainError 404 for a person who is not there */
export async function explain_permissions(
  tx: Tx,
  person_id: string,
  { q = "", show = "all" }: ExplainQuery = {},
): Promise<Explanation> {
  demand(tx.actor, "users:read");
  if (!is_uuid(person_id)) throw not_found("person", person_id);
  const [person] = await tx.sql<Explanation["person"][]>`
    /* access.explained_person */
    select id, display_name as name, is_active, may_sign_in(id) as can_sign_in from people where id = ${person_id}::text::uuid`;
  if (!person) throw not_found("person", person_id);
  const by_grant = Map.groupBy(await held_rows(tx, person_id), (row) => row.via);
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  let held = 0;
  const groups = permission_groups().map((group) => ({
    ...group,
    keys: group.keys.map((key) => {
      // Somebody who has left can do nothing, whatever is still written down.
      const sources = person.is_active ? grants_covering(key.key).flatMap((via) => by_grant.get(via) ?? []) : [];
      if (sources.length > 0) held++;
      return { ...key, allowed: sources.length > 0, sources: sources.map(source_of) };
    }).filter((key) => matches(key, group.label, words) && (show === "all" || key.allowed === (show === "held"))),
  })).filter((group) => group.keys.length > 0);
  return { person, held, groups };
}

async function held_rows(tx: Tx, person_id: string): Promise<HeldRow[]> {
  return [
    ...await tx.sql<HeldRow[]>`
    /* access.held_with_sources */
    select h.source, h.key as via, h.grant_id, h.reason, h.granted_at, h.expires_at,
           case when r.id is null then null else jsonb_build_object('id', r.id, 'key', r.key, 'name', r.name) end as role,
           case when b.id is null then null else jsonb_build_object('id', b.id, 'name', b.display_name) end as granted_by
      from held_permissions h
      left join roles r on r.id = h.role_id
      left join people b on b.id = h.granted_by_id
     where h.person_id = ${person_id}::text::uuid
       and (h.expires_at is null or h.expires_at > ${tx.now().toString()}::text::timestamptz)
     order by r.name nulls last, h.key`,
  ];
}

const source_of = ({ source, ...row }: HeldRow): Source => ({ kind: source, ...row });

function matches(key: PermissionKey, label: string, words: readonly string[]): boolean {
  const text = `${key.key} ${key.description} ${label}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
