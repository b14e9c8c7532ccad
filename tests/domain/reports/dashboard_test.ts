import assert from "node:assert/strict";
import "~/domain/all.ts";
import { people } from "~/domain/people/mod.ts";
import { read_dashboard } from "~/domain/reports/mod.ts";
import { tickets } from "~/domain/tickets/mod.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import { fixed_clock } from "../../support/clock.ts";
import { with_database } from "../../support/database.ts";
import { platform_on, staff, staff_person } from "../../support/fixtures.ts";

const zone = "Africa/Lagos";

Deno.test(
  "read_dashboard() counts what waits, and each figure is what the list behind it holds",
  with_database(async ({ db, sql }) => {
    const clock = fixed_clock("2026-03-10T09:00:00Z");
    const platform = platform_on(db, { now: clock.now });
    const ada = await platform.transaction(job_actor("test"), async (tx) => {
      const person = await people.create(tx, { display_name: "Ada Ojo" });
      const make = (subject: string, more: object = {}) =>
        tickets.insert(tx, { subject, priority: "normal", status: "open", ...more });
      await make("overdue and urgent", { priority: "urgent", due_at: "2026-03-10T08:59:00Z" });
      await make("due soon", { due_at: "2026-03-10T12:59:00Z", assigned_to_id: person.id });
      await make("due later", { due_at: "2026-03-10T13:01:00Z" });
      await make("waiting", { status: "pending" });
      await make("done", { status: "resolved", priority: "urgent", due_at: "2026-03-09T00:00:00Z" });
      await make("gone", { is_active: false });
      return person;
    });
    await sql`update tickets set created_at = '2026-03-09T23:30:00Z', resolved_at = case when status = 'resolved' then '2026-03-10T08:00:00Z'::timestamptz end`;
    const { tickets: figures, days } = await platform.read(
      staff_person(ada.id, "tickets:read"),
      (tx) => read_dashboard(tx, zone),
    );
    assert.deepEqual(figures, { open: 4, unassigned: 3, urgent: 1, overdue: 1, due_soon: 1, waiting: 1, mine: 1 });
    assert.deepEqual([days.length, days[0]?.day], [14, "2026-02-25"]);
    // 23:30 UTC is 00:30 of the next day in Lagos
    assert.deepEqual(days.at(-1), { day: "2026-03-10", created: 5, resolved: 1 });
    assert.deepEqual(days.at(-2), { day: "2026-03-09", created: 0, resolved: 0 });
  }),
);

Deno.test(
  "read_dashboard() tells nobody what they may not read",
  with_database(async ({ db }) => {
    const platform = platform_on(db);
    const dashboard = await platform.read(staff("work-orders:read"), (tx) => read_dashboard(tx, zone));
    assert.equal(dashboard.tickets, null);
    assert.deepEqual(dashboard.days, []);
    assert.equal(dashboard.failures, null);
    assert.deepEqual(dashboard.visits, { today: 0, under_way: 0, to_plan: 0 });
    const failures = (await platform.read(staff("events:read"), (tx) => read_dashboard(tx, zone))).failures;
    assert.deepEqual(failures, { events: 0, webhooks: null });
  }),
);
