/** Whose keys an actor may see and change: one's own with `api-keys:create`, everybody's with `api-keys:manage`. */
import { can, demand } from "~/domain/kernel/actor.ts";
import { conflict, DomainError, forbidden, not_found } from "~/domain/kernel/errors.ts";
import type { Condition } from "~/domain/kernel/list_sql.ts";
import { demand_staff } from "~/domain/kernel/staff_only.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { api_keys, type ApiKey } from "./rows.ts";

/** A key that could make or widen keys would outlive its own end and its own revocation. @throws DomainError 403 */
export function demand_no_key(tx: Tx): void {
  if (tx.actor.key_id) {
    throw new DomainError(
      "forbidden",
      "This takes a person who is signed in: an API key makes, changes and rotates no keys.",
    );
  }
}

/** Conditions of a list: one's own. */
export const own_keys = (tx: Tx): Condition => (to) => `t.owner_id = ${to.bind(tx.actor.person_id, "uuid")}`;

/** @throws DomainError 404 for another person's key, unless the actor may see all */
export async function see_key(tx: Tx, id: string): Promise<ApiKey> {
  const key = await api_keys.fetch(tx, id);
  const is_own = key.owner_id === tx.actor.person_id && can(tx.actor, "api-keys:create");
  if (is_own || can(tx.actor, "api-keys:read") || can(tx.actor, "api-keys:manage")) return key;
  if (!can(tx.actor, "api-keys:create")) demand(tx.actor, "api-keys:read");
  throw not_found("API key", id);
}

/** Locks a key that the actor may change. @throws DomainError 403, 404, and 409 for one that is revoked */
export async function hold_key(tx: Tx, id: string): Promise<ApiKey> {
  demand_staff(tx, "api-keys:create");
  const key = await api_keys.lock(tx, id);
  if (!tx.trusted && key.owner_id !== tx.actor.person_id && !can(tx.actor, "api-keys:manage")) {
    if (can(tx.actor, "api-keys:read")) throw forbidden("api-keys:manage", "The key belongs to somebody else.");
    throw not_found("API key", id);
  }
  demand_not_revoked(key);
  return key;
}

export const may_change = (tx: Tx, key: ApiKey): boolean =>
  !tx.actor.key_id && can(tx.actor, "api-keys:create") &&
  (key.owner_id === tx.actor.person_id || can(tx.actor, "api-keys:manage"));

/** A key as the form of its change shows it: refused before anything is typed. @throws DomainError as `hold_key` */
export async function see_changeable(tx: Tx, id: string): Promise<ApiKey> {
  const key = await see_key(tx, id);
  if (!may_change(tx, key)) throw forbidden("api-keys:manage", "The key belongs to somebody else.");
  demand_not_revoked(key);
  return key;
}

function demand_not_revoked(key: ApiKey): void {
  if (key.revoked_at) throw conflict("revoked_at", key.revoked_at, "ended this key", "Create another one.");
}
