import assert from "node:assert/strict";
import { link_person } from "~/domain/subscribers/mod.ts";
import { add_note, reply, tickets } from "~/domain/tickets/mod.ts";
import {
  add_note as add_job_note,
  complete,
  create_from_ticket,
  dispatch,
  schedule,
  start,
} from "~/domain/work_orders/mod.ts";
import { png } from "../../domain/tickets/world.ts";
import { technician } from "../../domain/work_orders/field.ts";
import { with_portal, words } from "./portal_world.ts";

const photo = (name = "router.png") => new File([png.slice()], name, { type: "image/png" });
// never across midnight, which would be told in other words
const tomorrow_at_ten = () =>
  Temporal.Now.zonedDateTimeISO("Africa/Lagos").startOfDay().add({ days: 1, hours: 10 }).toInstant().toString();
const hours_from_now = (hours: number) => Temporal.Now.instant().add({ minutes: Math.round(hours * 60) }).toString();

Deno.test(
  "a report with a photo becomes a ticket that shows words, picture and what happens next",
  with_portal(async ({ hassan, report }) => {
    const id = await report(hassan, { files: photo() });
    const { html, status } = await hassan.browser.get(`/portal/tickets/${id}`);
    assert.equal(status, 200);
    const said = words(html);
    for (
      const part of [
        "No light on the router",
        "Received",
        "We have your report",
        "The LOS lamp is red.",
        "13 Mohammed Street, Maitama",
        "You hear from us here",
      ]
    ) assert(said.includes(part), part);
    const file = /\/portal\/files\/[0-9a-f-]{36}/.exec(html)?.[0];
    assert(file, "the photo is shown");
    const bytes = await hassan.browser.raw(file);
    assert.equal(bytes.headers.get("content-type"), "image/png");
    assert.equal((await bytes.arrayBuffer()).byteLength, png.byteLength);
  }),
);

Deno.test(
  "a refused file names itself and its reason, and what was typed comes back",
  with_portal(async ({ hassan, sql }) => {
    const sent = await hassan.browser.post("/portal/tickets/new", {
      topic: "other",
      subject: "Cable hangs in the street",
      description: "Since the storm <of> Sunday.",
      files: [photo(), new File(["<html>"], "cable.png", { type: "image/png" })],
    });
    assert.equal(sent.status, 415);
    const said = words(sent.html);
    assert.match(said, /“cable\.png” is named \.png/);
    assert.match(said, /choose your files again/);
    assert.match(sent.html, /value="Cable hangs in the street"/);
    assert.match(sent.html, /Since the storm &lt;of(>|&gt;) Sunday\./);
    assert.match(sent.html, /id="topic-other"[^>]*checked|checked[^>]*id="topic-other"/);
    assert.equal((await sql`select 1 from tickets`).length, 0);
    assert.equal((await sql`select 1 from attachments`).length, 0);
  }),
);

Deno.test(
  "a report without words says all that is missing at once",
  with_portal(async ({ hassan }) => {
    const sent = await hassan.browser.post("/portal/tickets/new", { description: " " });
    assert.equal(sent.status, 422);
    const said = words(sent.html);
    assert.match(said, /2 things to correct/);
    assert.match(said, /What it is about: is not chosen/);
    assert.match(said, /What happens: is empty/);
  }),
);

Deno.test(
  "whoever has several services says which one, and somebody else's is not found",
  with_portal(async ({ hassan, amina, as, desk, sql }) => {
    await as(desk, (tx) => link_person(tx, amina.subscriber_id, { person_id: hassan.person_id }));
    const form = (await hassan.browser.get("/portal/tickets/new")).html;
    assert(form.includes("8 Hassan Street") && form.includes("13 Mohammed Street"));
    const report = { topic: "slow", description: "Every evening." };
    const vague = await hassan.browser.post("/portal/tickets/new", report);
    assert.equal(vague.status, 422);
    assert.match(words(vague.html), /Service: is required, since you have several services/);
    const clear = await hassan.browser.post("/portal/tickets/new", { ...report, subscriber_id: amina.subscriber_id });
    assert.equal(clear.status, 303);
    const foreign = await amina.browser.post("/portal/tickets/new", { ...report, subscriber_id: hassan.subscriber_id });
    assert.equal(foreign.status, 404);
    assert.deepEqual((await sql`select subscriber_id from tickets`).map((row) => row.subscriber_id), [
      amina.subscriber_id,
    ]);
  }),
);

