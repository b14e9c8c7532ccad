import assert from "node:assert/strict";
import { with_app } from "../tickets/app_world.ts";
import { version_in } from "../tickets/people.ts";
import { muster, undo_of, words_of } from "./crew.ts";

const row_of = (html: string, id: string) => html.includes(`name="ids" value="${id}"`);

Deno.test(
  "the views of the list hold what their names say, in at most four statements",
  with_app(async (world) => {
    const crew = await muster(world);
    const draft = await crew.job();
    const tomorrow = await crew.planned(crew.musa, "09:00");
    const late = await crew.planned(crew.ife, "11:00", true);
    await world
      .sql`update work_order_assignments set start_at = now() - interval '2 hours', end_at = now() - interval '90 minutes' where work_order_id = ${late.id}`;
    await world
      .sql`update work_orders set scheduled_start = now() - interval '2 hours', scheduled_end = now() - interval '90 minutes' where id = ${late.id}`;
    const seen = async (search: string) => {
      const { html, status } = await crew.dispatcher.get(`/admin/work-orders${search}`);
      assert.equal(status, 200, search);
      return [draft, tomorrow, late].filter((row) => row_of(html, row.id)).map((row) => row.id);
    };
    assert.deepEqual(await seen("?status=draft&order_by=created_at&order_dir=asc"), [draft.id]);
    assert.deepEqual(await seen("?view=tomorrow"), [tomorrow.id]);
    assert.deepEqual(await seen("?view=overdue"), [late.id]);
    assert.deepEqual(await seen("?status=in_progress"), []);

    world.queries.length = 0;
    const { html } = await crew.dispatcher.get("/admin/work-orders");
    const names = world.queries.map((query) => query.name);
    assert(names.length <= 4, names.join(", "));
    assert.match(words_of(html), /Musa Sani/);
    assert.match(words_of(html), /overdue/);
    assert.match(html, /aria-current="page"[^>]*>All open/);
  }),
);

Deno.test(
  "many jobs are sent at once, and one that cannot be refuses them all by its number",
  with_app(async (world) => {
    const crew = await muster(world);
    const [one, two] = [await crew.planned(crew.musa, "09:00"), await crew.planned(crew.ife, "09:00")];
    const draft = await crew.job();
    const refused = await crew.dispatcher.post("/admin/work-orders", { action: "send", ids: [one.id, draft.id] });
    assert.equal(refused.status, 409);
    assert.match(words_of(refused.html), new RegExp(draft.number ?? "-"));
    assert.match(refused.html, new RegExp(`value="${draft.id}"[^>]*checked|checked[^>]*value="${draft.id}"`));
    assert.equal((await crew.reload(one.id)).status, "scheduled");
    assert.equal(
      (await crew.dispatcher.post("/admin/work-orders", { action: "send", ids: [one.id, two.id] })).status,
      303,
    );
    assert.deepEqual([(await crew.reload(one.id)).status, (await crew.reload(two.id)).status], [
      "dispatched",
      "dispatched",
    ]);
    assert.equal(
      (await crew.town.agent.post("/admin/work-orders", { action: "cancel", reason: "no", ids: [one.id] })).status,
      403,
    );
  }),
);

Deno.test(
  "a view of the list is kept under a name, opens as a tab, and goes again",
  with_app(async (world) => {
    const crew = await muster(world);
    const kept = await crew.dispatcher.post("/admin/work-orders", {
      action: "save_view",
      name: "Urgent repairs",
      query: "priority=urgent&work_type=repair",
      columns: "status,scheduled_start",
    });
    assert.equal(kept.status, 303);
    const { html } = await crew.dispatcher.get(kept.location ?? "");
    assert.match(html, /aria-current="page"[^>]*>Urgent repairs/);
    const view_id = /name="view_id" value="([^"]+)"/.exec(html)?.[1] ?? "";
    await crew.dispatcher.post("/admin/work-orders", { action: "delete_view", view_id });
    assert(!(await crew.dispatcher.get("/admin/work-orders")).html.includes("Urgent repairs"));
  }),
);

