import assert from "node:assert/strict";
import { add_note } from "~/domain/tickets/mod.ts";
import { staff_person } from "../../support/fixtures.ts";
import { png } from "../../domain/tickets/world.ts";
import { with_app } from "./app_world.ts";
import { settle, version_in } from "./people.ts";

const picture = () => new File([png], "router.png", { type: "image/png" });

Deno.test(
  "an agent takes a report by phone, with a file, and stands on the new ticket's page",
  with_app(async (world) => {
    const town = await settle(world);
    const found = JSON.parse((await town.agent.get("/admin/tickets/subscribers?q=hassan")).html);
    assert.deepEqual(found.items.map((item: { id: string }) => item.id), [town.subscriber_a]);
    assert.match(found.items[0].hint, /12 Broad Street/);
    const made = await town.agent.post("/admin/tickets/new", {
      subscriber_id: town.subscriber_a,
      subject: "Red light",
      description: "Since the storm.",
      priority: "urgent",
      channel: "phone",
      files: picture(),
    });
    assert.equal(made.status, 303);
    const { html } = await town.agent.get(made.location ?? "");
    for (const shown of ["Red light", "Since the storm.", "12 Broad Street", "/admin/files/", "Urgent"]) {
      assert(html.includes(shown), shown);
    }
  }),
);

Deno.test(
  "a refused new ticket names the field and keeps what was typed",
  with_app(async (world) => {
    const town = await settle(world);
    const refused = await town.agent.post("/admin/tickets/new", {
      subscriber_id: town.subscriber_a,
      subject: "",
      description: "Typed words",
      priority: "high",
      channel: "phone",
    });
    assert.equal(refused.status, 422);
    assert.match(refused.html, /href="#f-subject"/);
    assert.match(refused.html, />Typed words<\/textarea>/);
  }),
);

Deno.test(
  "an answer opens the ticket, stamps the first response and can lead on to its end",
  with_app(async (world) => {
    const town = await settle(world);
    const { id } = await town.ticket();
    const said = await town.agent.post(`/admin/tickets/${id}`, {
      action: "say",
      visibility: "public",
      body: "We see it.",
      then: "",
    });
    assert.deepEqual([said.status, said.location], [303, `/admin/tickets/${id}#latest`]);
    await town.agent.post(`/admin/tickets/${id}`, {
      action: "say",
      visibility: "public",
      body: "Mended.",
      then: "resolved",
    });
    const [row] = await world
      .sql`select status, first_response_at is not null as answered from tickets where id = ${id}`;
    assert.deepEqual([row?.status, row?.answered], ["resolved", true]);
    assert.match((await town.agent.get(`/admin/tickets/${id}`)).html, /We see it\..*Mended\./s);
  }),
);

Deno.test(
  "a refused file is named with its reason; the words and the tab they were written on come back, and no bytes stay",
  with_app(async (world) => {
    const town = await settle(world);
    const { id } = await town.ticket();
    const program = new File(["MZ\u0090\u0000"], "setup.exe");
    const refused = await town.agent.post(`/admin/tickets/${id}`, {
      action: "say",
      visibility: "internal",
      body: "Look at this",
      then: "",
      files: [picture(), program],
    });
    assert.equal(refused.status, 415);
    assert.match(refused.html, /setup\.exe/);
    assert.match(refused.html, />Look at this<\/textarea>/);
    assert.match(refused.html, /value="internal"[^>]*checked/);
    assert.equal((await world.sql`select 1 from ticket_comments`).length, 0);
    const stored = [...Deno.readDirSync(`${world.house.platform.config.DATA_DIR}/files`)].flatMap((entry) =>
      entry.isFile ? [entry.name] : []
    );
    assert.deepEqual(stored, []);
    const large = await town.agent.post(`/admin/tickets/${id}`, {
      action: "say",
      visibility: "public",
      body: "And this",
      then: "",
      files: new File([new Uint8Array(1_100_000).fill(65)], "log.txt"),
    });
    assert.equal(large.status, 413);
    assert.match(large.html, /log\.txt.*limit of 1 MB/s);
  }),
);

Deno.test(
  "who edits what a colleague has changed meanwhile is told what, and keeps the own words",
  with_app(async (world) => {
    const town = await settle(world);
    const { id } = await town.ticket();
    const version = version_in((await town.agent.get(`/admin/tickets/${id}`)).html);
    assert.equal(
      (await town.colleague.post(`/admin/tickets/${id}`, {
        action: "edit",
        field: "priority",
        priority: "urgent",
        version,
      })).status,
      303,
    );
    const stale = await town.agent.post(`/admin/tickets/${id}`, {
      action: "edit",
      field: "subject",
      subject: "My better subject",
      version,
    });
    assert.equal(stale.status, 409);
    assert.match(stale.html, /changed while you had it open/);
    assert.match(stale.html, /Kemi Ekpo<\/b>.*Priority: Normal → Urgent/s);
    assert.match(stale.html, /value="My better subject"/);
    const again = await town.agent.post(`/admin/tickets/${id}`, {
      action: "edit",
      field: "subject",
      subject: "My better subject",
      version: version_in(stale.html),
    });
    assert.equal(again.status, 303);
    const [row] = await world.sql`select subject, priority from tickets where id = ${id}`;
    assert.deepEqual([row?.subject, row?.priority], ["My better subject", "urgent"]);
  }),
);

