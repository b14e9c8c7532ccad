/** An outsider's statements run in the portal's role from the first one on, although the switch's answer is not waited for. */
import assert from "node:assert/strict";
import "~/domain/all.ts";
import type { Sql, TransactionSql } from "~/domain/kernel/db/connect.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { with_database } from "~/tests/support/database.ts";
import { customer, platform_on } from "~/tests/support/fixtures.ts";

const own = "0196f000-0000-7000-8000-000000000001";
const who = "select current_user::text as role, current_setting('app.subscriber_ids') as ids";

/** Ways to ask for the first rows of a transaction: all that decides when the driver sends it. */
const firsts: Record<string, (tx: Tx) => PromiseLike<readonly unknown[]>> = {
  "at once": (tx) => tx.sql.unsafe(who),
  "at once, by execute()": (tx) => tx.sql.unsafe(who).execute(),
  "without parameters": (tx) => tx.sql`select current_user::text as role, current_setting('app.subscriber_ids') as ids`,
  "with a parameter, described first": (tx) =>
    tx.sql`select current_user::text as role, current_setting(${"app.subscriber_ids"}) as ids`,
  "after a turn": (tx) => Promise.resolve().then(() => tx.sql.unsafe(who)),
  "after a timer": (tx) => new Promise((done) => setTimeout(done, 5)).then(() => tx.sql.unsafe(who)),
  "together with others": (tx) => Promise.all([1, 2, 3].map(() => tx.sql.unsafe(who))).then((all) => all[0] ?? []),
};

Deno.test(
  "the first statement of an outsider runs in the portal's role, however it is asked",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    for (const way of ["read", "transaction"] as const) {
      for (const [name, ask] of Object.entries(firsts)) {
        for (let times = 0; times < 3; times++) {
          const rows = await platform[way](customer([own]), async (tx) => await ask(tx));
          assert.deepEqual({ ...rows[0] as object }, { role: "omni_customer", ids: `{${own}}` }, `${way}, ${name}`);
        }
      }
      const [after] = await platform[way](
        customer([own]),
        async (tx) => await tx.elevated(() => Promise.resolve()).then(() => tx.sql.unsafe(who)),
      );
      assert.equal(after?.role, "omni_customer", "and again after what was elevated");
    }
  }),
);

Deno.test(
  "where the switch fails, nothing runs in its place",
  with_database(async ({ db }) => {
    await db.sql`create table marks (name text)`;
    const platform = platform_on({ ...db, sql: without_role(db.sql) });
    const heard: unknown[] = [];
    await assert.rejects(
      platform.transaction(customer([own]), async (tx) => {
        const first = await tx.sql`insert into marks values ('first')`.catch((error: unknown) => error);
        const second = await tx.sql`insert into marks values ('second')`.catch((error: unknown) => error);
        await new Promise((done) => setTimeout(done, 20));
        const late = await tx.sql`insert into marks values ('late')`.catch((error: unknown) => error);
        heard.push(...[first, second, late].map((error) => error instanceof Error && Reflect.get(error, "code")));
      }),
      /omni_nobody/,
    );
    assert.deepEqual(heard, ["25P02", "25P02", "25P02"], "the transaction was aborted, and is left after its work");
    assert.deepEqual([...await db.sql`select name from marks`], []);
  }),
);

Deno.test(
  "an actor with a scope that is no list of ids sends nothing",
  with_database(async ({ db }) => {
    let asked = false;
    for (const way of ["read", "transaction"] as const) {
      await assert.rejects(
        platform_on(db)[way](customer(["'; drop table tickets; --"]), (tx) => {
          asked = true;
          return Promise.resolve(tx.sql.unsafe(who));
        }),
      );
    }
    assert.equal(asked, false);
  }),
);

/** The same database, with a role that does not exist in the place of the customers'. */
function without_role(sql: Sql): Sql {
  const spoiled = (inner: TransactionSql) =>
    new Proxy(inner, {
      get: (target, key) =>
        key === "unsafe"
          ? (text: string, ...more: []) => target.unsafe(text.replace("omni_customer", "omni_nobody"), ...more)
          : Reflect.get(target, key),
    });
  return new Proxy(sql, {
    get: (target, key) =>
      key === "begin"
        ? (mode: string, run: (inner: TransactionSql) => Promise<unknown>) =>
          target.begin(mode, (inner) => run(spoiled(inner)))
        : Reflect.get(target, key),
  });
}
