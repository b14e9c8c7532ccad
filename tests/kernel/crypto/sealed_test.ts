import assert from "node:assert/strict";
import { derive_key, parse_key, parse_key_ring } from "~/domain/kernel/crypto/keys.ts";
import { is_current, open, rotate, seal } from "~/domain/kernel/crypto/sealed.ts";

const k1 = { id: "k1", key: new Uint8Array(32).fill(1) };
const k2 = { id: "k2", key: new Uint8Array(32).fill(2) };

Deno.test("open() gives back what seal() took, and two seals of one secret differ", async () => {
  const sealed = await seal([k1], "pässwörd", "settings/smtp");
  assert.match(sealed, /^s1\.k1\.[\w-]+$/);
  assert.doesNotMatch(sealed, /pässwörd/);
  assert.equal(await open([k1], sealed, "settings/smtp"), "pässwörd");
  assert.notEqual(await seal([k1], "pässwörd", "settings/smtp"), sealed);
  assert.equal(await open([k1], await seal([k1], "", "c"), "c"), "");
});

Deno.test("open() refuses a value that was altered, moved, or sealed by a key that is gone", async () => {
  const sealed = await seal([k1], "secret", "row/1");
  await assert.rejects(open([k1], sealed, "row/2"), /row\/2 does not open/);
  await assert.rejects(open([k2], sealed, "row/1"), /needs the key "k1"\. Add it to ENCRYPTION_KEYS/);
  await assert.rejects(open([{ ...k2, id: "k1" }], sealed, "row/1"), /does not open/);
  const flipped = sealed.slice(0, -3) + (sealed.at(-3) === "A" ? "B" : "A") + sealed.slice(-2);
  await assert.rejects(open([k1], flipped, "row/1"), /altered/);
  for (const bad of ["", "secret", "s1.k1", "s1.k1.!!!", "s2.k1.AAAA"]) await assert.rejects(open([k1], bad, "row/1"));
});

Deno.test("rotate() moves a secret to the new key and leaves what is there already", async () => {
  const old = await seal([k1], "secret", "c");
  const ring = [k2, k1];
  assert.equal(is_current(ring, old), false);
  const moved = await rotate(ring, old, "c");
  assert.match(moved, /^s1\.k2\./);
  assert.equal(await open([k2], moved, "c"), "secret");
  assert.equal(await rotate(ring, moved, "c"), moved);
});

Deno.test("parse_key_ring() keeps the order and tells what is wrong without showing a key", () => {
  const good = k1.key.toBase64();
  const ring = parse_key_ring(`k2:${k2.key.toHex()}, k1:${good}`);
  assert.deepEqual(ring, [k2, k1]);
  assert.equal(parse_key_ring(""), "it holds no key");
  assert.equal(parse_key_ring(good), "entry 1 lacks an id of letters and digits before the colon");
  assert.equal(parse_key_ring("k1:c2hvcnQ="), 'the key "k1" is not 32 bytes of base64 or hex');
  assert.equal(parse_key_ring(`k1:${good},k1:${good}`), 'the id "k1" appears twice');
});

Deno.test("parse_key() reads hex, base64 and base64url, and nothing else", () => {
  const bytes = new Uint8Array([251, 255, 190, 1]);
  for (const text of ["fbffbe01", "+/++AQ==", "-_--AQ", "+/++AQ"]) assert.deepEqual(parse_key(text), bytes, text);
  for (const bad of ["", "a", "pass word", "äöü", "="]) assert.equal(parse_key(bad), undefined, bad);
});

Deno.test("derive_key() gives one key a purpose", () => {
  assert.equal(derive_key(k1.key, "a").length, 32);
  assert.deepEqual(derive_key(k1.key, "a"), derive_key(k1.key, "a"));
  assert.notDeepEqual(derive_key(k1.key, "a"), derive_key(k1.key, "b"));
});
