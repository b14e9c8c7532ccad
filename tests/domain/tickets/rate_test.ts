import assert from "node:assert/strict";
import { rate, tickets } from "~/domain/tickets/mod.ts";
import { refused, with_world } from "./world.ts";

Deno.test(
  "rate() takes the customer's verdict on resolved work and tells it",
  with_world(async ({ ticket, as, agent, a, events }) => {
    const row = await ticket();
    const early = await refused(as(a, (tx) => rate(tx, row.id, 5)), "conflict");
    assert.match(early.message, /once it is resolved/);
    await as(agent, (tx) => tickets.update(tx, row.id, { status: "resolved" }));
    const rated = await as(a, (tx) => rate(tx, row.id, 4, "Quick"));
    assert.deepEqual([rated.rating, rated.rating_comment], [4, "Quick"]);
    assert((await events()).some((event) => event.type === "ticket.rated" && event.payload.rating === 4));
  }),
);

Deno.test(
  "rate() may be changed for 14 days, and stands after",
  with_world(async ({ ticket, as, agent, a, clock }) => {
    const row = await ticket();
    await as(agent, (tx) => tickets.update(tx, row.id, { status: "resolved" }));
    await as(a, (tx) => rate(tx, row.id, 2));
    clock.advance({ hours: 13 * 24 });
    const changed = await as(a, (tx) => rate(tx, row.id, 5));
    assert.deepEqual(
      [changed.rating, changed.rated_at],
      [5, "2026-03-02T08:00:00+00:00"],
      "a change does not prolong the term",
    );
    clock.advance({ hours: 2 * 24 });
    await refused(as(a, (tx) => rate(tx, row.id, 1)), "conflict");
  }),
);

Deno.test(
  "rate() begins anew when the work was taken up and resolved again",
  with_world(async ({ ticket, as, agent, a, clock }) => {
    const row = await ticket();
    await as(agent, (tx) => tickets.update(tx, row.id, { status: "resolved" }));
    await as(a, (tx) => rate(tx, row.id, 2));
    clock.advance({ hours: 20 * 24 });
    await as(agent, (tx) => tickets.update(tx, row.id, { status: "open" }));
    await refused(as(a, (tx) => rate(tx, row.id, 5)), "conflict");
    await as(agent, (tx) => tickets.update(tx, row.id, { status: "resolved" }));
    assert.equal((await as(a, (tx) => rate(tx, row.id, 5))).rating, 5);
  }),
);

Deno.test(
  "rate() is from 1 to 5, and nobody's but the customer's",
  with_world(async ({ ticket, as, agent, a, b, sql }) => {
    const row = await ticket();
    await sql`update tickets set status = 'closed' where id = ${row.id}`;
    for (const wrong of [0, 6, 2.5]) await refused(as(a, (tx) => rate(tx, row.id, wrong)), "validation_error");
    await refused(as(agent, (tx) => rate(tx, row.id, 5)), "forbidden");
    await refused(as(b, (tx) => rate(tx, row.id, 5)), "not_found");
  }),
);
