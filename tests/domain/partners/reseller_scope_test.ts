import assert from "node:assert/strict";
import { add_attachments, list_attachments, open_attachment } from "~/domain/kernel/attachments.ts";
import { parse_list } from "~/domain/kernel/list_query.ts";
import { reseller_people, reseller_subscribers, resellers } from "~/domain/resellers/mod.ts";
import { projects } from "~/domain/projects/mod.ts";
import { sites } from "~/domain/sites/mod.ts";
import { subscribers } from "~/domain/subscribers/mod.ts";
import {
  add_note,
  comments,
  customer_reply,
  rate,
  reply,
  report_problem,
  tickets,
  timeline,
} from "~/domain/tickets/mod.ts";
import { vendors } from "~/domain/vendors/mod.ts";
import { visit, visits, work_order_notes, work_orders } from "~/domain/work_orders/mod.ts";
import { outsiders_view } from "~/routes/(_api)/outsiders_view.ts";
import type { Entity } from "~/domain/kernel/entity.ts";
import { ticket as ticket_entity } from "~/domain/tickets/mod.ts";
import { png, refused } from "../tickets/world.ts";
import { with_partners } from "./world.ts";

Deno.test(
  "a reseller sees its own company, its customers, their addresses, tickets and visits, and no other's",
  with_partners(async (it) => {
    const row = await it.ticket();
    const names = (page: { items: { name?: unknown }[] }) => page.items.map((each) => each.name);
    await it.as(it.north, async (tx) => {
      assert.deepEqual(names(await resellers.list(tx)), ["North"]);
      assert.deepEqual(names(await subscribers.list(tx)), ["Hassan's home"]);
      assert.deepEqual((await sites.list(tx)).items.map((each) => each.id), [it.site_a]);
      assert.deepEqual((await tickets.list(tx)).items.map((each) => each.id), [row.id]);
      assert.deepEqual((await visits(tx)).items.map((each) => each.id), [it.job.id]);
      assert.equal((await visit(tx, it.job.id))?.status, "scheduled");
    });
    await it.as(it.south, async (tx) => {
      await refused(subscribers.get(tx, it.subscriber_a), "not_found");
      await refused(sites.get(tx, it.site_a), "not_found");
      await refused(resellers.get(tx, it.north_id), "not_found");
      await refused(tickets.get(tx, row.id), "not_found");
      await refused(timeline(tx, row.id), "not_found");
      await refused(customer_reply(tx, row.id, "Hi"), "not_found");
      await refused(visit(tx, it.job.id), "not_found");
      await refused(
        report_problem(tx, { subscriber_id: it.subscriber_a, subject: "x", description: "y" }),
        "not_found",
      );
      assert.deepEqual((await tickets.list(tx)).items, []);
    });
  }),
);

Deno.test(
  "a reseller reaches no table, verb or column of the staff's, whatever its role were to say",
  with_partners(async (it) => {
    const row = await it.ticket({ tags: ["vip"] });
    const all = {
      ...it.north,
      permissions: { keys: ["reseller:*"], has: (key: string) => key.startsWith("reseller:") },
    };
    await it.as(all, async (tx) => {
      for (const closed of [reseller_people, reseller_subscribers, vendors, projects, work_order_notes]) {
        await refused(closed.list(tx), "forbidden");
      }
      await refused(resellers.create(tx, { name: "x", code: "x" }), "forbidden");
      await refused(resellers.update(tx, it.north_id, { name: "x" }), "forbidden");
      await refused(tickets.update(tx, row.id, { status: "closed" }), "forbidden");
      await refused(reply(tx, row.id, "Hi"), "forbidden");
      await refused(add_note(tx, row.id, "Hi"), "forbidden");
      await refused(rate(tx, row.id, 5), "forbidden");
      await refused(work_orders.create(tx, { title: "x" }), "forbidden");
      const seen = await tickets.get(tx, row.id);
      for (const hidden of ["tags", "assigned_to_id", "contact_id", "metadata"]) assert(!(hidden in seen), hidden);
      const served = await subscribers.get(tx, it.subscriber_a);
      for (const hidden of ["balance", "notes", "external_id", "person_id"]) assert(!(hidden in served), hidden);
    });
    const view = outsiders_view(ticket_entity as unknown as Entity, "reseller");
    for (const asked of ["assigned_to_id=x", "tags=vip", "order_by=assigned_to_id"]) {
      assert.throws(() => parse_list(view, new URLSearchParams(asked)), /assigned_to_id|tags/);
    }
    // A filter by a foreign id is an empty list, as for an id that nobody has.
    await it.as(it.south, async (tx) => {
      const query = parse_list(view, new URLSearchParams({ subscriber_id: it.subscriber_a }));
      assert.equal((await tickets.list(tx, query)).count, 0);
    });
  }),
);

Deno.test(
  "a reseller reports and answers in its own name, with photos; customer and staff see who spoke",
  with_partners(async (it) => {
    const photo = await it.file("a.png", "image/png", png);
    const made = await it.as(
      it.north,
      (tx) =>
        report_problem(tx, { subscriber_id: it.subscriber_a, subject: "No light", description: "Since noon" }, [photo]),
    );
    assert.equal(made.subscriber_id, it.subscriber_a);
    await it.as(it.agent, (tx) => reply(tx, made.id, "We look at it"));
    await it.as(it.agent, (tx) => add_note(tx, made.id, "Difficult customer"));
    const replied = await it.as(it.north, (tx) => customer_reply(tx, made.id, "They restarted it"));
    assert.equal(replied.comment.author_kind, "reseller");
    const [file] = await it.as(it.north, (tx) => list_attachments(tx, "ticket", made.id));
    assert.equal(file?.uploaded_by_kind, "reseller");
    await it.as(it.north, (tx) => open_attachment(tx, file.id));
    await it.as(it.south, async (tx) => void await refused(open_attachment(tx, file.id), "not_found"));

    for (const reader of [it.north, it.a]) {
      const told = (await it.as(reader, (tx) => timeline(tx, made.id))).filter((item) => item.kind === "comment");
      assert.deepEqual(told.map((item) => [item.body, item.by_kind]), [
        ["We look at it", "staff"],
        ["They restarted it", "reseller"],
      ]);
    }
    await it.as(it.north, async (tx) => {
      assert.deepEqual((await comments.list(tx)).items.map((each) => each.visibility), ["public", "public"]);
      await refused(report_problem(tx, { subject: "x", description: "y" }), "validation_error");
    });
    await it.as(it.agent, (tx) => add_attachments(tx, "ticket", made.id, "internal", []));
  }),
);
