import assert from "node:assert/strict";
import { connect } from "~/domain/kernel/db/connect.ts";
import { classify_error, type ErrorKind, is_retryable } from "~/domain/kernel/db/errors.ts";
import { with_database } from "~/tests/support/database.ts";
import { wait_for } from "~/tests/support/wait_for.ts";

async function error_of(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("It should have failed");
}

Deno.test(
  "classify_error() names what the database refused, with constraint, table and column",
  with_database(async ({ sql }) => {
    await sql`
      create table vans (
        id int primary key, plate text not null, size int check (size > 0), parent_id int references vans (id),
        during tstzrange, constraint vans_plate_unique unique (plate), constraint vans_no_overlap exclude using gist (during with &&)
      )`;
    await sql`insert into vans values (1, 'A', 1, null, '[2026-01-01, 2026-01-02)')`;
    const kinds: [PromiseLike<unknown>, ErrorKind, string | undefined][] = [
      [sql`insert into vans (id, plate) values (2, 'A')`, "unique", "vans_plate_unique"],
      [sql`insert into vans (id, plate, size) values (2, 'B', 0)`, "check", "vans_size_check"],
      [sql`insert into vans (id, plate, parent_id) values (2, 'B', 9)`, "foreign_key", "vans_parent_id_fkey"],
      [
        sql`insert into vans (id, plate, during) values (2, 'B', '[2026-01-01, 2026-01-03)')`,
        "exclusion",
        "vans_no_overlap",
      ],
      [sql`insert into vans (id) values (2)`, "not_null", undefined],
      [sql`select ${"no uuid"}::text::uuid`, "invalid_text", undefined],
      [sql`select ${"nul \0 byte"}::text`, "invalid_text", undefined],
      [sql`select ${"2026-02-30"}::date`, "invalid_text", undefined],
      [sql`select nonsense`, "other", undefined],
    ];
    for (const [query, kind, constraint] of kinds) {
      const known = classify_error(await error_of(query));
      assert.deepEqual([known.kind, known.constraint], [kind, constraint]);
    }
    const missing = classify_error(await error_of(sql`insert into vans (id) values (2)`));
    assert.deepEqual([missing.table, missing.column], ["vans", "plate"]);
  }),
);

Deno.test(
  "a statement over its time is a timeout and the connection lives on",
  with_database(async ({ sql }) => {
    assert.equal(classify_error(await error_of(sql`select pg_sleep(10)`)).kind, "timeout");
    assert.equal((await sql`select 1 as one`)[0]?.one, 1);
  }, { statement_timeout: 50 }),
);

Deno.test(
  "two transactions that wait for each other: one is told to try again",
  with_database(async ({ sql }) => {
    await sql`create table locks as select generate_series(1, 2) as id, 0 as n`;
    const met = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const take = (first: 0 | 1) =>
      sql.begin(async (tx) => {
        await tx`update locks set n = n + 1 where id = ${first + 1}`;
        met[first]?.resolve();
        await met[1 - first]?.promise;
        await tx`update locks set n = n + 1 where id = ${2 - first}`;
      });
    const results = await Promise.allSettled([take(0), take(1)]);
    const failed = results.filter((it) => it.status === "rejected");
    assert.equal(failed.length, 1);
    assert.equal(is_retryable(failed[0]?.reason), true);
  }),
);

Deno.test(
  "a transaction cut off in the middle of a query is unavailable, and the process goes on",
  with_database(async ({ sql }) => {
    let pid = 0;
    const cut = error_of(sql.begin(async (tx) => {
      pid = (await tx`select pg_backend_pid() as pid`)[0]?.pid;
      await tx.savepoint((inner) => inner`select pg_sleep(20)`).catch(() => {});
      await tx`select 1`;
    }));
    await wait_for(
      "the sleeping query",
      async () =>
        pid > 0 && (await sql`select from pg_stat_activity where pid = ${pid} and wait_event = 'PgSleep'`).length,
    );
    await sql`select pg_terminate_backend(${pid})`;
    assert.equal(classify_error(await cut).kind, "unavailable");
    assert.equal((await sql`select 1 as one`)[0]?.one, 1);
  }),
);

Deno.test("a server that is not there is unavailable, told in less than two seconds", async () => {
  const db = connect({ address: "postgres://omni@127.0.0.1:9/omni" });
  const start = performance.now();
  assert.equal(classify_error(await error_of(db.sql`select 1`)).kind, "unavailable");
  assert.ok(performance.now() - start < 2000);
  await db.close();
});

Deno.test("classify_error() takes what is no database error, and no error at all, for other", () => {
  for (const value of [new Error("x"), null, undefined, "text", { code: 5 }]) {
    assert.deepEqual(classify_error(value), { kind: "other" });
  }
});
