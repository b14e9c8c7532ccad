/** Scopes: which permissions a key may be given, by whom, and whether a change gives it more. */
import { permission_keys } from "~/domain/access/mod.ts";
import { type FieldProblem, forbidden, invalid_many, problem } from "~/domain/kernel/errors.ts";
import { permission_set, type PermissionSet } from "~/domain/kernel/permissions.ts";
import type { Tx } from "~/domain/kernel/tx.ts";

/** Keys of the outsiders' portals: no API key of staff has any use for them. */
const of_portals = /^(portal|reseller|vendor):/;

export const scope_keys = () => permission_keys().filter(({ key }) => !of_portals.test(key));

/** As they are stored: sorted, each once. @throws DomainError 422 for what is no permission, all at once */
export function checked_scopes(scopes: readonly string[]): string[] {
  const known = scope_keys().map(({ key }) => key);
  const wrong = scopes.flatMap((scope, at): FieldProblem[] => {
    const stem = scope.slice(0, -1);
    const exists = scope === "*" || known.includes(scope) ||
      (/^([a-z][a-z0-9_-]*:){1,2}\*$/.test(scope) && known.some((key) => key.startsWith(stem)));
    return exists
      ? []
      : [problem(`scopes.${at}`, scope, "is no permission", "Use a key of the permission table, domain:* or *.")];
  });
  if (wrong.length > 0) throw invalid_many(wrong);
  return [...new Set(scopes)].sort();
}

/** Nobody gives a key what they do not have. A wildcard is had by whoever has one that covers it: all keys of today are not those of tomorrow. @throws DomainError 403 */
export function demand_within_own(tx: Tx, scopes: readonly string[]): void {
  if (tx.trusted) return;
  const beyond = scopes.find((scope) => !tx.actor.permissions.has(scope));
  if (beyond) throw forbidden(beyond, "You cannot give a key more than you may yourself.");
}

export const is_within = (scopes: readonly string[], of: PermissionSet): boolean => scopes.every(of.has);

/** Whether `after` allows nothing that `before` did not, written-out permissions included: those open what asks a person for a proof. */
export const narrows_scopes = (before: readonly string[], after: readonly string[]): boolean =>
  is_within(after, permission_set(before)) &&
  after.every((scope) => before.includes(scope) || scope.endsWith("*"));
