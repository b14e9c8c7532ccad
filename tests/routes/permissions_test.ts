/** Keys of roles, transitions and endpoints. What each page and endpoint names is walked in tests/security/walls. */
import assert from "node:assert/strict";
import "~/domain/all.ts";
import { builtin_roles, permission_keys } from "~/domain/access/mod.ts";
import { permission_key } from "~/domain/kernel/permissions.ts";
import { transitions_of } from "~/domain/kernel/transitions.ts";
import { entities } from "~/domain/kernel/entity.ts";
import { all_endpoints } from "~/routes/(_api)/mod.ts";

const known = new Set(permission_keys().map(({ key }) => key));

Deno.test("every transition names a permission that the table describes", () => {
  const unknown = entities().flatMap((entity) =>
    transitions_of(entity)?.moves.filter((move) => !known.has(move.permission)).map((move) =>
      `${entity.name}: ${move.permission}`
    ) ?? []
  );
  assert.deepEqual([...new Set(unknown)], []);
});

Deno.test("the built-in roles hold keys that exist", () => {
  const wrong = builtin_roles.flatMap((role) =>
    role.permissions.filter((key) =>
      key !== "*" &&
      (key.endsWith("*") ? ![...known].some((each) => each.startsWith(key.slice(0, -1))) : !known.has(key))
    ).map((key) => `${role.key}: ${key}`)
  );
  assert.deepEqual(wrong, []);
});

Deno.test("keys have the form domain:action or domain:entity:action", () => {
  assert.deepEqual([...known].filter((key) => !permission_key.test(key)), []);
});

Deno.test("no two endpoints answer the same method and path", () => {
  const seen = new Set<string>();
  const twice = all_endpoints.map((endpoint) => `${endpoint.method} ${endpoint.path.replaceAll(/\{\w+\}/g, "{}")}`)
    .filter((each) => seen.has(each) || !seen.add(each));
  assert.deepEqual(twice, []);
});
