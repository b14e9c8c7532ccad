import assert from "node:assert/strict";
import { format_duration, parse_duration, seconds_between } from "~/domain/kernel/time/duration.ts";
import { format_in_zone, is_zone, iso_in_zone, start_of_day, to_instant } from "~/domain/kernel/time/zones.ts";

Deno.test("is_zone() knows IANA zones and refuses offsets and inventions", () => {
  for (const zone of ["UTC", "Africa/Lagos", "America/Argentina/Buenos_Aires", "Asia/Kolkata"]) {
    assert.equal(is_zone(zone), true, zone);
  }
  for (const bad of ["", "Mars/Base", "+01:00", "GMT+25", "Africa/Lagos ", "../etc"]) {
    assert.equal(is_zone(bad), false, bad);
  }
});

Deno.test("format_in_zone() shows the zone's clock", () => {
  const moment = "2026-07-05T23:30:00Z";
  assert.equal(format_in_zone(moment, "Africa/Lagos"), "6 Jul 2026, 00:30");
  assert.equal(format_in_zone(new Date(moment), "America/New_York", "time"), "19:30");
  assert.equal(format_in_zone(Temporal.Instant.from(moment), "UTC", "date"), "5 Jul 2026");
  assert.match(format_in_zone(moment, "Europe/Berlin", "long"), /^Monday,? 6 July 2026 at 01:30 (CEST|GMT\+2)$/);
  assert.throws(() => format_in_zone(moment, "Mars/Base"), RangeError);
});

Deno.test("iso_in_zone() carries the offset of that day", () => {
  assert.equal(iso_in_zone("2026-07-05T12:00:00.123Z", "Europe/Berlin"), "2026-07-05T14:00:00+02:00");
  assert.equal(iso_in_zone("2026-01-05T12:00:00Z", "Europe/Berlin"), "2026-01-05T13:00:00+01:00");
});

Deno.test("to_instant() refuses a time without an offset", () => {
  assert.equal(to_instant("2026-03-05T14:30:00+01:00").toString(), "2026-03-05T13:30:00Z");
  assert.throws(() => to_instant("2026-03-05T14:30:00"), RangeError);
  assert.throws(() => to_instant(new Date(Number.NaN)), RangeError);
});

Deno.test("start_of_day() finds the first moment where midnight does not exist", () => {
  assert.equal(start_of_day("2026-03-05T23:30:00Z", "Africa/Lagos").toString(), "2026-03-05T23:00:00Z");
  assert.equal(start_of_day("2018-11-04T12:00:00Z", "America/Sao_Paulo").toString(), "2018-11-04T03:00:00Z"); // 00:00 was skipped
});

Deno.test("parse_duration() reads words and ISO 8601", () => {
  const table: [string, number | undefined][] = [
    ["2h 30m", 9000],
    ["2h30m", 9000],
    ["45 min", 2700],
    ["1d", 86400],
    ["1 day, 2 hours", 93600],
    ["90 seconds", 90],
    ["1.5h", 5400],
    ["PT2H30M", 9000],
    ["P1DT1H", 90000],
    ["P1W", 604800],
    ["pt5m", 300],
    ["0s", 0],
    ["", undefined],
    ["soon", undefined],
    ["5", undefined],
    ["5 years", undefined],
    ["2h foo", undefined],
    ["-2h", undefined],
    ["P1M", undefined],
    ["PT", undefined],
    ["-PT5M", undefined],
    ["999999999d", undefined],
  ];
  for (const [text, seconds] of table) assert.equal(parse_duration(text), seconds, text);
});

Deno.test("format_duration() shows the two largest units", () => {
  const table: [number, string][] = [
    [0, "0 s"],
    [45, "45 s"],
    [3900, "1 h 5 min"],
    [3605, "1 h"],
    [187_200, "2 d 4 h"],
    [-600, "-10 min"],
    [59.6, "1 min"],
  ];
  for (const [seconds, text] of table) assert.equal(format_duration(seconds), text);
  assert.equal(seconds_between(to_instant("2026-03-05T14:00:00Z"), to_instant("2026-03-05T13:59:58.500Z")), -1.5);
});
