import assert from "node:assert/strict";
import { hash_new_password } from "~/domain/access/mod.ts";
import { close_password_pool } from "~/domain/kernel/crypto/password_pool.ts";

const own = ["hassan.eze@example.net", "Hassan Eze"];

Deno.test("hash_new_password() refuses common passwords, patterns and the account's own words", async () => {
  for (
    const password of [
      "password1234",
      "Password123!",
      "qwertyuiopas",
      "aaaaaaaaaaaa",
      "123456789012",
      "iloveyou1234",
      "hassan.eze@example.net",
      "HassanEze1234",
      "omniomniomni",
      "x".repeat(128),
    ]
  ) {
    await assert.rejects(hash_new_password(password, own), /easy to guess.*three or four words/i, password);
  }
});

Deno.test("hash_new_password() takes words that have nothing to do with each other, in any script", async () => {
  for (
    const password of ["a lamp in every window", "zhdkwplqmvnt", "ночь улица фонарь аптека", "correct horse battery"]
  ) {
    assert.match(await hash_new_password(password, own), /^\$argon2id/);
  }
  close_password_pool();
});

Deno.test("what refuses a password never repeats it", async () => {
  await assert.rejects(hash_new_password("password1234", own), (error) => !String(error).includes("password1234"));
});
