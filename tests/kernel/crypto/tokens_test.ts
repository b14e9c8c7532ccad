import assert from "node:assert/strict";
import { equal_secrets, random_code, random_token, token_hash } from "~/domain/kernel/crypto/tokens.ts";

Deno.test("random_token() is base64url of the asked bytes, and never the same", () => {
  assert.match(random_token(), /^[\w-]{43}$/);
  assert.match(random_token(16, "omni_key_"), /^omni_key_[\w-]{22}$/);
  assert.equal(new Set(Array.from({ length: 1000 }, () => random_token())).size, 1000);
});

Deno.test("random_code() uses every sign about equally and none that looks like another", () => {
  const counts = new Map<string, number>();
  for (const sign of random_code(30_000)) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  assert.equal(counts.size, 30);
  assert.ok([...counts.values()].every((count) => count > 800 && count < 1200));
  assert.ok(!["0", "O", "1", "I", "L", "U"].some((sign) => counts.has(sign)));
  assert.equal(random_code(6).length, 6);
});

Deno.test("token_hash() is SHA-256 in hex", () => {
  assert.equal(token_hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  assert.equal(token_hash(new TextEncoder().encode("abc")), token_hash("abc"));
});

Deno.test("equal_secrets() compares, also different lengths", () => {
  assert.equal(equal_secrets("secret", "secret"), true);
  assert.equal(equal_secrets("secret", "secreT"), false);
  assert.equal(equal_secrets("secret", "secret "), false);
  assert.equal(equal_secrets("", ""), true);
});
