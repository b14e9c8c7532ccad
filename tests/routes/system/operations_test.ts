import assert from "node:assert/strict";
import { job_actor } from "~/domain/kernel/actor.ts";
import { declare_event, on } from "~/domain/kernel/events.ts";
import { new_id } from "~/domain/kernel/text/uuid.ts";
import { declare_notice, notify } from "~/domain/notifications/mod.ts";
import { wait_for } from "~/tests/support/wait_for.ts";
import { serve, type Served, words } from "./served.ts";

const probe = declare_event("probe.happened", "Something that the tests of the operators' pages made happen.");
let broken = true;
on(probe, "probe.handler", () => broken ? Promise.reject(new Error("the fuse is blown")) : Promise.resolve());
const notice = declare_notice({
  code: "probe_notice",
  name: "Probe",
  variables: [],
  words: { in_app: { subject: "Look here", body: "{{name}}, something wants you." } },
});

async function emitted(served: Served): Promise<string> {
  const id = new_id();
  await served.house.platform.transaction(
    job_actor("test"),
    (tx) => Promise.resolve(tx.emit(probe, { id, colour: "red" })),
  );
  const { sql } = served.house.platform.db;
  return await wait_for("the handler failed once", async () => {
    const [row] = await sql<{ id: string }[]>`select id from event_store where subject_id = ${id} and attempts > 0`;
    return row?.id;
  });
}

/** As the dispatcher leaves an event whose last attempt failed: that takes hours by the clock. */
const park = ({ house }: Served, id: string) =>
  house.platform.db.sql`update event_store set status = 'failed', next_attempt_at = null where id = ${id}`;

Deno.test("a failed event is found, read and handled again", async () => {
  broken = true;
  await using served = await serve();
  const browser = await served.browser("administrator");
  const id = await emitted(served);
  await park(served, id);

  const list = words((await browser.get("/admin/events?status=failed")).text);
  assert.match(list, /Failed 1 /);
  assert.match(list, /probe\.happened/);
  const seen = await browser.get(`/admin/events/${id}`);
  assert.match(words(seen.text), /probe\.handler Failed 1 the fuse is blown/);
  assert.match(seen.text, /&quot;colour&quot;: &quot;red&quot;|"colour": "red"/);
  const subject = /href="\/admin\/events\?subject_id=([0-9a-f-]+)"/.exec(seen.text)?.[1] ?? "";
  assert.match(words((await browser.get(`/admin/events?subject_id=${subject}`)).text), /Events 1 .*probe\.happened/s);

  broken = false;
  const replayed = await browser.post(`/admin/events/${id}`, { action: "replay" });
  assert.equal(replayed.status, 303);
  const done = await wait_for("it is done", async () => {
    const said = words((await browser.get(`/admin/events/${id}`)).text);
    return /probe\.handler Completed/.test(said) && /It was handled: there is nothing to repeat/.test(said)
      ? said
      : null;
  });
  assert.match(done, /By test \(job\)/);
  assert.equal((await browser.post(`/admin/events/${id}`, { action: "replay" })).status, 409);
});

Deno.test("many failed events are handled again: those ticked, or all of a type", async () => {
  broken = true;
  await using served = await serve();
  const browser = await served.browser("administrator");
  const ids = [];
  for (let n = 0; n < 3; n++) ids.push(await emitted(served));
  for (const id of ids) await park(served, id);
  broken = false;
  const [first = "", second = ""] = ids;
  const some = await browser.post("/admin/events?status=failed", { action: "replay", ids: [first, second] });
  assert.equal(some.location, "/admin/events?status=failed");
  assert.match(words((await browser.get(some.location)).text), /2 events are handled again/);
  await browser.post("/admin/events?status=failed", { action: "replay_all", type: probe });
  await wait_for(
    "none is failed",
    async () => /Nothing failed/.test(words((await browser.get("/admin/events?status=failed")).text)),
  );
});