Deno.test(
  "a work order without a ticket is made with its skills and goes on to planning; a refusal keeps what was typed",
  with_app(async (world) => {
    const crew = await muster(world);
    const typed = {
      title: "Survey the new estate",
      work_type: "survey",
      priority: "high",
      description: "Two cabinets",
      estimated_duration_minutes: "45",
      skills: [crew.splicing],
      subscriber_id: crew.town.subscriber_b,
      subscriber_id_text: "Bisi's shop",
    };
    const refused = await crew.dispatcher.post("/admin/work-orders/new", { ...typed, title: "" });
    assert.equal(refused.status, 422);
    assert.match(refused.html, /<textarea[^>]*>Two cabinets<\/textarea>/);
    assert.match(refused.html, new RegExp(`value="${crew.splicing}"[^>]*checked`));
    const made = await crew.dispatcher.post("/admin/work-orders/new", { ...typed, then: "plan" });
    const id = /work-orders\/([^/]+)\/dispatch$/.exec(made.location ?? "")?.[1] ??
      assert.fail(`led to ${made.location}`);
    const row = await crew.reload(id);
    const [site] = await world.sql`select site_id from subscribers where id = ${crew.town.subscriber_b}`;
    assert.deepEqual([row.title, row.work_type, row.estimated_duration_minutes, row.site_id], [
      "Survey the new estate",
      "survey",
      45,
      site?.site_id,
    ]);
    const [need] = await world.sql`select count(*)::int as n from work_order_skills where work_order_id = ${id}`;
    assert.equal(need?.n, 1);
  }),
);

Deno.test(
  "a job's page offers the next step, tells what happened and takes notes, facts and skills",
  with_app(async (world) => {
    const crew = await muster(world);
    const job = await crew.planned(crew.musa, "09:00");
    const path = `/admin/work-orders/${job.id}`;
    const first = await crew.dispatcher.get(path);
    assert.equal(first.status, 200);
    assert.match(
      first.html,
      /class="btn btn-primary"[^>]*value="dispatch"|value="dispatch"[^>]*class="btn btn-primary"/,
    );
    const said = words_of(first.html);
    assert.match(said, /created the work order .*planned the visit: Tomorrow, 09:00–09:30/);
    assert.match(said, /Hassan's home .*12 Broad Street/);
    assert.match(first.html, new RegExp(`href="/admin/tickets/${job.ticket_id}"`));

    const version = version_in(first.html);
    assert.equal((await crew.dispatcher.post(path, { action: "dispatch", version })).status, 303);
    assert.equal((await crew.dispatcher.post(path, { action: "dispatch", version })).status, 409);
    assert.equal(
      (await crew.dispatcher.post(path, { action: "note", body: "Bring a ladder", visibility: "internal" })).status,
      303,
    );
    assert.equal((await crew.dispatcher.post(path, { action: "skills", skills: [crew.splicing] })).status, 303);
    const refused = await crew.dispatcher.post(path, {
      action: "edit",
      field: "estimated_duration_minutes",
      estimated_duration_minutes: "2",
    });
    assert.equal(refused.status, 422);
    assert.match(refused.html, /<details id="edit-estimated_duration_minutes"[^>]*open/);
    assert.match(
      refused.html,
      /name="estimated_duration_minutes"[^>]*value="2"|value="2"[^>]*name="estimated_duration_minutes"/,
    );
    const after = words_of((await crew.dispatcher.get(path)).html);
    assert.match(after, /sent it to the technician .*Bring a ladder .*Fiber splicing/);

    const agent = await crew.town.agent.get(path);
    assert.equal(agent.status, 200);
    assert(!/name="action" value="unassign"/.test(agent.html), "an agent plans nothing");
    assert.match(words_of(agent.html), /It takes the permission work-orders:dispatch\./);
  }),
);

Deno.test(
  "off the schedule is taken back with its technician, its window and its state",
  with_app(async (world) => {
    const crew = await muster(world);
    const job = await crew.planned(crew.musa, "09:00", true);
    const path = `/admin/work-orders/${job.id}`;
    const off = await crew.dispatcher.post(path, { action: "unassign" });
    assert.equal((await crew.reload(job.id)).status, "draft");
    const undo = undo_of(off);
    assert.equal((await crew.dispatcher.post(undo.action, undo.fields)).status, 303);
    const back = await crew.reload(job.id);
    assert.deepEqual([back.status, Date.parse(String(back.scheduled_start))], [
      "dispatched",
      Date.parse(crew.at("09:00")),
    ]);
  }),
);

Deno.test(
  "a job is called off on a page of its own, with a reason that is asked for",
  with_app(async (world) => {
    const crew = await muster(world);
    const job = await crew.planned(crew.musa, "09:00", true);
    const path = `/admin/work-orders/${job.id}/cancel`;
    assert.match(words_of((await crew.dispatcher.get(path)).html), /Musa Sani is free again/);
    assert.equal((await crew.dispatcher.post(path, { reason: " " })).status, 422);
    assert.equal((await crew.dispatcher.post(path, { reason: "Moved away" })).status, 303);
    const row = await crew.reload(job.id);
    assert.deepEqual([row.status, row.cancel_reason], ["canceled", "Moved away"]);
    assert.equal((await crew.dispatcher.get(path)).status, 409);
    assert.match(words_of((await crew.dispatcher.get(`/admin/work-orders/${job.id}`)).html), /canceled it: Moved away/);
  }),
);
