import assert from "node:assert/strict";
import { reseller_subscribers, resellers } from "~/domain/resellers/mod.ts";
import { give_to_vendor, take_back, vendor_of, vendor_work_orders, vendors } from "~/domain/vendors/mod.ts";
import { assignments, work_orders } from "~/domain/work_orders/mod.ts";
import { refused } from "../tickets/world.ts";
import { window, with_partners } from "./world.ts";

Deno.test(
  "a subscriber has one reseller at a time: an overlap is refused by name, a successor is welcome",
  with_partners(async (it) => {
    const east = await it.as(it.agent, (tx) => resellers.create(tx, { name: "East", code: "EAST" }));
    const overlap = it.as(
      it.agent,
      (tx) => reseller_subscribers.create(tx, { reseller_id: east.id, subscriber_id: it.subscriber_a }),
    );
    assert.equal((await refused(overlap, "conflict")).details[0]?.field, "subscriber_id");
    const backwards = it.as(
      it.agent,
      (tx) => reseller_subscribers.update(tx, it.north_a, { until: "2020-01-01T00:00:00Z" }),
    );
    assert.equal((await refused(backwards, "validation_error")).details[0]?.field, "until");

    const noon = "2031-01-01T12:00:00Z";
    await it.as(it.agent, (tx) => reseller_subscribers.update(tx, it.north_a, { until: noon }));
    await it.as(
      it.agent,
      (tx) => reseller_subscribers.create(tx, { reseller_id: east.id, subscriber_id: it.subscriber_a, since: noon }),
    );
  }),
);

Deno.test(
  "give_to_vendor() moves a job from one vendor to another at one moment, with its window and without a technician",
  with_partners(async (it) => {
    const mast = await it.as(it.agent, async (tx) => (await vendors.list(tx, { q: "Mast" })).items[0]);
    assert(mast);
    await it.as(it.agent, (tx) => give_to_vendor(tx, it.job.id, { vendor_id: mast.id }));
    await it.as(it.splice, async (tx) => void await refused(work_orders.get(tx, it.job.id), "not_found"));
    const seen = await it.as(it.mast, (tx) => work_orders.get(tx, it.job.id));
    assert.deepEqual(
      [seen.status, Temporal.Instant.from(seen.scheduled_start ?? "").toString()],
      ["scheduled", window.start_at],
      "the window stays",
    );
    assert.equal((await it.as(it.agent, (tx) => vendor_of(tx, it.job.id)))?.name, "Mast Ltd");
    assert.equal((await it.as(it.agent, (tx) => assignments.list(tx))).count, 0);
    await it.as(it.agent, (tx) => take_back(tx, it.job.id));
    await it.as(it.mast, async (tx) => void await refused(work_orders.get(tx, it.job.id), "not_found"));
    await refused(it.as(it.agent, (tx) => take_back(tx, it.job.id)), "not_found");
    const past = await it.as(it.agent, (tx) => vendor_work_orders.list(tx));
    assert.equal(past.items.filter((each) => each.work_order_id === it.job.id && each.until).length, 2);
    const types = (await it.events()).map((each) => each.type);
    assert(types.includes("work_order.given_to_vendor") && types.includes("work_order.taken_back"));
  }),
);
