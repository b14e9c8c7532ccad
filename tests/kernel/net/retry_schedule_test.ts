import assert from "node:assert/strict";
import { next_retry, parse_retry_after, retry_delays } from "~/domain/kernel/net/retry_schedule.ts";

Deno.test("next_retry() follows the standard's schedule over three days and then ends", () => {
  const delays = Array.from({ length: 11 }, (_, made) => next_retry(made, 0, () => 0));
  assert.deepEqual(delays, [0, 5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400, undefined]);
  assert.equal(retry_delays.length, 10);
});

Deno.test("next_retry() spreads by up to a fifth", () => {
  assert.equal(next_retry(2, 0, () => 0.5), 330);
  assert.equal(next_retry(2, 0, () => 0.999999), 360);
  assert.equal(next_retry(0, 0, () => 0.9), 0);
});

Deno.test("next_retry() honours a longer Retry-After, up to a day", () => {
  assert.equal(next_retry(1, 120, () => 0), 120);
  assert.equal(next_retry(3, 120, () => 0), 1800);
  assert.equal(next_retry(1, 10_000_000, () => 0), 86400);
});

Deno.test("parse_retry_after() reads seconds and dates, and nothing into nonsense", () => {
  const now = Date.parse("2026-03-05T14:00:00Z");
  assert.equal(parse_retry_after("120", now), 120);
  assert.equal(parse_retry_after("Thu, 05 Mar 2026 14:01:00 GMT", now), 60);
  for (const none of [null, "", "soon", "-5", "Thu, 05 Mar 2020 14:01:00 GMT"]) {
    assert.equal(parse_retry_after(none, now), 0, String(none));
  }
});
