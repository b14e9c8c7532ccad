import assert from "node:assert/strict";
import fc from "fast-check";
import { crc32 } from "node:zlib";
import { is_key_form, key_pattern, key_start, new_key_secret } from "~/domain/kernel/crypto/key_form.ts";

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

Deno.test("a key has the documented form, and its checksum can be verified by what docs/api.md says alone", () => {
  for (let nth = 0; nth < 200; nth++) {
    const key = new_key_secret();
    assert.match(key, /^omni_key_[0-9A-Za-z]{49}$/);
    const sum = [...key.slice(-6)].reduce((value, sign) => value * 62 + base62.indexOf(sign), 0);
    assert.equal(sum, crc32(key.slice(0, -6)));
    assert.equal(is_key_form(key), true);
    assert.equal(key_start(key), key.slice(0, 15));
  }
});

Deno.test("keys differ in every place: none of the 43 random signs is fixed, and all 62 come up", () => {
  const keys = Array.from({ length: 1_000 }, new_key_secret);
  assert.equal(new Set(keys).size, keys.length);
  for (let at = 9; at < 52; at++) assert.ok(new Set(keys.map((key) => key[at])).size > 50, `sign ${at}`);
  assert.equal(new Set(keys.flatMap((key) => [...key.slice(9, 52)])).size, 62);
});

Deno.test("whatever is not made by us is no key: one sign changed, cut, doubled, or of any other text", () => {
  const key = new_key_secret();
  fc.assert(
    fc.property(fc.integer({ min: 0, max: key.length - 1 }), fc.constantFrom(...base62), (at, sign) => {
      fc.pre(key[at] !== sign);
      assert.equal(is_key_form(key.slice(0, at) + sign + key.slice(at + 1)), false);
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => assert.equal(is_key_form(text), false)));
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9A-Za-z]{49}$/), (text) => {
      // Two in 2^32 would pass by chance; the pattern alone is met by all.
      assert.match(`omni_key_${text}`, key_pattern);
      assert.equal(is_key_form(`omni_key_${text}`), false);
    }),
  );
  for (
    const text of [key.slice(0, -1), `${key}0`, ` ${key}`, `${key}\n`, key.toUpperCase(), key.replace("omni", "omnj")]
  ) {
    assert.equal(is_key_form(text), false, JSON.stringify(text));
  }
});
