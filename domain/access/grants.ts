import { demand } from "~/domain/kernel/actor.ts";
import { conflict, forbidden, not_found } from "~/domain/kernel/errors.ts";
import { declare_event } from "~/domain/kernel/events.ts";
import { permission_set } from "~/domain/kernel/permissions.ts";
import { is_uuid } from "~/domain/kernel/text/uuid.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { demand_step_up } from "./step_up.ts";

declare_event("person.role_granted", "A person was given a role.");
declare_event("person.role_revoked", "A role was taken from a person.");

interface RoleRow {
  id: string;
  permissions: string[];
}

async function find_role(tx: Tx, role_key: string): Promise<RoleRow> {
  const [role] = await tx.sql<RoleRow[]>`select id, permissions from roles where key = ${role_key} and is_active`;
  if (!role) throw not_found("role", role_key);
  return role;
}

async function demand_person(tx: Tx, person_id: string): Promise<void> {
  const [person] = is_uuid(person_id) ? await tx.sql`select 1 from people where id = ${person_id}::text::uuid` : [];
  if (!person) throw not_found("person", person_id);
}

/** A role that allows more than its giver has would be a way to everything. Keys of portals are no rights of staff and may be given. */
function demand_within(tx: Tx, permissions: readonly string[], remedy: string): void {
  if (tx.trusted) return;
  const beyond = permissions.find((key) => !/^(portal|reseller|vendor):/.test(key) && !tx.actor.permissions.has(key));
  if (beyond) throw forbidden(beyond, remedy);
}

/** Gives a role. A person never grants what they do not have. */
export async function grant_role(
  tx: Tx,
  person_id: string,
  role_key: string,
  expires_at: string | null = null,
): Promise<void> {
  if (!tx.trusted) demand(tx.actor, "users:manage");
  const role = await find_role(tx, role_key);
  demand_within(tx, role.permissions, "You cannot give a role that allows more than your own.");
  await demand_step_up(tx, "users:manage");
  const [granted] = await tx.sql<{ id: string }[]>`
    insert into person_roles (person_id, role_id, granted_by_id, expires_at)
    values (${person_id}, ${role.id}, ${tx.actor.person_id}::text::uuid, ${expires_at}::text::timestamptz)
    on conflict (person_id, role_id) where is_active do nothing returning id`;
  if (!granted) return;
  tx.audit({
    action: "person.role_granted",
    entity_type: "person",
    entity_id: person_id,
    entity_label: role_key,
    subscriber_id: null,
    changes: { role: { from: null, to: role_key } },
  });
  tx.emit("person.role_granted", { id: person_id, role: role_key }, "staff");
}

/**
 * Takes a role away. Nobody takes what they could not have given, and the last administrator who can sign in stays one.
 * @throws DomainError 409 for the last administrator
 */
export async function revoke_role(tx: Tx, person_id: string, role_key: string): Promise<void> {
  if (!tx.trusted) demand(tx.actor, "users:manage");
  await demand_person(tx, person_id);
  const role = await find_role(tx, role_key);
  demand_within(tx, role.permissions, "You cannot take a role that allows more than your own.");
  await demand_step_up(tx, "users:manage");
  // The role's row is the lock: two administrators who take it from each other at the same moment must not both succeed.
  await tx.sql`select id from roles where id = ${role.id} for update`;
  const [revoked] = await tx.sql<{ id: string }[]>`
    update person_roles
       set is_active = false
     where person_id = ${person_id}::text::uuid and role_id = ${role.id} and is_active
    returning id`;
  if (!revoked) return;
  if (role.permissions.includes("*") && !await has_administrator(tx)) {
    throw conflict(
      "role",
      role_key,
      "is this person's, the last administrator who can sign in",
      "Make somebody else an administrator first.",
    );
  }
  tx.audit({
    action: "person.role_revoked",
    entity_type: "person",
    entity_id: person_id,
    entity_label: role_key,
    subscriber_id: null,
    changes: { role: { from: role_key, to: null } },
  });
  tx.emit("person.role_revoked", { id: person_id, role: role_key }, "staff");
}

async function has_administrator(tx: Tx): Promise<boolean> {
  const [found] = await tx.sql`
    select 1
      from person_roles pr
      join roles r on r.id = pr.role_id and r.is_active and '*' = any (r.permissions)
      join people p on p.id = pr.person_id and p.is_active
      join user_credentials c on c.person_id = pr.person_id and c.is_active
     where pr.is_active and (pr.expires_at is null or pr.expires_at > now())
     limit 1`;
  return Boolean(found);
}

/** Whoever may set a person's password may become that person: only for people who have no more rights than oneself. */
export async function demand_not_above(tx: Tx, person_id: string): Promise<void> {
  if (tx.trusted) return;
  await demand_person(tx, person_id);
  const rows = await tx.sql<{ key: string }[]>`
    select distinct k as key
      from person_roles pr
      join roles r on r.id = pr.role_id and r.is_active, unnest(r.permissions) k
     where pr.person_id = ${person_id}::text::uuid and pr.is_active and (pr.expires_at is null or pr.expires_at > now())`;
  demand_within(
    tx,
    permission_set(rows.map((row) => row.key)).keys,
    "This person may do more than you: ask somebody who has that permission.",
  );
}
