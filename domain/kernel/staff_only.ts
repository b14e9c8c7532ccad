import { demand, portal_of } from "./actor.ts";
import { forbidden } from "./errors.ts";
import type { Tx } from "./tx.ts";

/**
 * For verbs that no outsider has, whatever the role says: a customer's `portal:*` would match `portal:tickets:assign`
 * too, since `demand` puts the portal's prefix before the key.
 * @throws DomainError 403
 */
export function demand_staff(tx: Tx, key: string): void {
  if (portal_of(tx.actor)) throw forbidden(key, "It is for staff alone.");
  if (!tx.trusted) demand(tx.actor, key);
}
