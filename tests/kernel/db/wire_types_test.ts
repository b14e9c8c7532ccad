import assert from "node:assert/strict";
import { iso_timestamp } from "~/domain/kernel/db/wire_types.ts";
import { with_database } from "~/tests/support/database.ts";

const instants = [
  "2026-11-23 19:06:08.123456+00",
  "2026-11-23 19:06:08.1+05:30",
  "2026-11-23 19:06:08-08",
  "1999-12-31 23:59:59.999999+00",
  "0044-03-15 12:00:00+00 BC",
  "12026-01-01 00:00:00+00",
  "infinity",
];

Deno.test(
  "a timestamptz reads exactly as to_json prints it, microseconds, eras and infinity included",
  with_database(async ({ sql }) => {
    const rows = await sql`select t, to_json(t) as json from unnest(${instants}::timestamptz[]) as t`;
    assert.equal(rows.length, instants.length);
    for (const { t, json } of rows) assert.equal(t, json);
    assert.equal(rows[0]?.t, "2026-11-23T19:06:08.123456+00:00");
  }),
);

Deno.test("iso_timestamp() writes the minutes of an offset only where they are missing", () => {
  assert.equal(iso_timestamp("2026-11-23 19:06:08+05:30"), "2026-11-23T19:06:08+05:30");
  assert.equal(iso_timestamp("2026-11-23 19:06:08-08"), "2026-11-23T19:06:08-08:00");
});

Deno.test(
  "what was read can be written back and is still equal: no microsecond is lost on the way",
  with_database(async ({ sql }) => {
    await sql`create temporary table kept (at timestamptz, day date, local timestamp, money numeric, big int8, during tstzrange, duration interval, notes jsonb, ids uuid[])`;
    const row = {
      at: "2026-11-23T19:06:08.123456+00:00",
      day: "2026-02-28",
      local: "2026-11-23T19:06:08.5",
      money: "12345678901234567890.10",
      big: "9007199254740993",
      during: '["2026-01-01 00:00:00+00","2026-01-02 00:00:00+00")',
      duration: "3 days 04:05:06",
      notes: { a: [1, null, "é"] },
      ids: ["01a209ed-4b04-7624-b0fa-4c9497ea9353"],
    };
    const [read] = await sql`insert into kept ${sql({ ...row, notes: sql.json(row.notes) })} returning *`;
    assert.deepEqual({ ...read }, row);
    const found =
      await sql`select from kept where at = ${row.at} and day = ${row.day} and money = ${row.money} and ids = ${row.ids}`;
    assert.equal(found.length, 1);
  }, { max: 1 }),
);

Deno.test(
  "Date and Temporal values are taken as parameters",
  with_database(async ({ sql }) => {
    const instant = Temporal.Instant.from("2026-11-23T19:06:08.123456Z");
    const [row] = await sql`select ${instant.toString()}::timestamptz as a, ${new Date(
      "2026-11-23T19:06:08.123Z",
    )}::timestamptz as b,
                                   ${Temporal.PlainDate.from("2026-11-23").toString()}::date as c`;
    assert.deepEqual({ ...row }, {
      a: "2026-11-23T19:06:08.123456+00:00",
      b: "2026-11-23T19:06:08.123+00:00",
      c: "2026-11-23",
    });
  }),
);

Deno.test(
  "a session runs in UTC whatever zone the server has",
  with_database(async ({ sql }) => {
    const [row] =
      await sql`select current_setting('TimeZone') as zone, current_setting('statement_timeout') as timeout, current_setting('application_name') as name`;
    assert.deepEqual({ ...row }, { zone: "UTC", timeout: "30s", name: "omni" });
  }),
);
