import assert from "node:assert/strict";
import { clock_span, duration_text, is_day, window_text } from "~/components/work/window_text.ts";
import { distance_km } from "~/components/work/distance.ts";
import { DomainError } from "~/domain/kernel/errors.ts";
import {
  asked_of,
  day_and_length,
  time_of_day,
  window_of,
} from "~/routes/admin/work-orders/(_dispatch)/asked_window.ts";
import { axis_of } from "~/routes/admin/work-orders/(_dispatch)/day_plan.ts";

const lagos = "Africa/Lagos";
const now = "2026-03-02T08:10:00Z";

Deno.test("window_text() names near days, and both days of a window that reaches over midnight", () => {
  const text = (start: string, end: string) => window_text(start, end, now, lagos);
  assert.equal(text("2026-03-02T12:00:00Z", "2026-03-02T13:30:00Z"), "Today, 13:00–14:30");
  assert.equal(text("2026-03-03T08:00:00Z", "2026-03-03T09:00:00Z"), "Tomorrow, 09:00–10:00");
  assert.equal(text("2026-03-02T22:00:00Z", "2026-03-03T00:30:00Z"), "Today, 23:00 – Tomorrow, 01:30");
  assert.match(text("2027-03-05T08:00:00Z", "2027-03-05T09:00:00Z"), /5 Mar 2027, 09:00–10:00$/);
});

Deno.test("clock_span() calls midnight to midnight all day, and duration_text() counts in hours from sixty minutes on", () => {
  assert.equal(clock_span("2026-03-01T23:00:00Z", "2026-03-02T23:00:00Z", lagos), "all day");
  assert.deepEqual([45, 60, 95].map(duration_text), ["45 min", "1 h", "1 h 35"]);
});

Deno.test("is_day() takes days for which there can be a plan, and no others", () => {
  const texts = ["2026-03-02", "2026-02-30", "0000-01-01", "9999-12-31", "today", "", null];
  assert.deepEqual(texts.map(is_day), [true, false, false, false, false, false, false]);
});

Deno.test("window_of() and asked_of() are each other's inverse in the dispatcher's zone, also where summer time begins", () => {
  for (const zone of [lagos, "America/New_York", "Asia/Kolkata"]) {
    for (const time of ["00:00", "09:30", "23:45"]) {
      const asked = { date: "2026-03-08", time, duration: "90" };
      const { start_at, end_at } = window_of(asked, zone);
      assert.deepEqual(asked_of(start_at, end_at, zone), asked, `${zone} ${time}`);
    }
  }
  const skipped = window_of({ date: "2026-03-08", time: "02:30", duration: "60" }, "America/New_York");
  assert.equal(asked_of(skipped.start_at, skipped.end_at, "America/New_York").time, "03:30");
});

Deno.test("window_of() names every control at fault", () => {
  assert.throws(() => window_of({ date: "2026-02-30", time: "24:00", duration: "4" }, lagos), (error) => {
    assert(error instanceof DomainError);
    assert.deepEqual(error.details.map((detail) => detail.field), ["date", "time", "duration"]);
    return true;
  });
});

Deno.test("a page without parameters opens on the job's own window, or on today's next half hour", () => {
  const known = (scheduled_start: string | null, scheduled_end: string | null) => ({
    row: { scheduled_start, scheduled_end, estimated_duration_minutes: 60 },
    now: Temporal.Instant.from(now),
    zone: lagos,
  });
  const own = known("2026-03-04T10:00:00Z", "2026-03-04T12:00:00Z");
  assert.deepEqual(day_and_length({}, own), { date: "2026-03-04", duration: "120" });
  assert.equal(time_of_day(null, "2026-03-04", "2026-03-04T07:00:00Z", own), "11:00");
  const past = known("2026-02-01T10:00:00Z", "2026-02-01T12:00:00Z");
  assert.deepEqual(day_and_length({}, past), { date: "2026-03-02", duration: "120" });
  const draft = known(null, null);
  assert.deepEqual(day_and_length({ date: "x", duration: "-1" }, draft), { date: "2026-03-02", duration: "60" });
  assert.equal(time_of_day("nine", "2026-03-02", undefined, draft), "09:30");
  assert.equal(time_of_day(null, "2026-03-03", undefined, draft), "09:00");
  assert.equal(time_of_day(null, "2026-03-03", "2026-03-03T06:30:00Z", draft), "07:30");
});

Deno.test("axis_of() shows the working day, wider where somebody works at night, in even steps", () => {
  assert.deepEqual(axis_of("2026-03-02", lagos, []).hours, ["06:00", "10:00", "14:00", "18:00", "22:00"]);
  const night = axis_of("2026-03-02", lagos, [{ start_at: "2026-03-02T21:00:00Z", end_at: "2026-03-03T02:00:00Z" }]);
  assert.equal(night.hours.length, 5);
  assert(night.to >= Date.parse("2026-03-02T23:00:00Z"), "reaches midnight");
});

Deno.test("distance_km() agrees with the known way from Lagos to Abuja", () => {
  const km = distance_km([3.3792, 6.5244], [7.3986, 9.0765]);
  assert(km > 520 && km < 535, String(km));
});