Deno.test(
  "nothing that is the staff's own is in any page: no note, no draft, no gate code, no assignee, no surname of a technician",
  with_portal(async ({ hassan, as, desk, sql, report }) => {
    const id = await report(hassan);
    await as(desk, (tx) => add_note(tx, id, "STAFFONLY suspects the drop cable"));
    await as(desk, (tx) => reply(tx, id, "We see the loss on your line."));
    await as(desk, (tx) => tickets.update(tx, id, { tags: ["STAFFONLY-tag"] }));
    await as(desk, (tx) => create_from_ticket(tx, id, { title: "STAFFONLY draft", description: "STAFFONLY ladder" }));
    const who = await technician(sql, "Musa Staffonlyname");
    const job = await as(desk, (tx) => create_from_ticket(tx, id, { description: "STAFFONLY bring a ladder" }));
    await as(desk, (tx) => schedule(tx, job.id, { technician_id: who.id, start_at: tomorrow_at_ten() }));
    await as(desk, (tx) => add_job_note(tx, job.id, "STAFFONLY dog in the yard"));
    for (
      const path of [
        "/portal",
        "/portal/tickets",
        "/portal/tickets/new",
        `/portal/tickets/${id}`,
        "/portal/visits",
        "/portal/service",
      ]
    ) {
      const { html, status } = await hassan.browser.get(path);
      assert.equal(status, 200, path);
      assert(!/staffonly/i.test(html), `${path}: ${/.{80}staffonly.{60}/is.exec(html)?.[0]}`);
    }
    const said = words((await hassan.browser.get(`/portal/tickets/${id}`)).html);
    assert.match(said, /We see the loss on your line\./);
    assert.match(said, /Ada answered/);
    assert.match(said, /Musa comes tomorrow between/i);
    assert(!said.includes("Ojo"), "staff go by first name");
  }),
);

Deno.test(
  "another customer's ticket does not exist, to read, to answer or to rate",
  with_portal(async ({ hassan, amina, report, sql }) => {
    const id = await report(hassan);
    assert.equal((await amina.browser.get(`/portal/tickets/${id}`)).status, 404);
    assert.equal((await amina.browser.post(`/portal/tickets/${id}`, { action: "reply", body: "Mine?" })).status, 404);
    assert.equal((await amina.browser.post(`/portal/tickets/${id}`, { action: "rate", rating: "1" })).status, 404);
    assert(!(await amina.browser.get("/portal")).html.includes("No light on the router</h2>"));
    assert.equal((await sql`select 1 from ticket_comments`).length, 0);
  }),
);

Deno.test(
  "home follows the visit: planned, at your place, visited, fixed, and then asks for a rating",
  with_portal(async ({ hassan, as, desk, sql, report }) => {
    assert.match(
      words((await hassan.browser.get("/portal")).html),
      /Good (morning|afternoon|evening), Hassan .*13 Mohammed Street, Maitama · Business 100.*No open problems/,
    );
    const id = await report(hassan);
    const home = async () => words((await hassan.browser.get("/portal")).html);
    assert.match(await home(), /Reported , done .* Check , in progress .* Fixed , to come/);
    const who = await technician(sql, "Musa Sani");
    const job = await as(desk, (tx) => create_from_ticket(tx, id));
    await as(desk, (tx) => schedule(tx, job.id, { technician_id: who.id, start_at: hours_from_now(0.5) }));
    assert.match(await home(), /Checked , done .* Visit planned , in progress/);
    await as(desk, (tx) => dispatch(tx, job.id));
    assert.match(await home(), /On the way , in progress .*Musa is on the way/);
    await as(who.actor, (tx) => start(tx, job.id));
    assert.match(await home(), /At your place , in progress .*Musa is at work/);
    await as(who.actor, (tx) => complete(tx, job.id, { notes: "New pigtail, 18 dBm", visibility: "public" }));
    assert.match(await home(), /Visited , done .* Fixed , in progress/);
    assert.match(words((await hassan.browser.get("/portal/visits")).html), /Musa was there .*New pigtail, 18 dBm/);
    await as(desk, (tx) => tickets.update(tx, id, { status: "resolved" }));
    assert.match(await home(), /No open problems.*How did we do\? No light on the router/);
  }),
);

