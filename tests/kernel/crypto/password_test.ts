import assert from "node:assert/strict";
import { dummy_verify, hash_password, needs_rehash, verify_password } from "~/domain/kernel/crypto/password.ts";
import { native_argon2 } from "~/domain/kernel/crypto/password_native.ts";
import { close_password_pool } from "~/domain/kernel/crypto/password_pool.ts";
import { close_wasm_argon2, wasm_argon2 } from "~/domain/kernel/crypto/password_wasm.ts";
import { DomainError } from "~/domain/kernel/errors.ts";
import { password_work } from "./password_work.ts";

function with_pool(test: () => Promise<void>) {
  return async () => {
    try {
      await test();
    } finally {
      close_password_pool();
    }
  };
}

Deno.test(
  "hash_password() gives an argon2id PHC string that only its password verifies",
  with_pool(async () => {
    const hash = await hash_password("correct horse");
    assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    assert.equal(await verify_password("correct horse", hash), true);
    assert.equal(await verify_password("correct hors", hash), false);
    assert.equal(await verify_password("", hash), false);
    assert.notEqual(await hash_password("correct horse"), hash);
  }),
);

Deno.test(
  "verify_password() takes the same Unicode password from another keyboard",
  with_pool(async () => {
    const [composed, apart] = ["caf\u00e9", "cafe\u0301"];
    assert.equal(await verify_password(apart, await hash_password(composed)), true);
    assert.equal(await verify_password(composed, await hash_password(apart)), true);
  }),
);

Deno.test(
  "verify_password() knows a hash computed by another implementation",
  with_pool(async () => {
    // argon2 reference CLI: echo -n password | argon2 somesalt -id -v 13 -t 2 -m 16 -p 1 -l 32
    const known = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    assert.equal(await verify_password("password", known), true);
    assert.equal(await verify_password("Password", known), false);
    assert.equal(needs_rehash(known), true);
  }),
);

Deno.test("needs_rehash() tells today's cost from all others", async () => {
  const hash = await hash_password("x");
  assert.equal(needs_rehash(hash), false);
  assert.equal(needs_rehash(hash.replace("t=2", "t=1")), true);
  assert.equal(needs_rehash("$2b$10$abcdefghijklmnopqrstuv"), true);
  close_password_pool();
});

Deno.test(
  "verify_password() answers false to a damaged or greedy hash instead of failing",
  with_pool(async () => {
    for (
      const bad of [
        "",
        "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$short",
        "$2b$10$abcdefghijklmnopqrstuvwxyz",
        "$argon2id$v=19$m=99999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
      ]
    ) assert.equal(await verify_password("password", bad), false, bad);
  }),
);

Deno.test("hash_password() refuses empty and overlong passwords without showing them", async () => {
  await assert.rejects(hash_password(""), /password: is empty/);
  await assert.rejects(
    hash_password("p".repeat(1025)),
    (error) =>
      error instanceof DomainError && error.code === "validation_error" &&
      !JSON.stringify(error.details).includes("ppp"),
  );
});

Deno.test(
  "dummy_verify() costs what a real check costs",
  with_pool(async () => {
    const hash = await hash_password("x");
    const real = await password_work(() => verify_password("wrong", hash));
    assert.deepEqual(real, ["m=19456,t=2,p=1"]);
    for (const name of ["wrong", "", "x".repeat(5_000)]) {
      assert.deepEqual(await password_work(() => dummy_verify(name)), real);
    }
    for (const damaged of ["", "$2b$10$abcdefghijklmnopqrstuv", hash.replace("m=19456", "m=99999999")]) {
      assert.deepEqual(await password_work(() => verify_password("wrong", damaged)), real, damaged);
    }
    assert.equal(await dummy_verify("anything"), false);
  }),
);

Deno.test(
  "hashing leaves the event loop free",
  with_pool(async () => {
    await hash_password("warm up");
    let done = false;
    let turns = 0;
    const turn = () => void (turns++, done || setTimeout(turn, 0));
    turn();
    await Promise.all(Array.from({ length: 6 }, () => hash_password("x")));
    done = true;
    assert.ok(turns > 6, `the loop turned ${turns} times while six passwords were hashed`);
  }),
);

Deno.test("a flood beyond the queue is told to come back, and the rest is served or released", async () => {
  const flood = Array.from({ length: 80 }, () => hash_password("x"));
  const settled = Promise.allSettled(flood);
  const first = await flood[0];
  assert.match(first ?? "", /^\$argon2id/);
  close_password_pool();
  const refused = (await settled).flatMap((one) => one.status === "rejected" ? [one.reason] : []);
  assert.ok(refused.length >= 14);
  assert.ok(
    refused.every((reason) =>
      reason instanceof DomainError && reason.code === "unavailable" && reason.retry_after === 2
    ),
  );
});

Deno.test("the compiled library and WebAssembly make the same hashes, and know each other's", async () => {
  const native = await native_argon2();
  assert.ok(native, "@node-rs/argon2 does not load here");
  const cost = { memorySize: 1_024, iterations: 2, parallelism: 1 };
  const salt = new Uint8Array(16).fill(7);
  try {
    const made = await Promise.all(
      [native, wasm_argon2].map((compute) => compute({ kind: "hash", password: "café", salt, cost })),
    );
    const [one, other] = made.map(String);
    assert.equal(one, other);
    for (const compute of [native, wasm_argon2]) {
      assert.equal(await compute({ kind: "verify", password: "café", hash: one ?? "" }), true);
      assert.equal(await compute({ kind: "verify", password: "cafe", hash: one ?? "" }), false);
    }
  } finally {
    close_wasm_argon2();
  }
});
