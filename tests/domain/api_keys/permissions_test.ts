import assert from "node:assert/strict";
import fc from "fast-check";
import { common_permissions, permission_set } from "~/domain/kernel/permissions.ts";
import { narrows_scopes } from "~/domain/api_keys/mod.ts";

const words = fc.constantFrom("tickets", "ticket", "tick", "users", "portal");
const actions = fc.constantFrom("read", "reply", "rea", "create");
const key = fc.oneof(
  fc.tuple(words, actions).map((parts) => parts.join(":")),
  fc.tuple(words, words, actions).map((parts) => parts.join(":")),
);
const grant = fc.oneof(
  key,
  words.map((word) => `${word}:*`),
  fc.tuple(words, words).map((parts) => `${parts.join(":")}:*`),
  words.map((word) => `${word}*`),
  fc.constant("*"),
);
const grants = fc.array(grant, { maxLength: 6 });

Deno.test("what two lists of grants have in common is what both allow: never more than either, and never less", () => {
  fc.assert(
    fc.property(grants, grants, key, (scopes, owner, asked) => {
      const [a, b] = [permission_set(scopes), permission_set(owner)];
      assert.equal(common_permissions(a, b).has(asked), a.has(asked) && b.has(asked));
    }),
    { numRuns: 5_000 },
  );
});

Deno.test("it does not matter which list is whose", () => {
  fc.assert(
    fc.property(grants, grants, (one, other) => {
      const [a, b] = [permission_set(one), permission_set(other)];
      assert.deepEqual(common_permissions(a, b).keys, common_permissions(b, a).keys);
    }),
  );
});

Deno.test("a change that counts as narrowing allows nothing new, not even by name", () => {
  fc.assert(
    fc.property(grants, grants, key, (before, after, asked) => {
      if (!narrows_scopes(before, after)) return;
      assert.ok(!permission_set(after).has(asked) || permission_set(before).has(asked));
      assert.ok(!after.includes(asked) || before.includes(asked));
    }),
    { numRuns: 5_000 },
  );
});
