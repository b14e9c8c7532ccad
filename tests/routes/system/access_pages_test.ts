import assert from "node:assert/strict";
import { builtin_roles } from "~/domain/access/mod.ts";
import { permission_set } from "~/domain/kernel/permissions.ts";
import { serve, type Served, words } from "./served.ts";

const role_id = async (served: Served, key: string): Promise<string> =>
  (await served.house.platform.db.sql<{ id: string }[]>`select id from roles where key = ${key}`)[0]?.id ?? "";
const person = async (served: Served, name: string): Promise<string> =>
  (await served.house.platform.db.sql<
    { id: string }[]
  >`insert into people (display_name) values (${name}) returning id`)[0]?.id ?? "";

Deno.test("every page of rights is shown to the built-in roles that hold its key, and refused to the others by name of the key", async () => {
  await using served = await serve();
  const ada = await person(served, "Ada Ojo");
  const agent = await role_id(served, "agent");
  const pages: [path: string, key: string, says: RegExp][] = [
    ["/admin/users", "users:read", /Users and roles/],
    [`/admin/users/${ada}`, "users:read", /Direct grants/],
    [`/admin/users/${ada}/permissions`, "users:read", /What can Ada Ojo do\?/],
    ["/admin/permissions", "users:read", /tickets:read/],
    ["/admin/permissions/tickets%3Aread", "users:read", /Roles that allow it/],
    ["/admin/users/roles", "roles:read", /Support agent/],
    [`/admin/users/roles/${agent}`, "roles:read", /Works tickets from report/],
    [`/admin/users/roles/compare?role=${agent}&role=${await role_id(served, "dispatcher")}`, "roles:read", /differs/],
    ["/admin/users/roles/new", "roles:create", /What it allows/],
    ["/admin/users/review", "access-reviews:read", /Access review/],
    ["/admin/users/review/export.csv", "access-reviews:export", /Second factor/],
  ];
  for (const role of builtin_roles.filter((each) => each.audience === "admin")) {
    const browser = await served.browser(role.key);
    const may = permission_set(role.permissions);
    for (const [path, key, says] of pages) {
      const answer = await browser.get(path);
      if (may.has(key)) {
        assert.equal(answer.status, 200, `${role.key} ${path}: ${words(answer.text).slice(0, 300)}`);
        assert.match(words(answer.text), says, path);
      } else {
        assert.equal(answer.status, 403, `${role.key} ${path}`);
        assert.ok(answer.text.includes(key), `${role.key} ${path} names ${key}`);
      }
      assert.ok(
        !/<form[^>]*method="post"[^>]*>(?:(?!<\/form>).)*value="(grant|revoke|mark|retire)"/s.test(answer.text) ||
          may.has("users:manage"),
        `${role.key} ${path} has no dead button`,
      );
    }
  }
});

Deno.test("a role is made by ticking boxes without a script, given to a day, narrowed, moved and retired", async () => {
  await using served = await serve();
  const browser = await served.browser("administrator");
  const ada = await person(served, "Ada Ojo");

  const wrong = await browser.post("/admin/users/roles/new", {
    name: "",
    audience: "admin",
    permissions: ["tickets:read", "people:read"],
  });
  assert.equal(wrong.status, 422);
  assert.match(
    wrong.text,
    /value="people:read"[^>]*checked|checked[^>]*value="people:read"/,
    "what was ticked stays ticked",
  );
  const made = await browser.post("/admin/users/roles/new", {
    name: "Night shift",
    audience: "admin",
    permissions: ["tickets:*", "tickets:read", "people:read"],
  });
  assert.equal(made.status, 303, words(made.text).slice(0, 500));
  const page = await browser.get(made.location);
  assert.match(words(page.text), /Night shift/);
  assert.match(page.text, /aria-label="Yes, by a wildcard: See tickets"/);
  assert.match(page.text, /aria-label="Yes: See people/);
  assert.match(page.text, /aria-label="No: Delete people/);

  const given = await browser.post(`/admin/users/${ada}`, {
    action: "grant",
    role: "night-shift",
    until: "2999-12-31",
  });
  assert.equal(given.location, `/admin/users/${ada}`);
  assert.match(words((await browser.get(`/admin/users/${ada}`)).text), /Night shift .*ends/);
  const past = await browser.post(`/admin/users/${ada}`, { action: "grant", role: "night-shift", until: "2020-01-01" });
  assert.equal(past.status, 422);
  assert.match(words(past.text), /is in the past/);
  const odd = await browser.post(`/admin/users/${ada}`, { action: "grant", role: "night-shift", until: "soon" });
  assert.match(words(odd.text), /is no date/);

  const form = await browser.get(`${made.location}/edit`);
  assert.match(words(form.text), /1 person holds it: what you change holds at once/);
  const version = /name="version" value="([^"]+)"/.exec(form.text)?.[1] ?? "";
  const narrowed = await browser.post(`${made.location}/edit`, {
    name: "Night shift",
    version,
    permissions: ["tickets:read"],
  });
  assert.equal(narrowed.status, 303, words(narrowed.text).slice(0, 500));
  const late = await browser.post(`${made.location}/edit`, {
    name: "Night shift",
    version,
    permissions: ["tickets:*"],
  });
  assert.equal(late.status, 409);
  assert.match(words(late.text), /changed meanwhile/);

  const held = await browser.post(made.location, { action: "retire" });
  assert.equal(held.status, 409);
  assert.match(words(held.text), /held by 1 person.*Move them to another role/);
  const retired = await browser.post(made.location, { action: "retire", move_to: "technician" });
  assert.equal(retired.location, "/admin/users/roles", words(retired.text).slice(0, 400));
  assert.match(words((await browser.get(`/admin/users/${ada}`)).text), /Technician .*ends/);
  assert.match(words((await browser.get(made.location)).text), /retired/);
});

