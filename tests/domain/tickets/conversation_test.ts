import assert from "node:assert/strict";
import { add_note, customer_reply, reply, report_problem, tickets } from "~/domain/tickets/mod.ts";
import { customer } from "../../support/fixtures.ts";
import { png, refused, with_world } from "./world.ts";

Deno.test(
  "reply() opens a new ticket and stamps the first response once",
  with_world(async ({ ticket, as, agent, clock, events }) => {
    const row = await ticket();
    await as(agent, (tx) => reply(tx, row.id, "We are looking"));
    const first = await as(agent, (tx) => tickets.get(tx, row.id));
    assert.deepEqual([first.status, first.first_response_at], ["open", "2026-03-02T08:00:00+00:00"]);
    clock.advance({ hours: 2 });
    await as(agent, (tx) => reply(tx, row.id, "Still looking"));
    assert.equal((await as(agent, (tx) => tickets.get(tx, row.id))).first_response_at, first.first_response_at);
    const told = (await events()).filter((event) => event.type === "ticket.replied");
    assert.deepEqual(told.map((event) => event.audience), ["all", "all"]);
  }),
);

Deno.test(
  "reply() refuses a closed ticket and says what to do",
  with_world(async ({ ticket, as, agent, sql }) => {
    const row = await ticket();
    await sql`update tickets set status = 'closed' where id = ${row.id}`;
    const error = await refused(as(agent, (tx) => reply(tx, row.id, "Hello")), "conflict");
    assert.match(error.message, /Create a new ticket/);
  }),
);

Deno.test(
  "an empty reply is refused by name",
  with_world(async ({ ticket, as, agent }) => {
    const row = await ticket();
    const error = await refused(as(agent, (tx) => reply(tx, row.id, "   ")), "validation_error");
    assert.equal(error.details[0]?.field, "body");
  }),
);

Deno.test(
  "customer_reply() reopens a ticket resolved six days ago and keeps its number",
  with_world(async ({ ticket, as, agent, a, clock, events }) => {
    const row = await ticket();
    await as(agent, (tx) => tickets.update(tx, row.id, { status: "resolved" }));
    clock.advance({ hours: 6 * 24 });
    const replied = await as(a, (tx) => customer_reply(tx, row.id, "Still no light"));
    assert.deepEqual([replied.ticket_id, replied.number, replied.reopened, replied.is_successor], [
      row.id,
      row.number,
      true,
      false,
    ]);
    const after = await as(agent, (tx) => tickets.get(tx, row.id));
    assert.deepEqual([after.status, after.resolved_at], ["open", null]);
    const types = (await events()).map((event) => event.type);
    assert(types.includes("ticket.reopened") && types.includes("ticket.customer_replied"));
  }),
);

Deno.test(
  "customer_reply() gives a ticket resolved eight days ago a linked successor and leaves it as it was",
  with_world(async ({ ticket, as, agent, a, clock }) => {
    const row = await ticket({ assigned_to_id: agent.person_id });
    const resolved = await as(agent, (tx) => tickets.update(tx, row.id, { status: "resolved" }));
    clock.advance({ hours: 8 * 24 });
    const replied = await as(a, (tx) => customer_reply(tx, row.id, "It is back"));
    assert.equal(replied.is_successor, true);
    assert.notEqual(replied.number, row.number);
    const next = await as(agent, (tx) => tickets.get(tx, replied.ticket_id));
    assert.deepEqual(
      [next.previous_ticket_id, next.status, next.subject, next.subscriber_id, next.assigned_to_id],
      [row.id, "new", row.subject, row.subscriber_id, agent.person_id],
    );
    assert.equal(replied.comment.ticket_id, next.id);
    assert.equal((await as(agent, (tx) => tickets.get(tx, row.id))).resolved_at, resolved.resolved_at);
    const again = await as(a, (tx) => customer_reply(tx, row.id, "Hello?"));
    assert.equal(again.ticket_id, next.id, "a second late answer goes to the successor that is there");
  }),
);

Deno.test(
  "customer_reply() takes a closed ticket's matter to a successor at once, and wakes a pending one",
  with_world(async ({ ticket, as, a, agent, sql }) => {
    const [closed, pending] = [await ticket(), await ticket()];
    await sql`update tickets set status = 'closed' where id = ${closed.id}`;
    await sql`update tickets set status = 'pending' where id = ${pending.id}`;
    assert.equal((await as(a, (tx) => customer_reply(tx, closed.id, "Hi"))).is_successor, true);
    await as(a, (tx) => customer_reply(tx, pending.id, "Here is the serial number"));
    assert.equal((await as(agent, (tx) => tickets.get(tx, pending.id))).status, "open");
  }),
);

Deno.test(
  "the days to reopen are a setting",
  with_world(async ({ ticket, as, agent, a, clock, sql }) => {
    await sql`insert into domain_settings (domain, key, value) values ('tickets', 'reopen_days', '30'::jsonb)`;
    const row = await ticket();
    await as(agent, (tx) => tickets.update(tx, row.id, { status: "resolved" }));
    clock.advance({ hours: 29 * 24 });
    assert.equal((await as(a, (tx) => customer_reply(tx, row.id, "Hi"))).reopened, true);
  }),
);

Deno.test(
  "report_problem() opens a ticket of the customer's own, with photo and channel",
  with_world(async ({ as, a, subscriber_a, site_a, file, events, agent }) => {
    const photo = await file("router.png", "image/png", png);
    const row = await as(a, (tx) => report_problem(tx, { subject: "Slow", description: "Since noon" }, [photo]));
    assert.deepEqual([row.subscriber_id, row.channel, row.site_id, row.status], [
      subscriber_a,
      "portal",
      site_a,
      "new",
    ]);
    assert.deepEqual(
      Object.keys(row).filter((name) => ["assigned_to_id", "tags", "metadata", "contact_id"].includes(name)),
      [],
      "what only staff may see does not come back",
    );
    assert.equal((await as(agent, (tx) => tickets.get(tx, row.id))).created_by_id, a.person_id);
    assert((await events()).some((event) => event.type === "ticket.created" && event.audience === "all"));
  }),
);

Deno.test(
  "report_problem() refuses another's account, asks which of several, and is for customers alone",
  with_world(async ({ as, a, subscriber_a, subscriber_b, agent }) => {
    const report = { subject: "Slow", description: "Since noon" };
    await refused(as(a, (tx) => report_problem(tx, { ...report, subscriber_id: subscriber_b })), "not_found");
    const both = customer([subscriber_a, subscriber_b], a.person_id);
    const error = await refused(as(both, (tx) => report_problem(tx, report)), "validation_error");
    assert.equal(error.details[0]?.field, "subscriber_id");
    await refused(as(agent, (tx) => report_problem(tx, report)), "forbidden");
    await refused(as(customer([], a.person_id), (tx) => report_problem(tx, report)), "forbidden");
  }),
);

Deno.test(
  "notes are for staff, and a customer cannot write one whatever the role says",
  with_world(async ({ ticket, as, a, agent, events }) => {
    const row = await ticket();
    await refused(as(a, (tx) => add_note(tx, row.id, "let me in")), "forbidden");
    await refused(as(a, (tx) => reply(tx, row.id, "as staff")), "forbidden");
    const note = await as(agent, (tx) => add_note(tx, row.id, "Check the splitter first"));
    assert.equal(note.visibility, "internal");
    const told = (await events()).filter((event) => JSON.stringify(event.payload).includes(note.id));
    assert(told.length >= 2);
    assert.deepEqual([...new Set(told.map((event) => event.audience))], ["staff"]);
  }),
);
