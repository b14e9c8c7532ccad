/**
 * Permission keys and what grants cover. A key is `domain:action` or `domain:entity:action`; an outsider's has the word
 * of its portal in front, as in `portal:tickets:read`. A grant is a key, or ends in `:*` and covers every key that
 * begins with what stands before the star, or is `*` alone. There is no other hierarchy: `tickets:update` brings no
 * `tickets:read`, and what a role may do can be read off its list.
 *
 * `*` is everything of staff's. No wildcard without a portal's word covers a portal's key, and none with it covers a key
 * of staff: whatever a list holds by mistake, it never reaches into another audience.
 */
export const permission_key = /^[a-z][a-z0-9_-]*(:[a-z][a-z0-9_-]*){1,2}$/;
/** What may stand in a role or a grant. */
export const permission_grant =
  /^(\*|[a-z][a-z0-9_-]*(:[a-z][a-z0-9_-]*)?:\*|[a-z][a-z0-9_-]*(:[a-z][a-z0-9_-]*){1,2})$/;

/** First words of outsiders' keys: the first segments of their portals' addresses. */
export const outsider_words = ["portal", "reseller", "vendor"] as const;
export type KeyAudience = "admin" | typeof outsider_words[number];

/** Whom a key or a grant is for. `key_audience()` of the database says the same; a test compares them. */
export function key_audience(key: string): KeyAudience {
  const [word] = key.split(":", 1);
  return outsider_words.find((each) => each === word) ?? "admin";
}

/** Every grant that covers a key, widest first: `tickets:read` is covered by `*`, `tickets:*` and itself. */
export function grants_covering(key: string): string[] {
  const parts = key.split(":");
  const wildcards = parts.slice(0, -1).map((_, at) => `${parts.slice(0, at + 1).join(":")}:*`);
  return [...new Set([...(key_audience(key) === "admin" ? ["*"] : []), ...wildcards, key])];
}

export interface PermissionSet {
  /** Whether it covers this key, or the whole of this wildcard. */
  has(key: string): boolean;
  readonly keys: readonly string[];
}

export function permission_set(keys: Iterable<string>): PermissionSet {
  const exact = new Set(keys);
  const all_of_staff = exact.has("*");
  const prefixes = [...exact].filter((key) => key.endsWith(":*")).map((key) => key.slice(0, -1));
  return {
    keys: [...exact].sort(),
    has: (key) =>
      exact.has(key) || prefixes.some((prefix) => key.startsWith(prefix)) ||
      (all_of_staff && key_audience(key) === "admin"),
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

/** Sorted, each once, without what a wildcard of the same list covers. */
export function shortest_list(keys: Iterable<string>): string[] {
  const all = [...new Set(keys)];
  return all.filter((key) => !permission_set(all.filter((other) => other !== key)).has(key)).sort();
}

export const no_permissions = permission_set([]);
export const all_permissions = permission_set(["*"]);
