import assert from "node:assert/strict";
import type { ObservedQuery } from "~/domain/kernel/db/connect.ts";
import { query_name } from "~/domain/kernel/db/observe.ts";
import { with_database } from "~/tests/support/database.ts";

const seen: ObservedQuery[] = [];

Deno.test(
  "every query is observed once, with name, time and failure; fragments are not queries",
  with_database(async ({ sql }) => {
    seen.length = 0;
    const only = sql`where n > ${1}`;
    await sql`/* numbers.big */ select n from generate_series(1, 3) as n ${only}`;
    await sql.begin(async (tx) => {
      await tx`select n from generate_series(1, 2) as n`;
      await tx.savepoint((inner) => inner`select pg_sleep(0.03)`);
    });
    await sql`select nonsense`.catch(() => {});
    await sql.unsafe("select 1");
    assert.deepEqual(seen.map((it) => [it.name, it.failed]), [
      ["numbers.big", false],
      ["select generate_series", false],
      ["select", false],
      ["select", true],
      ["select", false],
    ]);
    assert.ok((seen[2]?.ms ?? 0) >= 29, "the time of pg_sleep(0.03) is measured");
    assert.ok(seen[0]?.text.includes("where n > $1"), "the text has no parameter values");
  }, { on_query: (query) => void seen.push(query) }),
);

Deno.test("query_name() reads the leading comment, else the verb and its table", () => {
  assert.equal(query_name("\n  /* tickets.queue */\n select 1 from a"), "tickets.queue");
  assert.equal(query_name("-- tickets.queue\nselect 1"), "tickets.queue");
  assert.equal(query_name("insert into tickets (id) select 1 from b"), "insert tickets");
  assert.equal(query_name("update only public.tickets set a = 1"), "update public.tickets");
  assert.equal(query_name(""), "query");
});
