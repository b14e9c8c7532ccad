/**
 * Permission keys: `domain:action` or `domain:entity:action`. A grant may end in `*`, which covers everything below
 * its prefix; `*` alone covers all. There is no other hierarchy, so what a role may do can be read off its list.
 */
export const permission_key = /^[a-z][a-z0-9_-]*(:[a-z][a-z0-9_-]*){1,2}$/;

export interface PermissionSet {
  has(key: string): boolean;
  readonly keys: readonly string[];
}

export function permission_set(keys: Iterable<string>): PermissionSet {
  const exact = new Set(keys);
  const prefixes = [...exact].filter((key) => key.endsWith("*")).map((key) => key.slice(0, -1));
  return {
    keys: [...exact].sort(),
    has: (key) => exact.has(key) || prefixes.some((prefix) => key.startsWith(prefix)),
  };
}

/**
 * What two lists of grants both allow, wildcards on either side. A grant allows exact keys or all keys below a prefix;
 * of two such sets one holds the other or they have nothing in common, so that each grant which the other list covers
 * whole is all there is.
 */
export function common_permissions(one: PermissionSet, other: PermissionSet): PermissionSet {
  return permission_set([...one.keys.filter(other.has), ...other.keys.filter(one.has)]);
}

export const no_permissions = permission_set([]);
export const all_permissions = permission_set(["*"]);
