/** A person's second factors as they are listed, named and removed. */
import { conflict, invalid, not_found } from "~/domain/kernel/errors.ts";
import { declare_event } from "~/domain/kernel/events.ts";
import { is_uuid } from "~/domain/kernel/text/uuid.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { tell_owner } from "./notices.ts";

declare_event("second_factor.added", "Somebody set up a second factor: an authenticator app or a passkey.");
declare_event("second_factor.removed", "A second factor was removed by its owner or an administrator.");

export type MethodKind = "totp" | "passkey";

export interface Method {
  id: string;
  kind: MethodKind;
  name: string;
  created_at: string;
  last_used_at: string | null;
}

export const most_methods = 10;

/** What counts; an app whose first code was never typed is not among them. */
export async function list_methods(tx: Tx, person_id: string): Promise<Method[]> {
  return await tx.sql<Method[]>`
    select id, 'totp' as kind, name, created_at, last_used_at from totp_secrets where person_id = ${person_id}::text::uuid and verified_at is not null
    union all
    select id, 'passkey', name, created_at, last_used_at from passkeys where person_id = ${person_id}::text::uuid
     order by created_at, id`;
}

export const has_second_factor = async (tx: Tx, person_id: string): Promise<boolean> =>
  (await list_methods(tx, person_id)).length > 0;

/** @throws DomainError 422 for a name that is empty or too long */
export function method_name(name: string): string {
  const trimmed = name.replaceAll("\u0000", "").trim();
  if (trimmed === "" || trimmed.length > 60) throw invalid("name", name, "must have 1 to 60 characters");
  return trimmed;
}

export async function demand_room(tx: Tx, person_id: string): Promise<void> {
  if ((await list_methods(tx, person_id)).length >= most_methods) {
    throw conflict("name", "", `cannot be added: there are ${most_methods} already`, "Remove one first.");
  }
}

const table_of = (tx: Tx, kind: MethodKind) => kind === "totp" ? tx.sql`totp_secrets` : tx.sql`passkeys`;

export async function rename_method(
  tx: Tx,
  person_id: string,
  kind: MethodKind,
  id: string,
  name: string,
): Promise<void> {
  const [row] = is_uuid(id)
    ? await tx.sql`update ${table_of(tx, kind)} set name = ${
      method_name(name)
    } where id = ${id} and person_id = ${person_id} returning id`
    : [];
  if (!row) throw not_found("second factor", id);
}

/**
 * @param keep_one whether a role of the person asks for a second factor
 * @throws DomainError 409 for the last one of a person who must have one
 */
export async function remove_method(
  tx: Tx,
  person_id: string,
  kind: MethodKind,
  id: string,
  keep_one: boolean,
): Promise<void> {
  // The person's row is the lock: two removals at once must not leave none.
  await tx.sql`select id from people where id = ${person_id}::text::uuid for update`;
  const [row] = is_uuid(id)
    ? await tx.sql<{ name: string }[]>`delete from ${
      table_of(tx, kind)
    } where id = ${id} and person_id = ${person_id} returning name`
    : [];
  if (!row) throw not_found("second factor", id);
  const left = await has_second_factor(tx, person_id);
  if (!left && keep_one) {
    throw conflict("name", row.name, "is your last second factor, and your role needs one", "Add another first.");
  }
  if (!left) await forget_all(tx, person_id);
  await announce(tx, person_id, "removed", kind, row.name);
}

/** Codes and remembered devices stand for a second factor; without one they are worth nothing and must not come back to life with the next. */
export async function forget_all(tx: Tx, person_id: string): Promise<void> {
  await tx.sql`delete from recovery_codes where person_id = ${person_id}`;
  await tx.sql`delete from remembered_devices where person_id = ${person_id}`;
}

/** Into the audit, the events and the owner's mail: a thief's second factor must not go unnoticed. */
export async function announce(
  tx: Tx,
  person_id: string,
  what: "added" | "removed",
  kind: MethodKind,
  name: string,
): Promise<void> {
  tx.audit({
    action: `second_factor.${what}`,
    entity_type: "person",
    entity_id: person_id,
    entity_label: name,
    subscriber_id: null,
    changes: { [kind]: what === "added" ? { from: null, to: name } : { from: name, to: null } },
  });
  tx.emit(`second_factor.${what}`, { id: person_id, kind }, "staff");
  await tell_owner(tx, person_id, what === "added" ? `"${name}" was added` : `"${name}" was removed`);
}
