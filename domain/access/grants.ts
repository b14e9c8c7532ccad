/** Roles of people: given, given for a while, moved and taken. */
import { demand } from "~/domain/kernel/actor.ts";
import { invalid, not_found } from "~/domain/kernel/errors.ts";
import { refusal } from "~/domain/kernel/db_errors.ts";
import { declare_event } from "~/domain/kernel/events.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { demand_step_up } from "./step_up.ts";
import { check_end, demand_no_longer, demand_person, demand_within } from "./within.ts";

declare_event("person.role_granted", "A person was given a role, or another end for it.");
declare_event("person.role_revoked", "A role was taken from a person.");

// Every path ends at the database's own refusal: revoking, an end that is set, a role that loses `*`, a person who leaves.
refusal("last_administrator", {
  field: "administrator",
  value: "nobody",
  message: "would be left: this takes away the last administrator who can sign in and whose right has no end",
  remedy: "Make somebody else an administrator, without an end, first.",
});

interface RoleRow {
  id: string;
  key: string;
  audience: string;
  permissions: string[];
}

/** The row is held to the commit, so that no role is given while it is retired. */
async function find_role(tx: Tx, role_key: string): Promise<RoleRow> {
  const [role] = await tx.sql<RoleRow[]>`
    select id, key, audience, to_jsonb(permissions) as permissions from roles where key = ${role_key} and is_active for share`;
  if (!role) throw not_found("role", role_key);
  return role;
}

const beyond = (verb: "give" | "take") => `You cannot ${verb} a role that allows more than your own.`;

/**
 * Gives a role. Given again it gets the new end; where no end is named, a role that the person holds stays as it is.
 * @param expires_at when it ends; null for never
 * @throws DomainError 403 for what is beyond the giver, 422 for an end that has passed or outlasts the giver's own right
 */
export async function grant_role(
  tx: Tx,
  person_id: string,
  role_key: string,
  expires_at?: string | null,
): Promise<void> {
  if (!tx.trusted) demand(tx.actor, "users:manage");
  const role = await find_role(tx, role_key);
  check_end(tx, expires_at);
  await demand_person(tx, person_id);
  demand_within(tx, role.permissions, beyond("give"));
  await demand_no_longer(tx, role.permissions, expires_at ?? null);
  await demand_step_up(tx, "users:manage");
  await put_role(tx, person_id, role, expires_at);
}

async function put_role(
  tx: Tx,
  person_id: string,
  role: RoleRow,
  expires_at: string | null | undefined,
): Promise<void> {
  const [held] = await tx.sql<{ id: string; expires_at: string | null; has_ended: boolean }[]>`
    select id, expires_at, coalesce(expires_at <= ${tx.now().toString()}::text::timestamptz, false) as has_ended
      from person_roles
     where person_id = ${person_id}::text::uuid and role_id = ${role.id} and is_active
       for update`;
  const ended = held?.has_ended ?? false;
  if (held && !ended && (expires_at === undefined || same_end(held.expires_at, expires_at))) return;
  const granted = await tx.sql`
    insert into person_roles (person_id, role_id, granted_by_id, expires_at)
    values (${person_id}::text::uuid, ${role.id}, ${tx.actor.person_id}::text::uuid, ${
    expires_at ?? null
  }::text::timestamptz)
    on conflict (person_id, role_id) where is_active
    do update set expires_at = excluded.expires_at, granted_by_id = excluded.granted_by_id
    returning id`;
  if (granted.length === 0) return;
  tx.audit({
    action: "person.role_granted",
    entity_type: "person",
    entity_id: person_id,
    entity_label: role.key,
    subscriber_id: null,
    changes: {
      role: { from: held && !ended ? role.key : null, to: role.key },
      expires_at: { from: held?.expires_at ?? null, to: expires_at ?? null },
    },
  });
  tx.emit("person.role_granted", { id: person_id, role: role.key, expires_at: expires_at ?? null }, "staff");
}

const same_end = (one: string | null, other: string | null) =>
  one === other || (one !== null && other !== null && Date.parse(one) === Date.parse(other));

/**
 * Takes a role away. Nobody takes what they could not have given, and the last administrator who can sign in stays one.
 * @throws DomainError 409 for the last administrator
 */
export async function revoke_role(tx: Tx, person_id: string, role_key: string): Promise<void> {
  if (!tx.trusted) demand(tx.actor, "users:manage");
  await demand_person(tx, person_id);
  const role = await find_role(tx, role_key);
  demand_within(tx, role.permissions, beyond("take"));
  await demand_step_up(tx, "users:manage");
  await take_role(tx, person_id, role);
}

async function take_role(tx: Tx, person_id: string, role: Pick<RoleRow, "id" | "key">): Promise<void> {
  const [revoked] = await tx.sql<{ expires_at: string | null }[]>`
    update person_roles
       set is_active = false
     where person_id = ${person_id}::text::uuid and role_id = ${role.id} and is_active
    returning expires_at`;
  if (!revoked) return;
  tx.audit({
    action: "person.role_revoked",
    entity_type: "person",
    entity_id: person_id,
    entity_label: role.key,
    subscriber_id: null,
    changes: { role: { from: role.key, to: null } },
  });
  tx.emit("person.role_revoked", { id: person_id, role: role.key }, "staff");
}

/**
 * Gives everybody who holds one role another in its place, to the same end. A role that a holder has already keeps its end.
 * @returns how many people
 */
export async function move_holders(tx: Tx, from: RoleRow, to_key: string): Promise<number> {
  if (!tx.trusted) demand(tx.actor, "users:manage");
  const to = await find_role(tx, to_key);
  if (to.id === from.id) throw invalid("move_to", to_key, "is the role itself", "Choose another.");
  if (to.audience !== from.audience) {
    throw invalid("move_to", to_key, "is a role of another portal", "Choose one of the same portal.");
  }
  demand_within(tx, [...from.permissions, ...to.permissions], beyond("give"));
  await demand_step_up(tx, "users:manage");
  const holders = await tx.sql<{ person_id: string; expires_at: string | null; holds_both: boolean }[]>`
    /* access.holders_to_move */
    select pr.person_id, pr.expires_at,
           exists (
             select from person_roles o
              where o.person_id = pr.person_id and o.role_id = ${to.id} and o.is_active
                and (o.expires_at is null or o.expires_at > ${tx.now().toString()}::text::timestamptz)
           ) as holds_both
      from person_roles pr
     where pr.role_id = ${from.id} and pr.is_active
       and (pr.expires_at is null or pr.expires_at > ${tx.now().toString()}::text::timestamptz)
     order by pr.person_id`;
  const ends = holders.map((holder) => holder.expires_at);
  for (const end of new Set(ends)) await demand_no_longer(tx, to.permissions, end);
  for (const { person_id, expires_at, holds_both } of holders) {
    if (!holds_both) await put_role(tx, person_id, to, expires_at);
    await take_role(tx, person_id, from);
  }
  return holders.length;
}
