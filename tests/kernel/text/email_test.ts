import assert from "node:assert/strict";
import { parse_email } from "~/domain/kernel/text/email.ts";

const read = (raw: string) => {
  const result = parse_email(raw);
  return result.ok ? result.email : `refused: ${result.reason}`;
};

Deno.test("parse_email() gives one spelling for one mailbox", () => {
  assert.equal(read("  Ada.Lovelace@Example.ORG "), "ada.lovelace@example.org");
  assert.equal(read("Ada <ada+omni@example.org>"), "ada+omni@example.org");
  assert.equal(read("mailto:ada@example.org"), "ada@example.org");
  assert.equal(read("ada@exa\u200bmple.org"), "ada@example.org");
  assert.equal(read("info@müller.de"), "info@xn--mller-kva.de");
  assert.equal(read("o'brien@example.co.uk"), "o'brien@example.co.uk");
});

Deno.test("parse_email() refuses with a reason that helps", () => {
  const table: [string, RegExp][] = [
    ["", /is empty/],
    ["ada.example.org", /lacks an @/],
    ["@example.org", /before the @/],
    ["ada@", /domain/],
    ["ada@localhost", /domain/],
    ["ada@127.0.0.1", /domain/],
    ["ada@exa mple.org", /one address only/],
    ["ada@x.org, bob@x.org", /one address only/],
    ["ada..l@example.org", /character before the @/],
    [".ada@example.org", /character before the @/],
    ["ada@-x.org", /domain/],
    ["ada@x..org", /domain/],
    ["ada@x.org\r\nBcc: all@x.org", /one address only/],
    ["ada@example.org:25", /domain/],
    [`${"a".repeat(65)}@example.org`, /64 characters/],
    [`${"a".repeat(60)}@${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(60)}.${"e".repeat(20)}.org`, /254/],
    ["a".repeat(5000), /longer than/],
  ];
  for (const [raw, reason] of table) {
    assert.match(read(raw), /^refused/, raw);
    assert.match(read(raw), reason, raw);
  }
});
