import assert from "node:assert/strict";
import { reply } from "~/domain/tickets/mod.ts";
import { png, words } from "../../domain/tickets/world.ts";
import { with_app } from "../tickets/app_world.ts";
import { muster, words_of } from "./crew.ts";

Deno.test(
  "a technician finds the day, starts a job and completes it with words and a photo that the customer sees",
  with_app(async (world) => {
    const crew = await muster(world);
    const job = await crew.planned(crew.musa, "09:00", true);
    await crew.planned(crew.musa, "13:00", true);
    await world.sql`update sites set access_notes = 'Gate code 4411' where address_line1 = '12 Broad Street'`;
    await world.sql`update subscribers set phone = '+2348012345678' where id = ${crew.town.subscriber_a}`;
    const ticket_id = job.ticket_id ?? "";
    await crew.run((tx) => reply(tx, ticket_id, "Somebody comes tomorrow."));

    const day = await crew.musa.browser.get(`/admin/field?date=${crew.tomorrow}`);
    assert.equal(day.status, 200);
    assert.match(words_of(day.html), /2 jobs .*Shift 08:00–18:00 .*09:00–09:30 Next .*12 Broad Street.*13:00–13:30/);
    assert.equal((day.html.match(/aria-current="step"/g) ?? []).length, 1);

    const path = `/admin/field/${job.id}`;
    const door = await crew.musa.browser.get(path);
    const said = words_of(door.html);
    assert.match(said, /Hassan's home .*12 Broad Street.*How to get in Gate code 4411/);
    assert.match(said, /Somebody comes tomorrow\./);
    assert.match(door.html, /href="tel:\+2348012345678"/);
    assert.match(door.html, /href="geo:6\.4531,3\.3958/);
    assert.match(said, /Start the job/);

    assert.equal((await crew.musa.browser.post(path, { action: "start" })).status, 303);
    const working = await crew.musa.browser.get(path);
    assert.match(working.html, /<input[^>]*capture="environment"/);
    const sent = await crew.musa.browser.post(path, {
      action: "complete",
      notes: "New drop laid.\r\nLevel −18 dBm.",
      visible: "true",
      files: new File([png], "drop.png", { type: "image/png" }),
    });
    assert.deepEqual([sent.status, sent.location], [303, path]);
    const row = await crew.reload(job.id);
    assert.deepEqual([row.status, row.completion_notes], ["completed", "New drop laid.\nLevel −18 dBm."]);
    const over = await crew.musa.browser.get(path);
    assert.match(words_of(over.html), /What was done Completed .*New drop laid\..*Next job:/);
    const photo = /src="(\/admin\/files\/[^"]+)"/.exec(over.html)?.[1] ?? "";
    assert.equal((await crew.musa.browser.raw(photo)).headers.get("content-type"), "image/png");
    const [file] = await world.sql`select visibility, subscriber_id from attachments where entity_id = ${job.id}`;
    assert.deepEqual([file?.visibility, file?.subscriber_id], ["public", crew.town.subscriber_a]);
  }),
);

Deno.test(
  "a report whose photo is refused comes back with its words, and the job goes on",
  with_app(async (world) => {
    const crew = await muster(world);
    const job = await crew.planned(crew.musa, "09:00", true);
    const path = `/admin/field/${job.id}`;
    await crew.musa.browser.post(path, { action: "start" });
    const refused = await crew.musa.browser.post(path, {
      action: "complete",
      notes: "Half an hour of work",
      visible: "true",
      files: new File([words("MZ")], "tool.exe"),
    });
    assert(refused.status >= 400 && refused.status < 500, String(refused.status));
    assert.match(refused.html, /<textarea[^>]*>Half an hour of work<\/textarea>/);
    assert.match(refused.html, /<input[^>]*id="report-visible"[^>]*checked/);
    assert.match(words_of(refused.html), /“tool\.exe”/);
    assert.equal((await crew.reload(job.id)).status, "in_progress");
    const [kept] = await world.sql`select count(*)::int as n from attachments`;
    assert.equal(kept?.n, 0);
  }),
);

Deno.test(
  "a report sent twice is told that the job is over, which the page reads as done",
  with_app(async (world) => {
    const crew = await muster(world);
    const job = await crew.planned(crew.musa, "09:00", true);
    const path = `/admin/field/${job.id}`;
    await crew.musa.browser.post(path, { action: "start" });
    await crew.musa.browser.post(path, { action: "complete", notes: "Done" });
    const again = await crew.musa.browser.post(path, { action: "complete", notes: "Done" });
    assert.equal(again.status, 409);
    assert.match(again.html, /data-job-over/);
  }),
);

Deno.test(
  "a technician neither sees nor touches another one's job",
  with_app(async (world) => {
    const crew = await muster(world);
    const job = await crew.planned(crew.ife, "09:00", true);
    const path = `/admin/field/${job.id}`;
    assert.equal((await crew.musa.browser.get(path)).status, 404);
    for (const action of ["start", "complete", "note"]) {
      assert.equal((await crew.musa.browser.post(path, { action, body: "x", notes: "x" })).status, 404, action);
    }
    assert.equal((await crew.reload(job.id)).status, "dispatched");
    assert(!(await crew.musa.browser.get(`/admin/field?date=${crew.tomorrow}`)).html.includes(job.id));
    assert.equal((await crew.town.agent.get(path)).status, 403);
  }),
);

Deno.test(
  "notes on a job are for the team unless the customer should see them",
  with_app(async (world) => {
    const crew = await muster(world);
    const job = await crew.planned(crew.musa, "09:00", true);
    const path = `/admin/field/${job.id}`;
    assert.equal((await crew.musa.browser.post(path, { action: "note", body: "Dog in the yard" })).status, 303);
    assert.equal(
      (await crew.musa.browser.post(path, { action: "note", body: "I come at nine", visible: "true" })).status,
      303,
    );
    const notes = await world.sql`select body, visibility from work_order_notes order by created_at`;
    assert.deepEqual(notes.map((note) => [note.body, note.visibility]), [["Dog in the yard", "internal"], [
      "I come at nine",
      "public",
    ]]);
    const empty = await crew.musa.browser.post(path, { action: "note", body: "  " });
    assert.equal(empty.status, 422);
  }),
);

Deno.test(
  "the bell's link leads a technician to the job at the door, and a day without a plan or a calendar is an empty one",
  with_app(async (world) => {
    const crew = await muster(world);
    const job = await crew.planned(crew.musa, "09:00", true);
    assert.equal((await crew.musa.browser.get(`/admin/work-orders/${job.id}`)).location, `/admin/field/${job.id}`);
    assert.match(
      words_of((await crew.musa.browser.get("/admin/field?date=2031-05-05")).html),
      /No jobs .*Look at the day after/,
    );
    for (const date of ["0000-01-01", "2026-02-30", "%00"]) {
      assert.equal((await crew.musa.browser.get(`/admin/field?date=${date}`)).status, 200, date);
    }
    assert.match(words_of((await crew.dispatcher.get("/admin/field")).html), /You are no technician yet/);
  }),
);