Deno.test("a built-in role has no form; its copy begins with its boxes, without those that the editor lacks", async () => {
  await using served = await serve();
  const browser = await served.browser("administrator");
  const agent = await role_id(served, "agent");
  assert.equal((await browser.get(`/admin/users/roles/${agent}/edit`)).location, `/admin/users/roles/${agent}`);
  const forced = await browser.post(`/admin/users/roles/${agent}/edit`, {
    name: "Mine",
    permissions: ["tickets:read"],
  });
  assert.equal(forced.status, 303, "the page behind the form leads away");
  const copy = await browser.get(`/admin/users/roles/new?copy=${agent}`);
  assert.match(copy.text, /value="Copy of Support agent"/);
  assert.match(copy.text, /value="tickets:\*"[^>]*checked|checked[^>]*value="tickets:\*"/);
});

Deno.test("a direct grant is given with reason and last day, explains itself, and is taken back", async () => {
  await using served = await serve();
  const browser = await served.browser("administrator");
  const ada = await person(served, "Ada Ojo");
  const here = `/admin/users/${ada}`;
  const short = await browser.post(here, {
    action: "grant_permission",
    key: "jobs:run",
    reason: "why",
    grant_until: "2999-01-01",
  });
  assert.equal(short.status, 422);
  assert.match(short.text, /value="jobs:run"[^>]*selected|selected[^>]*value="jobs:run"/, "nothing typed is lost");
  assert.match(short.text, /<details[^>]* open/);
  const given = await browser.post(here, {
    action: "grant_permission",
    key: "jobs:run",
    reason: "runs the import tonight",
    grant_until: "2999-01-01",
  });
  assert.equal(given.status, 303, words(given.text).slice(0, 400));
  const why = words((await browser.get(`${here}/permissions?q=jobs:run`)).text);
  assert.match(why, /Direct grant by Test administrator: runs the import tonight.*ends/);
  assert.match(words((await browser.get("/admin/permissions/jobs%3Arun")).text), /Ada Ojo .*runs the import tonight/);
  const grant_id = /name="grant_id" value="([^"]+)"/.exec((await browser.get(here)).text)?.[1] ?? "";
  await browser.post(here, { action: "revoke_grant", grant_id });
  assert.match(words((await browser.get(`${here}/permissions?q=jobs:run`)).text), /Who can do this\?/);
  const last = await browser.post(`/admin/users/${browser.person_id}`, { action: "revoke", role: "administrator" });
  assert.equal(last.status, 409);
  assert.match(words(last.text), /last administrator who can sign in/);
});

Deno.test("from the review, rights are taken and a person is marked, and the filters stay", async () => {
  await using served = await serve();
  const browser = await served.browser("administrator");
  const agent = await served.browser("agent");
  const list = "/admin/users/review?audience=admin&unreviewed=true";
  assert.match(words((await browser.get(list)).text), /Test agent .*Never reviewed.*Support agent/);
  const marked = await browser.post(list, {
    action: "mark",
    person_id: agent.person_id,
    name: "Test agent",
    note: "agreed",
  });
  assert.equal(marked.location, list);
  assert.ok(!(await browser.get(list)).text.includes(`/admin/users/${agent.person_id}`), "no longer open");
  assert.match(
    words((await browser.get("/admin/users/review?q=agent")).text),
    /Reviewed by Test administrator .*agreed/,
  );
  const own = await browser.post(list, { action: "mark", person_id: browser.person_id, name: "me" });
  assert.equal(own.status, 422);
  assert.match(words(own.text), /Somebody else has to review/);
  const taken = await browser.post(list, {
    action: "revoke_role",
    person_id: agent.person_id,
    name: "Test agent",
    key: "agent",
  });
  assert.equal(taken.location, list);
  assert.match(
    words((await browser.get("/admin/users/review?q=agent")).text),
    /rights have changed since.*Holds nothing/,
  );
  const wrong = await browser.get("/admin/users/review?audience=everybody");
  assert.equal(wrong.status, 422);
  const csv = await browser.get("/admin/users/review/export.csv?q=administrator");
  assert.match(csv.headers.get("content-disposition") ?? "", /access-review-.*\.csv/);
  const [head = "", ...rows] = csv.text.trim().split(/\r?\n/);
  assert.match(head, /Person,Person id,User name/);
  assert.equal(rows.length, 1);
  assert.match(rows[0] ?? "", /^Test administrator,.*,role,administrator,Administrator,admin,/);
  const [entry] = await served.house.platform.db
    .sql`select entity_label from audit_events where action = 'access_review.exported'`;
  assert.equal(entry?.entity_label, "q=administrator");
});