Deno.test("reading events takes events:read, handling them again events:replay", async () => {
  broken = true;
  await using served = await serve();
  const id = await emitted(served);
  await park(served, id);
  const auditor = await served.browser("auditor");
  assert.match(words((await auditor.get(`/admin/events/${id}`)).text), /It takes the permission events:replay/);
  assert.equal((await auditor.post(`/admin/events/${id}`, { action: "replay" })).status, 403);
  const agent = await served.browser("agent");
  for (const path of ["/admin/events", `/admin/events/${id}`, "/admin/jobs"]) {
    assert.equal((await agent.get(path)).status, 403, path);
  }
});

Deno.test("a task is run, given another rhythm and switched off on the jobs page", async () => {
  await using served = await serve();
  const browser = await served.browser("administrator");
  const page = await browser.get("/admin/jobs");
  assert.match(words(page.text), /Sweep events .*every 30 s/s);
  const { sql } = served.house.platform.db;
  const [task] = await sql<{ id: string }[]>`select id from scheduled_tasks where key = 'sweep_events'`;
  assert.ok(task);
  const runs = async () =>
    (await sql<{ n: number }[]>`select count(*)::int as n from task_runs where task_id = ${task.id}`)[0]?.n ?? 0;

  await wait_for(
    "its first run is over",
    async () =>
      await runs() > 0 &&
      (await sql`select 1 from scheduled_tasks where id = ${task.id} and locked_until is null`).length > 0,
  );
  const before = await runs();
  assert.equal((await browser.post("/admin/jobs", { action: "run", task_id: task.id })).status, 303);
  await wait_for("it ran", async () => await runs() > before);
  assert.match(
    words((await browser.get(`/admin/jobs?task=${task.id}`)).text),
    /Last runs of “Sweep events”.*Sweep events Completed/s,
  );

  const refused = await browser.post("/admin/jobs", { action: "rhythm", task_id: task.id, interval_seconds: "2" });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /value="2"/);
  await browser.post("/admin/jobs", { action: "rhythm", task_id: task.id, interval_seconds: "120" });
  await browser.post("/admin/jobs", { action: "disable", task_id: task.id });
  assert.match(words((await browser.get("/admin/jobs")).text), /Sweep events Switched off .*every 2 minutes/s);
  const auditor = await served.browser("auditor");
  assert.equal((await auditor.post("/admin/jobs", { action: "enable", task_id: task.id })).status, 403);
});

Deno.test("the bell counts one's own unread notices on every page, and its page marks them read", async () => {
  await using served = await serve();
  const browser = await served.browser("agent");
  const other = await served.browser("agent");
  await served.house.platform.transaction(
    job_actor("test"),
    (tx) =>
      notify(tx, { template: notice, person_id: browser.person_id, link: "/admin/tickets?mine=1", dedupe_key: "a" }),
  );
  await served.house.platform.transaction(
    job_actor("test"),
    (tx) => notify(tx, { template: notice, person_id: browser.person_id, dedupe_key: "b" }),
  );

  assert.match((await browser.get("/admin/subscribers")).text, /aria-label="Notifications, 2 unread"/);
  assert.match(
    (await browser.get("/admin/nowhere/at/all/of/it")).text,
    /aria-label="Notifications, 2 unread"/,
    "error pages too",
  );
  assert.match((await other.get("/admin/subscribers")).text, /aria-label="Notifications, none unread"/);

  const mine = await browser.get("/admin/notifications/mine");
  const [id = ""] = [...mine.text.matchAll(/name="id" value="([^"]+)"|value="([^"]+)"[^>]*name="id"/g)].map((found) =>
    found[1] ?? found[2] ?? ""
  ).reverse();
  await other.post("/admin/notifications/mine", { action: "read", id });
  assert.match(
    (await browser.get("/admin/subscribers")).text,
    /Notifications, 2 unread/,
    "somebody else's notice stays as it is",
  );
  const opened = await browser.post("/admin/notifications/mine", { action: "open", id });
  assert.equal(opened.location, "/admin/tickets?mine=1");
  assert.match((await browser.get("/admin/subscribers")).text, /Notifications, 1 unread/);
  await browser.post("/admin/notifications/mine", { action: "read_all" });
  assert.match((await browser.get("/admin/subscribers")).text, /Notifications, none unread/);
});
