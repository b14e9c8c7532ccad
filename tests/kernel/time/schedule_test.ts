import assert from "node:assert/strict";
import { DomainError } from "~/domain/kernel/errors.ts";
import { next_run, next_runs, type Schedule } from "~/domain/kernel/time/schedule.ts";

const at = (text: string) => Temporal.Instant.from(text);
const berlin = "Europe/Berlin"; // jumps on 2026-03-29 02:00 -> 03:00 and 2026-10-25 03:00 -> 02:00
const runs = (schedule: Schedule, after: string, count: number, zone = berlin) =>
  next_runs(schedule, zone, at(after), count).map((run) =>
    run.toZonedDateTimeISO(zone).toString({ smallestUnit: "minute", timeZoneName: "never" })
  );

Deno.test("next_run() reads the cron pattern on the zone's clock", () => {
  assert.deepEqual(runs({ cron: "30 6 * * 1-5" }, "2026-03-06T12:00:00Z", 2, "Africa/Lagos"), [
    "2026-03-09T06:30+01:00",
    "2026-03-10T06:30+01:00",
  ]);
  assert.deepEqual(runs({ cron: "0 0 1 * *" }, "2026-01-15T00:00:00Z", 2, "UTC"), [
    "2026-02-01T00:00+00:00",
    "2026-03-01T00:00+00:00",
  ]);
  assert.deepEqual(runs({ cron: "@daily" }, "2026-07-01T12:00:00Z", 1), ["2026-07-02T00:00+02:00"]);
});

Deno.test("next_run() is strictly after the moment given, so that a run does not find itself", () => {
  assert.equal(next_run({ cron: "0 * * * *" }, "UTC", at("2026-03-05T14:00:00Z"))?.toString(), "2026-03-05T15:00:00Z");
  assert.equal(
    next_run({ cron: "0 * * * *" }, "UTC", at("2026-03-05T13:59:59.999Z"))?.toString(),
    "2026-03-05T14:00:00Z",
  );
  assert.equal(
    next_run({ cron: "*/10 * * * * *" }, "UTC", at("2026-03-05T14:00:00.5Z"))?.toString(),
    "2026-03-05T14:00:10Z",
  );
});

Deno.test("a fixed time inside the spring gap runs once, right after it", () => {
  assert.deepEqual(runs({ cron: "30 2 * * *" }, "2026-03-28T00:00:00Z", 3), [
    "2026-03-28T02:30+01:00",
    "2026-03-29T03:00+02:00",
    "2026-03-30T02:30+02:00",
  ]);
  assert.deepEqual(runs({ cron: "0 2,14 * * *" }, "2026-03-29T00:00:00Z", 2), [
    "2026-03-29T03:00+02:00",
    "2026-03-29T14:00+02:00",
  ]);
});

Deno.test("a fixed time in the doubled autumn hour runs the first time only", () => {
  assert.deepEqual(runs({ cron: "30 2 * * *" }, "2026-10-24T12:00:00Z", 2), [
    "2026-10-25T02:30+02:00",
    "2026-10-26T02:30+01:00",
  ]);
  assert.equal(
    next_run({ cron: "30 2 * * *" }, berlin, at("2026-10-25T00:45:00Z"))?.toString(),
    "2026-10-26T01:30:00Z",
  );
});

Deno.test("a rhythm follows real time through both jumps", () => {
  assert.deepEqual(runs({ cron: "*/30 * * * *" }, "2026-03-29T00:15:00Z", 3), [
    "2026-03-29T01:30+01:00",
    "2026-03-29T03:00+02:00",
    "2026-03-29T03:30+02:00",
  ]);
  assert.deepEqual(runs({ cron: "*/30 * * * *" }, "2026-10-25T00:15:00Z", 4), [
    "2026-10-25T02:30+02:00",
    "2026-10-25T02:00+01:00",
    "2026-10-25T02:30+01:00",
    "2026-10-25T03:00+01:00",
  ]);
});

Deno.test("an interval is real seconds, whatever the clock does", () => {
  assert.equal(
    next_run({ interval_seconds: 7200 }, berlin, at("2026-03-29T00:30:00Z"))?.toString(),
    "2026-03-29T02:30:00Z",
  );
});

Deno.test("next_run() is undefined when the day never comes", () => {
  assert.equal(next_run({ cron: "0 0 30 2 *" }, "UTC", at("2026-01-01T00:00:00Z")), undefined);
});

Deno.test("next_run() refuses bad patterns, intervals and zones with field, value and remedy", () => {
  const refused = (schedule: Schedule, zone = "UTC") => {
    try {
      next_run(schedule, zone, at("2026-01-01T00:00:00Z"));
    } catch (error) {
      if (error instanceof DomainError && error.details[0]?.remedy !== undefined) return error.message;
    }
    return "accepted";
  };
  assert.match(refused({ cron: "61 * * * *" }), /^cron: is no cron pattern .*got "61 \* \* \* \*"/);
  assert.match(refused({ cron: "* * *" }), /has 3 fields/);
  assert.match(refused({ cron: "" }), /^cron:/);
  assert.match(refused({ cron: "@reboot" }), /^cron:/);
  assert.match(refused({ cron: "2026-05-05T00:00:00" }), /^cron:/);
  assert.match(refused({ cron: "0 6 * * MON-XYZ" }), /^cron: is no cron pattern/);
  assert.match(refused({ cron: "0 6 * * *" }, "Mars/Base"), /^timezone:/);
  for (const interval_seconds of [0, -5, 1.5, Number.NaN, 1e12]) {
    assert.match(refused({ interval_seconds }), /^interval_seconds:/);
  }
});