Deno.test(
  "buttons come from the transition table, and a move that it lacks is refused with the states that can be reached",
  with_app(async (world) => {
    const town = await settle(world);
    const { id } = await town.ticket();
    const { html } = await town.agent.get(`/admin/tickets/${id}`);
    for (const to of ["open", "pending", "on_hold", "resolved", "canceled"]) {
      assert.match(html, new RegExp(`name="to"[^>]*value="${to}"|value="${to}"[^>]*name="to"`), to);
    }
    assert(!/name="to"[^>]*value="closed"/.test(html));
    const refused = await town.agent.post(`/admin/tickets/${id}`, { action: "move", to: "closed" });
    assert.equal(refused.status, 409);
    assert.match(refused.html, /it can go to/);
    assert.equal((await town.agent.post(`/admin/tickets/${id}`, { action: "move", to: "nonsense" })).status, 422);
  }),
);

Deno.test(
  "a work order is asked for from the ticket, with its words, and a bad duration is told",
  with_app(async (world) => {
    const town = await settle(world);
    const { id } = await town.ticket({ description: "The LOS light is red." });
    const form = await town.agent.get(`/admin/tickets/${id}/work-order`);
    assert.match(form.html, /value="Visit: No light on the router"/);
    assert.match(form.html, />The LOS light is red\.<\/textarea>/);
    const refused = await town.agent.post(`/admin/tickets/${id}/work-order`, {
      title: "Mend it",
      work_type: "repair",
      duration: "soon",
      priority: "high",
      description: "Bring a ladder",
    });
    assert.equal(refused.status, 422);
    assert.match(refused.html, />Bring a ladder<\/textarea>/);
    const made = await town.agent.post(`/admin/tickets/${id}/work-order`, {
      title: "Mend it",
      work_type: "repair",
      duration: "90",
      priority: "high",
      description: "Bring a ladder",
    });
    assert.equal(made.status, 303);
    const [row] = await world.sql`select ticket_id, subscriber_id, title, estimated_duration_minutes from work_orders`;
    assert.deepEqual([row?.ticket_id, row?.subscriber_id, row?.title, row?.estimated_duration_minutes], [
      id,
      town.subscriber_a,
      "Mend it",
      90,
    ]);
  }),
);

Deno.test(
  "files are served with a policy, by range and by ETag",
  with_app(async (world) => {
    const town = await settle(world);
    const { id } = await town.ticket();
    await town.agent.post(`/admin/tickets/${id}`, {
      action: "say",
      visibility: "public",
      body: "A picture",
      then: "",
      files: picture(),
    });
    const [, path = ""] =
      /src="(\/admin\/files\/[0-9a-f-]+)/.exec((await town.agent.get(`/admin/tickets/${id}`)).html) ?? [];
    const whole = await town.agent.raw(path);
    assert.deepEqual(new Uint8Array(await whole.arrayBuffer()), png);
    assert.equal(whole.headers.get("content-type"), "image/png");
    assert.match(whole.headers.get("content-security-policy") ?? "", /sandbox/);
    const part = await town.agent.raw(path, { headers: { range: "bytes=0-3" } });
    assert.deepEqual([part.status, (await part.arrayBuffer()).byteLength], [206, 4]);
    const known = await town.agent.raw(path, { headers: { "if-none-match": whole.headers.get("etag") ?? "" } });
    assert.equal(known.status, 304);
  }),
);

Deno.test(
  "who may only read sees no composer and no edits",
  with_app(async (world) => {
    const town = await settle(world);
    const { id } = await town.ticket();
    await world.house.platform.transaction(staff_person(town.ada, "*"), (tx) => add_note(tx, id, "For the team"));
    await world.sql`delete from person_roles where person_id = ${town.kemi}`;
    await world
      .sql`insert into person_roles (person_id, role_id) select ${town.kemi}, r.id from roles r where r.key = 'auditor'`;
    const auditor = await world.browser(town.kemi, "admin");
    const { html, status } = await auditor.get(`/admin/tickets/${id}`);
    assert.equal(status, 200);
    assert(html.includes("For the team"));
    assert(!html.includes('id="composer"') && !html.includes('name="field"'));
    const refused = await auditor.post(`/admin/tickets/${id}`, {
      action: "say",
      visibility: "public",
      body: "Hello",
      then: "",
    });
    assert.equal(refused.status, 403);
  }),
);
