/** One right for one person, beside the roles: for a reason, and best for a while. */
import { z } from "zod";
import { demand } from "~/domain/kernel/actor.ts";
import { not_found } from "~/domain/kernel/errors.ts";
import { declare_event } from "~/domain/kernel/events.ts";
import { is_uuid } from "~/domain/kernel/text/uuid.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { check_keys } from "./known_keys.ts";
import { demand_step_up } from "./step_up.ts";
import { check_end, demand_no_longer, demand_person, demand_within } from "./within.ts";

declare_event("person.permission_granted", "A person was given a single permission, or another end for it.");
declare_event("person.permission_revoked", "A single permission was taken from a person.");

export const grant_input = z.strictObject({
  key: z.string().trim().min(1).max(120).describe("A permission key, or a wildcard such as tickets:*"),
  reason: z.string().trim().min(10).max(500)
    .refine((text) => !text.includes("\u0000"), "must not contain NUL characters: remove them"),
  expires_at: z.iso.datetime({ offset: true }).nullish().describe(
    "When it ends; without one it stays until it is taken",
  ),
});
export type GrantInput = z.input<typeof grant_input>;

export interface DirectGrant {
  id: string;
  person_id: string;
  key: string;
  audience: string;
  reason: string;
  granted_by_id: string | null;
  granted_by: string | null;
  granted_at: string;
  expires_at: string | null;
}

/** Those that hold now, by key. @throws DomainError 404 for a person who is not there */
export async function list_grants(tx: Tx, person_id: string): Promise<DirectGrant[]> {
  demand(tx.actor, "users:read");
  const [person] = is_uuid(person_id) ? await tx.sql`select 1 from people where id = ${person_id}::text::uuid` : [];
  if (!person) throw not_found("person", person_id);
  return [
    ...await tx.sql<DirectGrant[]>`
    /* access.grants_of */
    select g.id, g.person_id, g.key, g.audience, g.reason, g.granted_by_id, p.display_name as granted_by, g.created_at as granted_at, g.expires_at
      from person_permissions g left join people p on p.id = g.granted_by_id
     where g.person_id = ${person_id}::text::uuid and g.is_active
       and (g.expires_at is null or g.expires_at > ${tx.now().toString()}::text::timestamptz)
     order by g.key`,
  ];
}

/**
 * Gives a person one right. Given again it gets the new reason and end.
 * @throws DomainError 403 for what is beyond the giver; 422 for a key that does not exist, and for an end that has passed or outlasts the giver's own
 */
export async function grant_permission(tx: Tx, person_id: string, input: GrantInput): Promise<DirectGrant> {
  if (!tx.trusted) demand(tx.actor, "users:manage");
  const { key, reason, expires_at = null } = validated(grant_input, input);
  check_keys([key], null, "key");
  check_end(tx, expires_at);
  await demand_person(tx, person_id);
  demand_within(tx, [key], "You cannot give what you do not have.");
  await demand_no_longer(tx, [key], expires_at);
  await demand_step_up(tx);
  const now = tx.now().toString();
  const [before] = await tx.sql<{ reason: string; expires_at: string | null }[]>`
    select reason, expires_at from person_permissions
     where person_id = ${person_id}::text::uuid and key = ${key} and is_active
       and (expires_at is null or expires_at > ${now}::text::timestamptz)
       for update`;
  const [given] = await tx.sql<DirectGrant[]>`
    with given as (
      insert into person_permissions (person_id, key, reason, granted_by_id, expires_at, created_at)
      values (${person_id}::text::uuid, ${key}, ${reason}, ${tx.actor.person_id}::text::uuid, ${expires_at}::text::timestamptz,
              ${now}::text::timestamptz)
      on conflict (person_id, key) where is_active
      do update set reason = excluded.reason, granted_by_id = excluded.granted_by_id, expires_at = excluded.expires_at,
                    created_at = excluded.created_at
      returning *)
    select g.id, g.person_id, g.key, g.audience, g.reason, g.granted_by_id, p.display_name as granted_by, g.created_at as granted_at, g.expires_at
      from given g left join people p on p.id = g.granted_by_id`;
  if (!given) throw not_found("person", person_id);
  tx.audit({
    action: "person.permission_granted",
    entity_type: "person",
    entity_id: person_id,
    entity_label: key,
    subscriber_id: null,
    changes: {
      permission: { from: before ? key : null, to: key },
      reason: { from: before?.reason ?? null, to: reason },
      expires_at: { from: before?.expires_at ?? null, to: expires_at },
    },
  });
  tx.emit("person.permission_granted", { id: person_id, permission: key, expires_at }, "staff");
  return given;
}

/** @throws DomainError 404 for a grant that is not this person's, 403 for one that the actor could not have given, 409 for the last administrator's */
export async function revoke_permission(tx: Tx, person_id: string, grant_id: string): Promise<void> {
  if (!tx.trusted) demand(tx.actor, "users:manage");
  const [grant] = is_uuid(grant_id) && is_uuid(person_id)
    ? await tx.sql<{ key: string }[]>`
        select key from person_permissions
         where id = ${grant_id}::text::uuid and person_id = ${person_id}::text::uuid and is_active for update`
    : [];
  if (!grant) throw not_found("grant", grant_id);
  demand_within(tx, [grant.key], "You cannot take what you could not have given.");
  await demand_step_up(tx);
  await tx.sql`update person_permissions set is_active = false where id = ${grant_id}::text::uuid`;
  tx.audit({
    action: "person.permission_revoked",
    entity_type: "person",
    entity_id: person_id,
    entity_label: grant.key,
    subscriber_id: null,
    changes: { permission: { from: grant.key, to: null } },
  });
  tx.emit("person.permission_revoked", { id: person_id, permission: grant.key }, "staff");
}
