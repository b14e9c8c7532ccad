import assert from "node:assert/strict";
import { add_attachments, list_attachments, open_attachment } from "~/domain/kernel/attachments.ts";
import type { Entity } from "~/domain/kernel/entity.ts";
import { parse_list } from "~/domain/kernel/list_query.ts";
import { projects } from "~/domain/projects/mod.ts";
import { sites } from "~/domain/sites/mod.ts";
import { subscribers } from "~/domain/subscribers/mod.ts";
import { comments, tickets } from "~/domain/tickets/mod.ts";
import { take_back, vendor_job, vendor_people, vendor_work_orders, vendors } from "~/domain/vendors/mod.ts";
import {
  add_note,
  cancel,
  complete,
  schedule_contractor,
  start,
  visits,
  work_order,
  work_order_notes,
  work_orders,
} from "~/domain/work_orders/mod.ts";
import { outsiders_view } from "~/routes/(_api)/outsiders_view.ts";
import { png, refused } from "../tickets/world.ts";
import { window, with_partners } from "./world.ts";

Deno.test(
  "a vendor sees its own company, jobs, projects and where they are, and no other's",
  with_partners(async (it) => {
    await it.as(it.splice, async (tx) => {
      assert.deepEqual((await vendors.list(tx)).items.map((each) => each.name), ["Splice Ltd"]);
      assert.deepEqual((await work_orders.list(tx)).items.map((each) => each.id), [it.job.id]);
      assert.deepEqual((await projects.list(tx)).items.map((each) => each.id), [it.project.id]);
      assert.deepEqual((await sites.list(tx)).items.map((each) => each.id), [it.site_a]);
      await refused(work_orders.get(tx, it.other_job.id), "not_found");
      await refused(vendor_job(tx, it.other_job.id), "not_found");
      await refused(projects.get(tx, it.other_project.id), "not_found");
      await refused(start(tx, it.other_job.id), "not_found");
      await refused(complete(tx, it.other_job.id, { notes: "x" }), "not_found");
      await refused(add_note(tx, it.other_job.id, "x"), "not_found");
      await refused(list_attachments(tx, "work_order", it.other_job.id), "not_found");
    });
  }),
);

Deno.test(
  "a vendor reaches no table, verb or column beyond its work, whatever its role were to say",
  with_partners(async (it) => {
    const ticket = await it.ticket();
    const all = { ...it.splice, permissions: { keys: ["vendor:*"], has: (key: string) => key.startsWith("vendor:") } };
    const photo = await it.file("a.png", "image/png", png);
    await it.as(all, async (tx) => {
      for (const closed of [tickets, comments, vendor_people, vendor_work_orders]) {
        await refused(closed.list(tx), "forbidden");
      }
      await refused(tickets.get(tx, ticket.id), "forbidden");
      await refused(visits(tx), "forbidden");
      await refused(cancel(tx, it.job.id, "no"), "forbidden");
      await refused(schedule_contractor(tx, it.job.id, window), "forbidden");
      await refused(take_back(tx, it.job.id), "forbidden");
      await refused(work_orders.update(tx, it.job.id, { title: "x" }), "forbidden");
      await refused(add_attachments(tx, "work_order", it.job.id, "public", [photo]), "forbidden");
      const seen = await work_orders.get(tx, it.job.id);
      assert.equal(seen.description, "Closure 12, tray 3");
      for (
        const hidden of ["subscriber_id", "ticket_id", "completion_notes", "cancel_reason", "created_by_id", "metadata"]
      ) {
        assert(!(hidden in seen), hidden);
      }
      assert(!("subscriber_id" in await projects.get(tx, it.project.id)));
    });
    const view = outsiders_view(work_order as unknown as Entity, "vendor");
    for (const asked of [`subscriber_id=${it.subscriber_a}`, "ticket_id=null", "order_by=completion_notes"]) {
      assert.throws(() => parse_list(view, new URLSearchParams(asked)), /subscriber_id|ticket_id|completion_notes/);
    }
  }),
);

Deno.test(
  "name, phone and gate code are the contractor's while the job is open, and gone with it",
  with_partners(async (it) => {
    await it
      .sql`update subscribers set phone = '+2348031234567', email = 'h@example.net' where id = ${it.subscriber_a}`;
    await it.sql`update sites set access_notes = 'Gate code 4711' where id = ${it.site_a}`;
    const before = await it.as(it.splice, (tx) => vendor_job(tx, it.job.id));
    assert.deepEqual(before.contact, {
      name: "Hassan's home",
      phone: "+2348031234567",
      access_notes: "Gate code 4711",
    });
    assert.equal(before.site?.id, it.site_a);
    assert(!("access_notes" in (before.site ?? {})));
    await it.as(it.splice, async (tx) => {
      const [seen, ...others] = (await subscribers.list(tx)).items;
      assert.equal(others.length, 0, "the other vendor's customer stays unseen");
      assert(seen && !("email" in seen) && !("account_number" in seen));
    });
    await it.as(it.splice, (tx) => start(tx, it.job.id));
    await it.as(it.splice, (tx) => complete(tx, it.job.id, { notes: "Spliced 4 fibers" }));
    await it.as(it.splice, async (tx) => {
      assert.equal((await vendor_job(tx, it.job.id)).contact, null);
      assert.deepEqual((await subscribers.list(tx)).items, []);
      await refused(subscribers.get(tx, it.subscriber_a), "not_found");
    });
  }),
);

Deno.test(
  "a contractor starts, notes with a photo and completes; the house reads it all, the customer none of the words",
  with_partners(async (it) => {
    const photo = await it.file("closure.png", "image/png", png);
    const last = await it.file("done.png", "image/png", png);
    await it.as(it.agent, (tx) => add_note(tx, it.job.id, "He never pays in time", "internal"));
    await it.as(it.agent, (tx) => add_note(tx, it.job.id, "Key is at the desk", "vendor"));
    await it.as(it.splice, (tx) => start(tx, it.job.id));
    await it.as(it.splice, (tx) => add_note(tx, it.job.id, "Tray is wet", "public", [photo]));
    await it.as(it.splice, async (tx) => {
      assert.equal((await refused(complete(tx, it.job.id, {}), "validation_error")).details[0]?.field, "notes");
    });
    await it.as(
      it.splice,
      (tx) => complete(tx, it.job.id, { notes: "Dried and spliced", visibility: "public" }, [last]),
    );

    const view = await it.as(it.splice, (tx) => vendor_job(tx, it.job.id));
    assert.deepEqual(view.notes.map((each) => [each.body, each.visibility, each.files.length]), [
      ["Key is at the desk", "vendor", 0],
      ["Tray is wet", "vendor", 1],
      ["Dried and spliced", "vendor", 1],
    ]);
    assert.equal(view.job.status, "completed");
    assert.deepEqual(view.actions, []);
    const file = view.notes[1]?.files[0]?.id ?? "";
    await it.as(it.splice, (tx) => open_attachment(tx, file));
    for (const other of [it.mast, it.a, it.north]) {
      await it.as(other, async (tx) => void await refused(open_attachment(tx, file), "not_found"));
    }
    const [seen] = (await it.as(it.a, (tx) => visits(tx))).items;
    assert.deepEqual(seen?.notes, []);
    const stored = await it.as(it.agent, (tx) => work_orders.get(tx, it.job.id));
    assert.equal(stored.completion_notes, "Dried and spliced");
    assert.equal((await it.as(it.agent, (tx) => work_order_notes.list(tx))).count, 4);
    const types = (await it.events()).map((each) => each.type);
    assert(types.includes("work_order.started") && types.includes("work_order.completed"));
  }),
);
