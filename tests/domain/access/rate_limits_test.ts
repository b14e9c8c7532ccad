import assert from "node:assert/strict";
import { open_rate_limits } from "~/domain/access/mod.ts";
import { platform_on } from "../../support/fixtures.ts";
import { fixed_clock } from "../../support/clock.ts";
import { with_database } from "../../support/database.ts";
import type { Sql } from "~/domain/kernel/db/connect.ts";

const set = (sql: Sql, key: string, value: number) =>
  sql`insert into domain_settings (domain, key, value) values ('access', ${key}, ${
    JSON.stringify(value)
  }::text::jsonb)`;
const at = "2026-11-23T10:00:10Z";

Deno.test(
  "a limit of 40 lets 40 requests of a minute through, then says when to come back",
  with_database(async ({ db, sql }) => {
    await set(sql, "rate_per_key", 40);
    const clock = fixed_clock(at);
    const limits = open_rate_limits(platform_on(db, { now: clock.now }));
    await limits.flush(); // reads the setting
    const standings = Array.from({ length: 42 }, () => limits.hit("key", "k1"));
    assert.deepEqual(standings.map((each) => each.allowed), [...Array(40).fill(true), false, false]);
    assert.deepEqual(standings[0], { allowed: true, limit: 40, remaining: 39, reset: 50 });
    assert.equal(standings[41]?.remaining, 0);
    assert.equal(limits.hit("key", "k2").allowed, true, "another key has its own");
    clock.advance({ seconds: 51 });
    assert.equal(limits.hit("key", "k1").remaining, 39);
    await limits.close();
  }),
);

Deno.test(
  "three replicas together overshoot by no more than a twentieth each",
  with_database(async ({ db, sql }) => {
    await set(sql, "rate_per_account", 100);
    const clock = fixed_clock(at);
    const replicas = [1, 2, 3].map(() => open_rate_limits(platform_on(db, { now: clock.now })));
    for (const each of replicas) await each.flush();
    let through = 0;
    for (let i = 0; i < 200; i++) {
      for (const each of replicas) {
        if (each.hit("account", "p").allowed) through++;
        if (i % 5 === 4) await each.flush();
      }
    }
    assert.ok(through >= 100 && through <= 100 * (1 + 2 / 20) + 10, `${through} went through`);
    await Promise.all(replicas.map((each) => each.flush()));
    assert.equal((await sql`select from rate_counters`).length, 1);
    for (const each of replicas) await each.close();
  }),
);

Deno.test("counting asks the database once in a batch, not once a request", async () => {
  let batches = 0;
  await with_database(
    async ({ db }) => {
      const limits = open_rate_limits(platform_on(db));
      for (let i = 0; i < 20_000; i++) limits.hit("account", String(i % 500));
      await limits.flush();
      await limits.flush();
      await limits.close();
    },
    { on_query: ({ name }) => name === "access.count_requests" && batches++ },
  )();
  assert.ok(batches >= 1 && batches <= 2, `${batches} batches`);
});

Deno.test(
  "without the database requests go through and are counted here",
  with_database(async ({ db, sql }) => {
    const limits = open_rate_limits(platform_on(db));
    await sql`drop table rate_counters`;
    limits.hit("address", "198.51.100.1");
    await limits.flush();
    assert.equal(limits.hit("address", "198.51.100.1").remaining, 1_198);
    await limits.close();
  }),
);
