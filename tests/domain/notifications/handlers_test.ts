import { deepEqual, equal, match } from "node:assert/strict";
import { job_actor } from "~/domain/kernel/actor.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import "~/domain/all.ts";
import {
  mark_read,
  notification_templates,
  notifications,
  own_notifications,
  seed_templates,
  unread_count,
} from "~/domain/notifications/mod.ts";
import { tickets } from "~/domain/tickets/mod.ts";
import { dispatch_events } from "~/jobs/dispatch_events.ts";
import { test_platform } from "~/tests/jobs/support.ts";
import { with_database } from "~/tests/support/database.ts";
import { customer, staff, staff_person } from "~/tests/support/fixtures.ts";

const job = job_actor("test");

interface World {
  platform: Platform;
  subscriber_id: string;
  holder_id: string;
  agent_id: string;
}

async function one_id(tx: Tx, text: string, values: string[] = []): Promise<string> {
  const [row] = await tx.sql.unsafe<{ id: string }[]>(text, values);
  return row?.id ?? "";
}

async function world(platform: Platform, options: { holder_email?: string | null } = {}): Promise<World> {
  const { holder_email = "grace@example.org" } = options;
  return await platform.transaction(job, async (tx) => {
    const subscriber_id = await one_id(
      tx,
      "insert into subscribers (name, email) values ('Hopper Ltd', 'office@hopper.example') returning id",
    );
    const holder_id = await one_id(
      tx,
      "insert into people (display_name, timezone) values ('Grace Hopper', 'Africa/Lagos') returning id",
    );
    if (holder_email) {
      await one_id(
        tx,
        "insert into person_channels (person_id, channel_type, address) values ($1, 'email', $2) returning id",
        [holder_id, holder_email],
      );
    }
    await one_id(tx, "insert into subscriber_people (subscriber_id, person_id) values ($1, $2) returning id", [
      subscriber_id,
      holder_id,
    ]);
    const agent_id = await one_id(tx, "insert into people (display_name) values ('Ada Ojo') returning id");
    return { platform, subscriber_id, holder_id, agent_id };
  });
}

const new_ticket = ({ platform, subscriber_id }: World) =>
  platform.transaction(staff("*"), (tx) => tickets.create(tx, { subject: "No light", subscriber_id }));

async function settle(platform: Platform): Promise<void> {
  for (;;) {
    const done = await dispatch_events(platform, { retry_seconds: [] });
    equal(done.parked, 0);
    if (done.events === 0) return;
  }
}
const sent = async (platform: Platform) =>
  (await platform.db.sql`select template_code, channel, recipient, subject, body from notifications order by id`).map((
    row,
  ) => ({ ...row }));

Deno.test(
  "a new ticket is confirmed to the account holder by mail",
  with_database(async ({ db }) => {
    const it = await world(test_platform(db));
    const ticket = await new_ticket(it);
    await settle(it.platform);
    const rows = await sent(it.platform);
    deepEqual(rows.map((row) => [row.template_code, row.channel, row.recipient]), [[
      "ticket_received",
      "email",
      "grace@example.org",
    ]]);
    match(String(rows[0]?.body), new RegExp(`Hello Grace Hopper,[^]*${ticket.number}[^]*/portal/tickets/${ticket.id}`));
  }),
);

Deno.test(
  "where no account holder has an address, the subscriber's own gets the mail",
  with_database(async ({ db }) => {
    const it = await world(test_platform(db), { holder_email: null });
    await new_ticket(it);
    await settle(it.platform);
    deepEqual((await sent(it.platform)).map((row) => [row.recipient, String(row.body).slice(0, 17)]), [[
      "office@hopper.example",
      "Hello Hopper Ltd,",
    ]]);
  }),
);

Deno.test(
  "staff's answer reaches the customer by mail and in the portal, an internal note nobody",
  with_database(async ({ db }) => {
    const { add_note, reply } = await import("~/domain/tickets/mod.ts");
    const it = await world(test_platform(db));
    const ticket = await new_ticket(it);
    await settle(it.platform);
    await it.platform.transaction(staff("*"), (tx) => reply(tx, ticket.id, "We are on it."));
    await it.platform.transaction(
      staff("*"),
      (tx) => add_note(tx, ticket.id, "The customer is always late with paying."),
    );
    await settle(it.platform);
    const rows = (await sent(it.platform)).filter((row) => row.template_code !== "ticket_received");
    deepEqual(rows.map((row) => row.channel).sort(), ["email", "in_app"]);
    equal(JSON.stringify(rows).includes("paying"), false);
    match(String(rows.find((row) => row.channel === "email")?.body), /Ada Ojo has answered[^]*We are on it\./);

    const grace = customer([it.subscriber_id], it.holder_id);
    equal(await it.platform.read(grace, unread_count), 1);
    const [item] = await it.platform.read(grace, (tx) => own_notifications(tx));
    match(item?.subject ?? "", /answered TKT-/);
    equal(
      (await it.platform.read(customer([it.subscriber_id], it.agent_id), (tx) => own_notifications(tx))).length,
      0,
      "another person sees none of it",
    );
    equal(await it.platform.transaction(customer([it.subscriber_id], it.agent_id), (tx) => mark_read(tx, "all")), 0);
    equal(await it.platform.transaction(grace, (tx) => mark_read(tx, [item?.id ?? ""])), 1);
    equal(await it.platform.read(grace, unread_count), 0);
    const seen = await it.platform.read(grace, (tx) => notifications.list(tx));
    deepEqual(seen.items.map((row) => Object.keys(row).includes("recipient")), [false]);
  }),
);

