import assert from "node:assert/strict";
import fc from "fast-check";
import "~/domain/all.ts";
import { permission_groups, permission_keys } from "~/domain/access/mod.ts";
import { can, key_for } from "~/domain/kernel/actor.ts";
import {
  grants_covering,
  key_audience,
  outsider_words,
  permission_grant,
  permission_key,
  permission_set,
  shortest_list,
} from "~/domain/kernel/permissions.ts";
import { with_database } from "../support/database.ts";
import { customer, staff } from "../support/fixtures.ts";

const words = ["tickets", "ticket", "work-orders", "portal", "reseller", "vendor", "notes", "read", "a"];
const segment = fc.oneof(fc.constantFrom(...words), fc.stringMatching(/^[a-z][a-z0-9_-]{0,5}$/));
const key = fc.array(segment, { minLength: 2, maxLength: 3 }).map((parts) => parts.join(":"));
const grant = fc.oneof(
  key,
  fc.constant("*"),
  fc.array(segment, { minLength: 1, maxLength: 2 }).map((parts) => `${parts.join(":")}:*`),
);
const grants = fc.array(grant, { maxLength: 8 });

/** The rule as docs/security.md says it, without the shortcuts of the real one. */
function covers(granted: string, wanted: string): boolean {
  if (granted === wanted) return true;
  if (granted === "*") return !outsider_words.some((word) => wanted.split(":")[0] === word);
  if (!granted.endsWith(":*")) return false;
  const parts = granted.split(":").slice(0, -1);
  return wanted.split(":").length > parts.length && parts.every((part, at) => wanted.split(":")[at] === part);
}

Deno.test("a set covers a key exactly when one of its grants does by the written rule", () => {
  fc.assert(
    fc.property(grants, key, (held, wanted) => {
      assert.equal(permission_set(held).has(wanted), held.some((each) => covers(each, wanted)));
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("a set covers a wildcard exactly when one grant covers all that it could ever mean", () => {
  fc.assert(
    fc.property(grants, grant, key, (held, wildcard, below) => {
      const set = permission_set(held);
      if (set.has(wildcard) && permission_set([wildcard]).has(below)) {
        assert.ok(set.has(below), `${wildcard}, ${below}`);
      }
    }),
    { numRuns: 2_000 },
  );
  const all_of_today = permission_keys().map((each) => each.key).filter((each) => each.startsWith("tickets:"));
  assert.equal(permission_set(all_of_today).has("tickets:*"), false, "what comes later is not held yet");
});

Deno.test("no grant reaches into another audience", () => {
  fc.assert(
    fc.property(grant, key, (granted, wanted) => {
      if (permission_set([granted]).has(wanted)) assert.equal(key_audience(granted), key_audience(wanted));
    }),
    { numRuns: 2_000 },
  );
  assert.equal(permission_set(["tickets:*"]).has("portal:tickets:read"), false);
  assert.equal(permission_set(["portal:*"]).has("tickets:read"), false);
  assert.equal(permission_set(["*"]).has("portal:tickets:read"), false);
  assert.equal(permission_set(["*"]).has("portal:*"), false);
});

Deno.test("an outsider with any grant of staff can nothing, in either way of asking", () => {
  fc.assert(
    fc.property(
      fc.array(grant.filter((each) => key_audience(each) === "admin"), { maxLength: 5 }),
      key,
      (held, wanted) => {
        const actor = { ...customer([]), permissions: permission_set(held) };
        assert.equal(can(actor, wanted), false);
        assert.match(key_for(actor, wanted), /^portal:/);
      },
    ),
  );
});

Deno.test("a wildcard ends at a colon: a word that only begins alike is not covered", () => {
  assert.equal(permission_set(["ticket:*"]).has("tickets:read"), false);
  assert.equal(permission_set(["tickets*"]).has("tickets:read"), false);
  assert.equal(permission_set(["tickets:re*"]).has("tickets:read"), false);
  assert.equal(permission_set(["tickets:read"]).has("tickets:read:all"), false);
});

Deno.test("grants_covering() names every grant that covers a key, and no other", () => {
  fc.assert(
    fc.property(grants, key, (held, wanted) => {
      const covering = new Set(grants_covering(wanted));
      assert.equal(permission_set(held).has(wanted), held.some((each) => covering.has(each)));
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("shortest_list() allows the same as the list it was made of, and nothing in it is said twice", () => {
  fc.assert(
    fc.property(grants, key, (held, wanted) => {
      const short = shortest_list(held);
      assert.equal(permission_set(short).has(wanted), permission_set(held).has(wanted));
      for (const each of short) {
        assert.equal(permission_set(short.filter((other) => other !== each)).has(each), false, each);
      }
    }),
    { numRuns: 1_000 },
  );
});

Deno.test("what may stand in a role is a key or a wildcard at the end of whole words", () => {
  fc.assert(fc.property(grant, (each) => assert.match(each, permission_grant)));
  for (
    const wrong of [
      "",
      "tickets",
      "tickets*",
      "*:read",
      "tickets:*:read",
      "Tickets:read",
      "a:b:c:d",
      "a:b:c:*",
      "**",
      " *",
    ]
  ) {
    assert.doesNotMatch(wrong, permission_grant);
  }
});

Deno.test(
  "the database knows a key's audience by the same rule",
  with_database(async ({ sql }) => {
    const asked = [...fc.sample(grant, 200), "portal", "portals:read", "*", "portal:*"];
    const rows = await sql<{ key: string; audience: string }[]>`
      select key, key_audience(key) as audience from jsonb_array_elements_text(${
      JSON.stringify(asked)
    }::text::jsonb) key`;
    assert.equal(rows.length, asked.length);
    for (const { key, audience } of rows) assert.equal(audience, key_audience(key), key);
  }),
);

Deno.test("every key has a sentence, a group with a name and a place, and stands once", () => {
  const keys = permission_keys();
  assert.equal(new Set(keys.map((each) => each.key)).size, keys.length);
  for (const each of keys) {
    assert.match(each.key, permission_key);
    assert.match(each.description, /^[A-Z][^.]{3,}$/, each.key);
    assert.equal(`${each.domain}:${each.action}`, each.key);
  }
  const groups = permission_groups();
  for (const group of groups) {
    assert.ok(/^[A-Z]/.test(group.label), group.domain);
    assert.ok(group.keys.every((each) => permission_set([group.wildcard]).has(each.key)));
  }
  assert.equal(
    new Set(groups.map((group) => `${group.audience} ${group.label}`)).size,
    groups.length,
    "names tell groups apart",
  );
  const tickets = groups.find((group) => group.domain === "tickets");
  assert.deepEqual(tickets?.keys.slice(0, 4).map((each) => each.action), ["read", "create", "update", "delete"]);
  assert.ok(staff("*").permissions.has("tickets:read"));
});
