import { demand } from "~/domain/kernel/actor.ts";
import { forbidden, not_found } from "~/domain/kernel/errors.ts";
import { declare_event } from "~/domain/kernel/events.ts";
import type { Tx } from "~/domain/kernel/tx.ts";

declare_event("person.role_granted", "A person was given a role.");
declare_event("person.role_revoked", "A role was taken from a person.");

/** Gives a role. A person never grants what they do not have. */
export async function grant_role(tx: Tx, person_id: string, role_key: string, expires_at: string | null = null): Promise<void> {
  if (!tx.trusted) demand(tx.actor, "users:manage");
  const [role] = await tx.sql<{ id: string; permissions: string[] }[]>`select id, permissions from roles where key = ${role_key} and is_active`;
  if (!role) throw not_found("role", role_key);
  const beyond = role.permissions.find((key) => !key.startsWith("portal:") && !tx.actor.permissions.has(key));
  if (!tx.trusted && beyond) throw forbidden(beyond, "You cannot give a role that allows more than your own.");
  const [granted] = await tx.sql<{ id: string }[]>`
    insert into person_roles (person_id, role_id, granted_by_id, expires_at)
    values (${person_id}, ${role.id}, ${tx.actor.person_id}::text::uuid, ${expires_at}::text::timestamptz)
    on conflict (person_id, role_id) where is_active do nothing returning id`;
  if (!granted) return;
  tx.audit({ action: "person.role_granted", entity_type: "person", entity_id: person_id, entity_label: role_key, subscriber_id: null, changes: { role: { from: null, to: role_key } } });
  tx.emit("person.role_granted", { id: person_id, role: role_key }, "staff");
}
