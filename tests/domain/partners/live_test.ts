import assert from "node:assert/strict";
import type { Actor } from "~/domain/kernel/actor.ts";
import { create_live, type LiveHub } from "~/domain/kernel/live.ts";
import { add_note, reply } from "~/domain/tickets/mod.ts";
import { add_note as add_job_note, dispatch } from "~/domain/work_orders/mod.ts";
import { take_back } from "~/domain/vendors/mod.ts";
import { wait_for } from "../../support/wait_for.ts";
import { type Partners, with_partners } from "./world.ts";

interface Heard {
  types: Set<string>;
  stop(): void;
}

function follow(live: LiveHub, actor: Actor, topics: string[]): Heard {
  const types = new Set<string>();
  const following = live.subscribe(actor, topics, (text) => types.add(String(Reflect.get(JSON.parse(text), "type"))));
  assert.deepEqual(following.granted, topics);
  return { types, stop: following.unsubscribe };
}

/** A last event that everybody of the topic would hear tells that all before it were judged. */
const with_live = (run: (it: Partners, live: LiveHub) => Promise<void>) =>
  with_partners(async (it) => {
    const live = await create_live(it.platform);
    try {
      await run(it, live);
    } finally {
      await live.close();
    }
  });

Deno.test(
  "a reseller's socket hears of its own customers' tickets, never of another's nor of internal notes",
  with_live(async (it, live) => {
    const [mine, foreign] = [await it.ticket(), await it.ticket({ subscriber_id: it.subscriber_b })];
    const heard = follow(live, it.north, ["tickets", `ticket:${foreign.id}`, `ticket:${mine.id}`]);
    const own = follow(live, it.agent, ["tickets"]);
    await it.as(it.agent, (tx) => add_note(tx, mine.id, "Internal"));
    await it.as(it.agent, (tx) => reply(tx, foreign.id, "Not for North"));
    await wait_for("staff heard of both", () => own.types.has("ticket.noted") && own.types.has("ticket.replied"));
    await it.as(it.agent, (tx) => reply(tx, mine.id, "For North"));
    await wait_for("the reseller heard of its own", () => heard.types.has("ticket.replied"));
    assert(!heard.types.has("ticket.noted"));
    heard.stop();

    // The relation ends while the socket is open.
    const after = follow(live, it.north, ["tickets"]);
    const still = follow(live, it.agent, ["tickets"]);
    await it.sql`update reseller_subscribers set until = now() where id = ${it.north_a}`;
    await it.as(it.agent, (tx) => reply(tx, mine.id, "No longer for North"));
    await wait_for("staff heard", () => still.types.has("ticket.replied"));
    const fresh = await it.platform.read(it.north, (tx) => tx.sql`select 1 from tickets`);
    assert.equal(fresh.length, 0);
    assert.deepEqual([...after.types], []);
    for (const each of [own, after, still]) each.stop();
  }),
);

Deno.test(
  "a vendor's socket hears of its own job and of notes meant for it, and of nothing once the job is taken back",
  with_live(async (it, live) => {
    const heard = follow(live, it.splice, ["work-orders", `work_order:${it.job.id}`]);
    const other = follow(live, it.mast, ["work-orders", `work_order:${it.job.id}`]);
    const staff = follow(live, it.agent, [`work_order:${it.job.id}`]);
    await it.as(it.agent, (tx) => add_job_note(tx, it.job.id, "Internal", "internal"));
    await wait_for("staff heard of the note", () => staff.types.has("work_order_note.created"));
    assert(!heard.types.has("work_order_note.created"), "an internal note is not told");
    await it.as(it.agent, (tx) => add_job_note(tx, it.job.id, "For you", "vendor"));
    await wait_for("the vendor heard of the note", () => heard.types.has("work_order_note.created"));
    await it.as(it.agent, (tx) => dispatch(tx, it.job.id));
    await wait_for("the vendor heard of the job", () => heard.types.has("work_order.dispatched"));
    assert(!heard.types.has("work_order.noted"));
    assert.deepEqual([...other.types], []);
    heard.types.clear();
    await it.as(it.agent, (tx) => take_back(tx, it.job.id));
    await it.as(it.agent, (tx) => add_job_note(tx, it.job.id, "No longer", "vendor"));
    await wait_for("staff heard of it", () => staff.types.has("work_order.taken_back"));
    assert.deepEqual([...heard.types], []);
    for (const each of [heard, other, staff]) each.stop();
  }),
);
