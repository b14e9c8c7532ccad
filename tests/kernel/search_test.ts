import assert from "node:assert/strict";
import "~/domain/all.ts";
import { parse_list } from "~/domain/kernel/list_query.ts";
import { subscriber, subscribers } from "~/domain/subscribers/mod.ts";
import { type TestDatabase, with_database } from "~/tests/support/database.ts";
import { platform_on, staff } from "~/tests/support/fixtures.ts";

const asking = ({ db }: TestDatabase) => {
  const platform = platform_on(db);
  return (asked: Record<string, string>) =>
    platform.read(staff("*"), async (tx) => {
      const query = parse_list(subscriber, new URLSearchParams(asked));
      const [page, json] = [await subscribers.list(tx, query), JSON.parse(await subscribers.list_json(tx, query))];
      assert.deepEqual([json.count, json.count_capped], [page.count, page.count_capped], "both ways say the same");
      return { names: page.items.map((each) => each.name), count: page.count, capped: page.count_capped };
    });
};

Deno.test(
  "a search meets every other filter, however many match its words alone",
  with_database(async (it) => {
    await it.sql`
      insert into subscribers (name, status) select 'Ada ' || n, case when n > 1200 then 'terminated' else 'active' end from generate_series(1, 1203) n`;
    const ask = asking(it);
    assert.deepEqual(await ask({ q: "ada", status: "terminated", order_by: "name", order_dir: "asc" }), {
      names: ["Ada 1201", "Ada 1202", "Ada 1203"],
      count: 3,
      capped: false,
    });
    const { count, capped } = await ask({ q: "ada", limit: "20" });
    assert.deepEqual([count, capped], [500, true], "more than five hundred are said to be more");
  }),
);

Deno.test(
  "a record is found by its number, from the beginning or by the digits alone",
  with_database(async (it) => {
    const rows = await it.sql<{ number: string }[]>`
      insert into subscribers (name) select 'Customer ' || chr(64 + n) from generate_series(1, 12) n returning number`;
    const ask = asking(it);
    const number = rows[3]?.number ?? "";
    const digits = String(Number(number.replace(/\D/g, "")));
    for (const q of [number, number.toLowerCase(), digits, digits.padStart(6, "0")]) {
      assert.deepEqual((await ask({ q })).names, ["Customer D"], q);
    }
    assert.equal((await ask({ q: "sub-" })).count, 12);
    assert.deepEqual((await ask({ q: "SUB-%" })).names, [], "LIKE's wildcards are letters here");
    assert.deepEqual((await ask({ q: "999999999" })).names, []);
  }),
);

Deno.test(
  "a first page that is not full counts itself, and all others are counted",
  with_database(async (it) => {
    await it.sql`insert into subscribers (name) select 'Customer ' || n from generate_series(1, 7) n`;
    const ask = asking(it);
    for (
      const asked of [{}, { limit: "7" }, { limit: "6" }, { limit: "3", offset: "6" }, { limit: "3", offset: "9" }]
    ) assert.equal((await ask(asked)).count, 7, JSON.stringify(asked));
  }),
);
