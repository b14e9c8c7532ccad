import assert from "node:assert/strict";
import { add_note, reply, tickets } from "~/domain/tickets/mod.ts";
import { add_note as add_job_note, work_orders } from "~/domain/work_orders/mod.ts";
import { png } from "../../domain/tickets/world.ts";
import { words } from "../portal/portal_world.ts";
import { type PartnerWorld, with_partner_pages } from "./partner_world.ts";

const photo = (name: string) => new File([png.slice()], name, { type: "image/png" });
const includes = (html: string, ...parts: string[]) => {
  const said = words(html);
  for (const part of parts) assert(said.includes(part), `"${part}" in: ${said.slice(0, 1500)}`);
};
const lacks = (html: string, ...parts: string[]) => {
  for (const part of parts) assert(!html.includes(part), part);
};

async function reported(it: PartnerWorld): Promise<string> {
  const sent = await it.reseller.post("/reseller/tickets/new", {
    subscriber_id: it.home,
    topic: "no-light",
    description: "The LOS lamp is red.",
    files: photo("router.png"),
  });
  const id = /\/reseller\/tickets\/([0-9a-f-]{36})/.exec(sent.location ?? "")?.[1];
  assert(id, `${sent.status}: ${words(sent.html).slice(0, 600)}`);
  return id;
}

Deno.test(
  "a reseller finds customers, reports a problem for one, follows and answers it",
  with_partner_pages(async (it) => {
    const home = await it.reseller.get("/reseller");
    includes(home.html, "North", "1 customer", "Hassan's home", "Next visits");
    lacks(home.html, "Amina", "STAFFONLY", "GATE 4711");
    const list = await it.reseller.get("/reseller/subscribers?q=hassan&status=active");
    includes(list.html, "Hassan's home", "13 Mohammed Street");
    includes((await it.reseller.get("/reseller/subscribers?q=amina")).html, "Nobody found");
    includes((await it.reseller.get(`/reseller/subscribers/${it.home}`)).html, "Hassan's home", "How to reach them");

    includes((await it.reseller.get(`/reseller/tickets/new?service=${it.home}`)).html, "For which customer?");
    const id = await reported(it);
    await it.as(it.desk, (tx) => reply(tx, id, "We restart it"));
    await it.as(it.desk, (tx) => add_note(tx, id, "STAFFONLY note"));
    const page = await it.reseller.get(`/reseller/tickets/${id}`);
    includes(page.html, "Hassan's home", "We restart it", "The LOS lamp is red.", "You");
    lacks(page.html, "STAFFONLY", "/portal/");
    const file = /\/reseller\/files\/[0-9a-f-]{36}/.exec(page.html)?.[0];
    assert(file);
    assert.equal((await it.reseller.raw(file)).status, 200);
    const answered = await it.reseller.post(`/reseller/tickets/${id}`, { action: "reply", body: "Still dark" });
    assert.equal(answered.status, 303);
    includes((await it.reseller.get("/reseller/tickets")).html, "No light on the router", "Hassan's home");
    includes((await it.reseller.get("/reseller/visits")).html, "Splice for Splice Ltd");

    for (
      const path of [
        `/reseller/tickets/${id}`,
        `/reseller/subscribers/${it.home}`,
        file,
        `/reseller/tickets/new?service=${it.home}`,
      ]
    ) assert.equal((await it.other_reseller.get(path)).status, 404, path);
    const foreign = await it.other_reseller.post(`/reseller/tickets/${id}`, { action: "reply", body: "Hi" });
    assert.equal(foreign.status, 404);
    const named = await it.other_reseller.post("/reseller/tickets/new", {
      subscriber_id: it.home,
      topic: "no-light",
      description: "x",
    });
    assert.equal(named.status, 404);
    assert.equal((await it.as(it.desk, (tx) => tickets.list(tx))).count, 1);
  }),
);

Deno.test(
  "a contractor sees when, where and what, starts, writes with a photo and completes",
  with_partner_pages(async (it) => {
    await it.as(it.desk, (tx) => add_job_note(tx, it.job, "STAFFONLY he pays late", "internal"));
    await it.as(it.desk, (tx) => add_job_note(tx, it.job, "Key is at the desk", "vendor"));
    const home = await it.vendor.get("/vendor");
    includes(home.html, "Splice Ltd", "1 job to come", "Tomorrow", "Splice for Splice Ltd", "Ring of Splice Ltd");
    lacks(home.html, "Mast Ltd");
    const at = `/vendor/jobs/${it.job}`;
    const before = await it.vendor.get(at);
    includes(
      before.html,
      "Closure 12, tray 3",
      "13 Mohammed Street",
      "Hassan's home",
      "GATE 4711",
      "Key is at the desk",
    );
    assert(before.html.includes("tel:+2348085226035"));
    lacks(before.html, "STAFFONLY");

    assert.equal((await it.vendor.post(at, { action: "start" })).status, 303);
    const noted = await it.vendor.post(at, { action: "note", body: "Tray is wet", files: photo("tray.png") });
    assert.equal(noted.status, 303);
    const empty = await it.vendor.post(at, { action: "complete", notes: " " });
    assert.equal(empty.status, 422);
    includes(empty.html, "Write what was done");
    const done = await it.vendor.post(at, { action: "complete", notes: "Dried and spliced", files: photo("done.png") });
    assert.equal(done.status, 303);
    const after = await it.vendor.get(at);
    includes(after.html, "Dried and spliced", "Completed", "13 Mohammed Street");
    lacks(after.html, "tel:", "Hassan's home", "GATE 4711");
    const file = /\/vendor\/files\/[0-9a-f-]{36}/.exec(after.html)?.[0];
    assert(file);
    assert.equal((await it.vendor.raw(file)).status, 200);
    assert.equal((await it.as(it.desk, (tx) => work_orders.get(tx, it.job))).completion_notes, "Dried and spliced");
    includes((await it.vendor.get("/vendor/jobs")).html, "Before", "Splice for Splice Ltd");
    includes((await it.vendor.get(`/vendor/projects/${it.project}`)).html, "Trench and duct");
    includes((await it.vendor.get("/vendor/projects")).html, "Ring of Splice Ltd");

    for (const path of [at, file, `/vendor/projects/${it.project}`]) {
      assert.equal((await it.other_vendor.get(path)).status, 404, path);
    }
    for (const action of ["start", "complete", "note"]) {
      const sent = await it.other_vendor.post(at, { action, notes: "x", body: "x" });
      assert.equal(sent.status, 404, action);
    }
  }),
);

Deno.test(
  "the portals keep to themselves: a partner's session opens no other portal's pages",
  with_partner_pages(async (it) => {
    for (const path of ["/admin", "/portal", "/vendor"]) {
      const seen = await it.reseller.get(path);
      assert.equal(seen.status, 303, path);
      assert.match(seen.location ?? "", /auth\/sign-in/);
    }
    assert.equal((await it.vendor.get("/reseller")).status, 303);
    const lost = await it.vendor.get("/vendor/jobs/nonsense");
    assert.equal(lost.status, 404);
    includes(lost.html, "Jobs", "Projects");
    assert.equal((await it.reseller.get("/reseller/account/sessions")).status, 200);
  }),
);
