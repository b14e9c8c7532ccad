import assert from "node:assert/strict";
import { list_problems } from "~/domain/subscribers/mod.ts";
import { platform_on } from "~/tests/support/fixtures.ts";
import { with_database } from "~/tests/support/database.ts";
import { checked, customers_csv, imported, importer } from "./import_support.ts";

Deno.test(
  "a billing export is imported with 1,146 customers, 25 repeats and 14 refusals; again it changes nothing",
  with_database(async ({ db, sql }) => {
    const platform = platform_on(db);
    const foretold = await checked(platform, await customers_csv());
    assert.deepEqual([foretold.status, foretold.report], ["checked", {
      rows: 1185,
      created: 1146,
      updated: 0,
      unchanged: 0,
      repeated: 25,
      refused: 14,
    }]);
    const [nothing] =
      await sql`select (select count(*)::int from subscribers) as subscribers, (select count(*)::int from sites) as sites, (select count(*)::int from event_store where type like 'sub%') as events`;
    assert.deepEqual({ ...nothing }, { subscribers: 0, sites: 0, events: 0 });

    const first = await imported(platform, await customers_csv());
    assert.deepEqual([first.status, first.error, first.report], ["completed", null, {
      rows: 1185,
      created: 1146,
      updated: 0,
      unchanged: 0,
      repeated: 25,
      refused: 14,
    }]);
    assert.deepEqual([first.rows_total, first.rows_read, first.rows_done], [1185, 1185, 1185]);

    const problems = await platform.read(importer, (tx) => list_problems(tx, first.id, 100));
    const by_field = Object.groupBy(problems, ({ field }) => field);
    assert.deepEqual(Object.fromEntries(Object.entries(by_field).map(([field, of]) => [field, of?.length])), {
      external_id: 2,
      name: 2,
      status: 2,
      email: 2,
      gps: 2,
      balance: 2,
      activated_at: 2,
    });
    const before = await sql`select id, number, updated_at, last_synced_at from subscribers order by id`;
    const second = await imported(platform, await customers_csv());
    assert.deepEqual(second.report, { rows: 1185, created: 0, updated: 0, unchanged: 1146, repeated: 25, refused: 14 });
    assert.deepEqual([...await sql`select id, number, updated_at, last_synced_at from subscribers order by id`], [
      ...before,
    ]);
    const [events] = await sql`select count(*)::int as count from event_store where type like 'subscriber.%'`;
    assert.equal(events?.count, 1146);
  }),
);
