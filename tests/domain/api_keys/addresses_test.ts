import assert from "node:assert/strict";
import fc from "fast-check";
import { address_range, narrows_addresses } from "~/domain/access/mod.ts";
import { is_allowed_address, ranges_of } from "~/domain/access/key_addresses.ts";

const lets_in = (list: string[], ip: string | null) => is_allowed_address(ranges_of(list), ip);

Deno.test("a list lets in what lies within its ranges, of either family and in either spelling", () => {
  const list = ["203.0.113.7", "10.0.0.0/8", "2001:db8::/32", "::ffff:192.0.2.0/120"];
  for (const ip of ["203.0.113.7", "10.255.0.1", "::ffff:10.1.2.3", "2001:db8:1::9", "192.0.2.200"]) {
    assert.ok(lets_in(list, ip), ip);
  }
  for (const ip of ["203.0.113.8", "11.0.0.1", "::1", "2001:db9::1", "192.0.3.1", "", "10.0.0", "unknown", null]) {
    assert.ok(!lets_in(list, ip), String(ip));
  }
  assert.ok(lets_in([], null), "without a list everybody comes in");
});

const v4 = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255)).map((parts) => parts.join("."));
const range = fc.tuple(v4, fc.integer({ min: 0, max: 32 })).map(([ip, bits]) => `${ip}/${bits}`);
const list = fc.array(range, { maxLength: 4 });

Deno.test("a change that counts as narrowing lets nobody in whom the list before kept out", () => {
  fc.assert(
    fc.property(list, list, v4, (before, after, ip) => {
      if (narrows_addresses(before, after)) assert.ok(!lets_in(after, ip) || lets_in(before, ip));
    }),
    { numRuns: 3_000 },
  );
});

Deno.test("taking the list away, or a wider range, is no narrowing; an address of a range is", () => {
  assert.equal(narrows_addresses(["10.0.0.0/8"], []), false);
  assert.equal(narrows_addresses(["10.0.0.0/8"], ["10.0.0.0/7"]), false);
  assert.equal(narrows_addresses(["10.0.0.0/8"], ["::a00:0/104"]), false);
  assert.equal(narrows_addresses(["10.0.0.0/8"], ["10.1.2.3"]), true);
  assert.equal(narrows_addresses([], ["0.0.0.0/0"]), true);
});

Deno.test("what is no address is refused", () => {
  for (
    const text of ["", "10.0.0.0/33", "10.0.0", "2001::/129", "localhost", "1", "10.0.0.1/8/9", "10.0.0.1-10.0.0.9"]
  ) {
    assert.equal(address_range(text), undefined, text);
  }
});