Deno.test(
  "a rating can be given, changed and then stands",
  with_portal(async ({ hassan, as, desk, sql, report }) => {
    const id = await report(hassan);
    const path = `/portal/tickets/${id}`;
    const early = await hassan.browser.post(path, { action: "rate", rating: "5" });
    assert.equal(early.status, 409);
    await as(desk, (tx) => tickets.update(tx, id, { status: "resolved" }));
    assert.match((await hassan.browser.get(path)).html, /How did we do\?/);
    const none = await hassan.browser.post(path, { action: "rate", comment: "Fast!" });
    assert.equal(none.status, 422);
    assert.match(none.html, /Fast!/, "the words are still there");
    assert.equal((await hassan.browser.post(path, { action: "rate", rating: "4", comment: "Fast!" })).status, 303);
    assert.match((await hassan.browser.get(path)).html, /Change my rating/);
    assert.equal((await hassan.browser.post(path, { action: "rate", rating: "5" })).status, 303);
    assert.deepEqual([...await sql`select rating from tickets`], [{ rating: 5 }]);
    await sql`update tickets set rated_at = now() - interval '15 days', resolved_at = now() - interval '16 days'`;
    const late = (await hassan.browser.get(path)).html;
    assert(!late.includes("Change my rating"));
    assert.match(late, /5 stars of 5/);
    assert.equal((await hassan.browser.post(path, { action: "rate", rating: "1" })).status, 409);
  }),
);

Deno.test(
  "an answer reopens what was fixed lately, and opens a linked successor of what is older, which the customer is led to",
  with_portal(async ({ hassan, as, desk, sql, report }) => {
    const id = await report(hassan);
    const path = `/portal/tickets/${id}`;
    await as(desk, (tx) => tickets.update(tx, id, { status: "resolved" }));
    assert.match(words((await hassan.browser.get(path)).html), /Not right yet\? Answer below within 7 days/);
    const again = await hassan.browser.post(path, { action: "reply", body: "It is dark again.", files: photo() });
    assert.equal(again.location, `${path}#latest`);
    assert.match(words((await hassan.browser.get(path)).html), /In work.*opened it again.*Sent\. We take it up again/);
    await as(desk, (tx) => tickets.update(tx, id, { status: "resolved" }));
    await sql`update tickets set resolved_at = now() - interval '8 days' where id = ${id}`;
    assert.match(words((await hassan.browser.get(path)).html), /Your answer opens a new ticket/);
    const late = await hassan.browser.post(path, { action: "reply", body: "And once more." });
    assert.equal(late.status, 303);
    assert(late.location && !late.location.startsWith(path));
    const successor = words((await hassan.browser.get(late.location.split("#")[0] ?? "")).html);
    assert.match(successor, /goes on where an earlier ticket ended/);
    assert.match(successor, /And once more\./);
  }),
);

Deno.test(
  "an answer whose file is refused keeps its words and writes nothing",
  with_portal(async ({ hassan, report, sql }) => {
    const id = await report(hassan);
    const sent = await hassan.browser.post(`/portal/tickets/${id}`, {
      action: "reply",
      body: "Here is the lamp",
      files: new File(["MZ not a picture"], "lamp.png", { type: "image/png" }),
    });
    assert.equal(sent.status, 415);
    assert.match(sent.html, /Here is the lamp/);
    assert.match(words(sent.html), /“lamp\.png”/);
    assert.equal((await sql`select 1 from ticket_comments`).length, 0);
  }),
);

Deno.test(
  "one's own tickets come open first and by pages, in at most four statements",
  with_portal(async ({ hassan, as, desk, queries, report }) => {
    const open = await report(hassan);
    await as(desk, async (tx) => {
      for (let nth = 1; nth <= 23; nth++) {
        const row = await tickets.create(tx, { subject: `Old case ${nth}`, subscriber_id: hassan.subscriber_id });
        await tickets.update(tx, row.id, { status: "canceled" });
      }
    });
    queries.length = 0;
    const first = await hassan.browser.get("/portal/tickets");
    const reading = queries.filter((query) => /from (tickets|subscribers|work_orders)\b/.test(query.text));
    assert(reading.length <= 4, `${reading.length} statements`);
    assert(first.html.indexOf(open) < first.html.indexOf("Old case 23"));
    assert(first.html.includes("1–20 of 23") && !first.html.includes("Old case 3<"));
    const second = words((await hassan.browser.get("/portal/tickets?offset=20")).html);
    assert.match(second, /Old case 3 .*21–23 of 23/);
    const wrong = await hassan.browser.get("/portal/tickets?offset=abc");
    assert.equal(wrong.status, 422);
    assert.match(words(wrong.html), /offset/);
  }),
);

Deno.test(
  "my service shows plan, speed, state, address with a map, and how we reach the customer",
  with_portal(async ({ hassan }) => {
    const { html } = await hassan.browser.get("/portal/service");
    assert.match(words(html), /Active .*Business 100 .*100\/100 .*C10000 .*How we reach you .*\+2348085226035/);
    assert(html.includes("13 Mohammed Street, Maitama") && html.includes("<svg"));
  }),
);
