import assert from "node:assert/strict";
import { id_maker, id_time, is_uuid, new_id } from "~/domain/kernel/text/uuid.ts";

Deno.test("new_id() makes distinct v7 ids that ascend", () => {
  const ids = Array.from({ length: 20_000 }, () => new_id());
  assert.ok(ids.every((id) => is_uuid(id) && id[14] === "7"));
  assert.deepEqual(ids, [...ids].sort());
  assert.equal(new Set(ids).size, ids.length);
});

Deno.test("id_maker() keeps ascending when the clock stands still past 4096 ids, and when it steps back", () => {
  let time = 1_800_000_000_000;
  const make = id_maker(() => time);
  const ids = Array.from({ length: 10_000 }, () => make());
  time -= 60_000;
  ids.push(make());
  time += 120_000;
  ids.push(make());
  assert.deepEqual(ids, [...ids].sort());
  assert.equal(new Set(ids).size, 10_002);
});

Deno.test("id_time() reads back the millisecond", () => {
  assert.equal(id_time(id_maker(() => 1_790_000_000_123)()), 1_790_000_000_123);
  assert.equal(id_time("6f1f2f64-0000-4000-8000-000000000000"), undefined);
});

Deno.test("is_uuid() refuses what only looks like one", () => {
  const good = "019a8c2e-7b1c-7abc-8def-0123456789ab";
  assert.ok(is_uuid(good));
  assert.ok(is_uuid(good.toUpperCase()));
  for (
    const bad of [
      `${good} `,
      good.slice(1),
      good.replaceAll("-", ""),
      good.replace("7abc", "0abc"),
      "",
      7,
      null,
      undefined,
    ]
  ) {
    assert.equal(is_uuid(bad), false, String(bad));
  }
});