Deno.test(
  "an assignment is told to the assignee in the app, unless they took it themselves",
  with_database(async ({ db }) => {
    const it = await world(test_platform(db));
    const ticket = await new_ticket(it);
    const assign = (by: ReturnType<typeof staff>) =>
      it.platform.transaction(by, (tx) => {
        tx.emit(
          "ticket.assigned",
          { id: ticket.id, subscriber_id: it.subscriber_id, assigned_to_id: it.agent_id },
          "staff",
        );
        return Promise.resolve();
      });
    await assign(staff("*"));
    await assign(staff_person(it.agent_id, "*"));
    await settle(it.platform);
    const own = await it.platform.read(staff_person(it.agent_id, "*"), (tx) => own_notifications(tx));
    deepEqual(own.map((row) => row.subject), [`${ticket.number} is yours`]);
    equal(own[0]?.link, `/admin/tickets/${ticket.id}`);
  }),
);

Deno.test(
  "a visit's window, its move and its end are told on the customer's own clock",
  with_database(async ({ db }) => {
    const it = await world(test_platform(db));
    const id = await it.platform.transaction(job, async (tx) => {
      const id = await one_id(tx, "insert into work_orders (title, subscriber_id) values ('Repair', $1) returning id", [
        it.subscriber_id,
      ]);
      const window = {
        scheduled_start: "2026-03-05T13:30:00Z",
        scheduled_end: "2026-03-05T15:30:00Z",
        technician_name: "Tunde",
      };
      const about = { id, subscriber_id: it.subscriber_id };
      tx.emit("work_order.scheduled", { ...about, ...window, rescheduled: false });
      tx.emit("work_order.scheduled", {
        ...about,
        ...window,
        scheduled_start: "2026-03-05T14:00:00Z",
        rescheduled: true,
      });
      tx.emit("work_order.started", { ...about, ...window });
      tx.emit("work_order.completed", { ...about, ...window });
      tx.emit("work_order.canceled", { ...about, ...window });
      tx.emit("work_order.canceled", { ...about, scheduled_start: null, scheduled_end: null });
      return id;
    });
    await settle(it.platform);
    const rows = await sent(it.platform);
    const mails = rows.filter((row) => row.channel === "email");
    deepEqual(mails.map((row) => row.template_code).sort(), [
      "visit_canceled",
      "visit_completed",
      "visit_on_the_way",
      "visit_rescheduled",
      "visit_scheduled",
    ]);
    equal(rows.length - mails.length, 5, "and in the portal");
    const body = (code: string) => String(mails.find((row) => row.template_code === code)?.body);
    match(body("visit_scheduled"), new RegExp(`14:30[^]*16:30[^]*/portal/visits/${id}`));
    match(body("visit_rescheduled"), /15:00[^]*16:30/);
    match(body("visit_on_the_way"), /Tunde has begun/);
  }),
);

Deno.test(
  "a technician hears in the app of a visit that was sent to them",
  with_database(async ({ db }) => {
    const it = await world(test_platform(db));
    await it.platform.transaction(job, async (tx) => {
      const technician_id = await one_id(
        tx,
        "insert into technicians (person_id, name) values ($1, 'Ada') returning id",
        [it.agent_id],
      );
      const id = await one_id(tx, "insert into work_orders (title, subscriber_id) values ('Repair', $1) returning id", [
        it.subscriber_id,
      ]);
      tx.emit("work_order.dispatched", {
        id,
        subscriber_id: it.subscriber_id,
        technician_id,
        scheduled_start: "2026-03-05T13:30:00Z",
      });
    });
    await settle(it.platform);
    const own = await it.platform.read(staff_person(it.agent_id, "*"), (tx) => own_notifications(tx));
    match(own[0]?.subject ?? "", /^WO-\d+ is yours: Thursday/);
  }),
);

Deno.test(
  "operators' words replace the first ones, a deleted template silences its channel, and a wrong variable is refused at once",
  with_database(async ({ db }) => {
    const it = await world(test_platform(db));
    const operator = staff("*");
    equal(await it.platform.transaction(job, seed_templates) > 5, true);
    equal(await it.platform.transaction(job, seed_templates), 0, "seeding again adds nothing");
    const find = async (code: string) =>
      (await it.platform.db.sql<
        { id: string }[]
      >`select id from notification_templates where code = ${code} and channel = 'email'`)[0]?.id ?? "";
    await it.platform.transaction(
      operator,
      async (tx) =>
        notification_templates.update(tx, await find("ticket_received"), { subject: "Got it: {{subject}}" }),
    );
    await new_ticket(it);
    await settle(it.platform);
    deepEqual((await sent(it.platform)).map((row) => row.subject), ["Got it: No light"]);
    await it.platform.transaction(
      operator,
      async (tx) => notification_templates.remove(tx, await find("ticket_received")),
    );
    await it.platform.transaction(job, seed_templates);
    await new_ticket(it);
    await settle(it.platform);
    equal((await sent(it.platform)).length, 1);
    const refused = await it.platform.transaction(
      operator,
      async (tx) => notification_templates.update(tx, await find("ticket_replied"), { body: "{{repply}}" }),
    ).catch((error) => error);
    match(refused.message, /does not exist here.*repply/);
  }),
);
