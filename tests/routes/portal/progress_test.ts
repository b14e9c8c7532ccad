import assert from "node:assert/strict";
import { first_name } from "~/components/portal/first_name.ts";
import { type Progress, steps_of } from "~/components/portal/progress.ts";
import { is_late, is_on_the_way } from "~/components/portal/visit_words.ts";
import { greeting, window_words } from "~/components/portal/when.ts";
import { answer_reopens, rating_state } from "~/routes/(_web)/desk/rating.ts";

const now = "2026-03-03T09:00:00Z";
const lagos = "Africa/Lagos";
const ticket: Progress["ticket"] = {
  status: "new",
  created_at: "2026-03-03T06:52:00Z",
  first_response_at: null,
  resolved_at: null,
  closed_at: null,
};
const visit = {
  status: "scheduled" as const,
  scheduled_start: "2026-03-03T09:30:00Z",
  scheduled_end: "2026-03-03T10:15:00Z",
  started_at: null,
  completed_at: null,
};
const told = (changes: Partial<Progress>) =>
  steps_of({ ticket, items: [], visit: null, now, zone: lagos, ...changes }).map((step) =>
    `${step.label} ${step.state}${step.at ? ` ${step.at}` : ""}`
  );

Deno.test("steps_of() counts on nothing that has not happened", () => {
  assert.deepEqual(told({}), ["Reported done 07:52", "Check now", "In work next", "Fixed next"]);
  assert.deepEqual(told({ ticket: { ...ticket, status: "open", first_response_at: "2026-03-03T07:03:00Z" } }), [
    "Reported done 07:52",
    "Checked done 08:03",
    "In work now",
    "Fixed next",
  ]);
});

Deno.test("steps_of() puts a technician at the door before an open question, and that before a date to come", () => {
  const pending = { ...ticket, status: "pending" as const };
  assert.equal(
    told({ ticket: pending, visit: { ...visit, status: "in_progress", started_at: "2026-03-03T09:00:00Z" } })[2],
    "At your place now 10:00",
  );
  assert.equal(told({ ticket: pending, visit: { ...visit, status: "dispatched" } })[2], "On the way now 10:30");
  assert.equal(told({ ticket: pending, visit })[2], "Your answer now");
  assert.equal(told({ ticket: { ...ticket, status: "open" }, visit })[2], "Visit planned now 10:30");
});

Deno.test("steps_of() ends a canceled ticket without claiming a repair", () => {
  assert.deepEqual(told({ ticket: { ...ticket, status: "canceled", closed_at: now } }), [
    "Reported done 07:52",
    "Canceled done 10:00",
  ]);
});

Deno.test("is_on_the_way() begins an hour before the window, is_late() after its end", () => {
  const sent = { ...visit, status: "dispatched" as const };
  assert(!is_on_the_way(sent, "2026-03-03T08:29:59Z"));
  assert(is_on_the_way(sent, "2026-03-03T08:30:00Z"));
  assert(!is_late(sent, "2026-03-03T10:15:00Z"));
  assert(is_late(sent, "2026-03-03T10:15:01Z"));
});

Deno.test("times are those of the customer's zone: greeting, day and window", () => {
  assert.equal(greeting("Hassan", "2026-03-03T22:59:00Z", "Asia/Tokyo"), "Good morning, Hassan");
  assert.equal(greeting("Hassan", "2026-03-03T22:59:00Z", lagos), "Good evening, Hassan");
  assert.equal(
    window_words("2026-03-03T23:30:00Z", "2026-03-04T00:15:00Z", now, lagos),
    "tomorrow between 00:30 and 01:15",
  );
  assert.equal(
    window_words("2026-03-03T22:30:00Z", "2026-03-04T00:15:00Z", now, lagos),
    "from today 23:30 to tomorrow 01:15",
  );
});

Deno.test("first_name() leaves titles out", () => {
  assert.deepEqual(["Ada Ojo", "Dr. Musa Sani", " Prof ", "Zoë"].map(first_name), ["Ada", "Musa", "Prof", "Zoë"]);
});

Deno.test("a rating is open until it is given and changeable for the days of the setting; an answer reopens for those of the other", () => {
  const at = Temporal.Instant.from(now);
  const resolved = { status: "resolved" as const, resolved_at: "2026-02-20T09:00:00Z", rated_at: null };
  assert.equal(rating_state({ ...resolved, status: "open" }, 14, at), "not_yet");
  assert.equal(rating_state(resolved, 14, at), "open");
  assert.equal(rating_state({ ...resolved, rated_at: "2026-02-20T10:00:00Z" }, 14, at), "changeable");
  assert.equal(rating_state({ ...resolved, rated_at: "2026-02-20T10:00:00Z" }, 7, at), "final");
  assert.equal(
    rating_state({ ...resolved, rated_at: "2026-02-19T10:00:00Z" }, 7, at),
    "open",
    "taken up and resolved again after it",
  );
  assert.equal(answer_reopens(resolved, 11, at), true);
  assert.equal(answer_reopens(resolved, 10, at), false);
  assert.equal(answer_reopens({ ...resolved, status: "closed" }, 90, at), false);
});
