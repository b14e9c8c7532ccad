import assert from "node:assert/strict";
import { open_session, with_request } from "~/domain/access/mod.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import { all_endpoints, api } from "~/routes/(_api)/mod.ts";
import type { ApiState } from "~/routes/(_api)/context.ts";
import { serve, type Served } from "./served.ts";

interface Answer {
  status: number;
  // deno-lint-ignore no-explicit-any -- what the wire brings; each field that is named is asserted
  body: any;
  etag: string | null;
}

/** The endpoints themselves, as somebody who really holds that role. */
async function as_role(served: Served, role: string, audience: "admin" | "portal" = "admin") {
  const { person_id } = await served.browser(role === "customer" ? "technician" : role);
  const { platform, gate } = served.house;
  if (role === "customer") { // browsers of this house sign in at the staff's door
    await platform.db.sql`
      update person_roles set role_id = (select id from roles where key = 'customer') where person_id = ${person_id}`;
  }
  const opened = await platform.transaction(
    job_actor("test"),
    (tx) => open_session(tx, person_id, audience, ["password"]),
  );
  return {
    person_id,
    async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
      const request = { id: "test-request", ip: null, user_agent: null };
      const state: ApiState = {
        house: served.house,
        request,
        actor: with_request((await gate.actor(opened.session_id)).actor, request),
        by_cookie: false,
      };
      const answer = await api.fetch(
        new Request(`http://localhost/api/v1${path}`, {
          method,
          headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
        state,
      );
      const text = await answer.text();
      const is_json = answer.headers.get("content-type")?.includes("json");
      return {
        status: answer.status,
        body: is_json && text ? JSON.parse(text) : text,
        etag: answer.headers.get("etag"),
      };
    },
  };
}

Deno.test("a role lives through the API: made, copied, narrowed under a version, moved and retired", async () => {
  await using served = await serve();
  const admin = await as_role(served, "administrator");
  const ada = await as_role(served, "technician");
  const made = await admin.call("POST", "/roles", { name: "Night shift", permissions: ["tickets:*", "tickets:read"] });
  assert.deepEqual([made.status, made.body.key, made.body.permissions], [201, "night-shift", ["tickets:*"]]);
  const at = `/roles/${made.body.id}`;
  assert.equal((await admin.call("POST", "/roles", { name: "X", is_builtin: true })).status, 422);
  assert.equal((await admin.call("POST", "/roles", { name: "X", permissions: ["tickets:reed"] })).status, 422);
  const changed = await admin.call("PATCH", at, { permissions: ["tickets:read"] }, { "if-match": made.etag ?? "" });
  assert.deepEqual(changed.body.permissions, ["tickets:read"]);
  const late = await admin.call("PATCH", at, { name: "Late" }, { "if-match": made.etag ?? "" });
  assert.deepEqual([late.status, late.body.code], [409, "stale"]);
  assert.equal((await admin.call("PATCH", at, { audience: "portal" })).status, 422);
  const copied = await admin.call("POST", `${at}/copy`, { name: "Early shift" });
  assert.deepEqual([copied.status, copied.body.permissions], [201, ["tickets:read"]]);

  const end = "2999-01-01T00:00:00+00:00";
  const given = await admin.call("POST", `/users/${ada.person_id}/roles`, { role: "night-shift", expires_at: end });
  assert.equal(given.status, 201);
  assert.equal(
    Date.parse(given.body.items.find((role: { key: string }) => role.key === "night-shift").expires_at),
    Date.parse(end),
  );
  assert.equal((await admin.call("DELETE", at)).status, 409);
  assert.deepEqual((await admin.call("POST", `${at}/retire`, { move_to: "early-shift" })).body, { moved: 1 });
  const roles = (await admin.call("GET", `/users/${ada.person_id}/roles`)).body.items;
  assert.deepEqual(roles.map((role: { key: string }) => role.key), ["early-shift", "technician"]);
  assert.equal((await admin.call("DELETE", `/users/${ada.person_id}/roles/early-shift`)).status, 204);
  assert.equal((await admin.call("DELETE", `/roles/${copied.body.id}`)).status, 204);
});

Deno.test("a grant lives through the API, shows in the explanation and among the holders, and is taken back", async () => {
  await using served = await serve();
  const admin = await as_role(served, "administrator");
  const ada = await as_role(served, "technician");
  const at = `/users/${ada.person_id}`;
  assert.equal((await ada.call("GET", "/scheduled-tasks")).status, 403);
  const given = await admin.call("POST", `${at}/grants`, { key: "jobs:read", reason: "looks after the import" });
  assert.deepEqual([given.status, given.body.key, given.body.expires_at], [201, "jobs:read", null]);
  assert.equal((await ada.call("GET", "/scheduled-tasks")).status, 200);
  const why = (await admin.call("GET", `${at}/permissions?q=jobs:read`)).body;
  assert.deepEqual(why.groups.length, 1);
  assert.equal(why.groups[0].keys[0].sources[0].reason, "looks after the import");
  const holders = (await admin.call("GET", "/permissions/jobs:read/holders?limit=1")).body;
  assert.deepEqual([holders.count, holders.more, holders.items[0].name], [2, true, "Test administrator"]);
  const next = await admin.call(
    "GET",
    `/permissions/jobs:read/holders?limit=1&after_name=${encodeURIComponent(holders.items[0].name)}&after_id=${
      holders.items[0].person_id
    }`,
  );
  assert.deepEqual([next.body.more, next.body.items[0].person_id], [false, ada.person_id]);
  assert.equal((await admin.call("GET", "/permissions/jobs:read/holders?after_name=x")).status, 422);
  assert.equal((await admin.call("GET", "/permissions/jobs:reed/holders")).status, 404);
  assert.equal((await admin.call("DELETE", `${at}/grants/${given.body.id}`)).status, 204);
  assert.deepEqual((await admin.call("GET", `${at}/grants`)).body, { items: [] });
  assert.equal((await ada.call("GET", "/scheduled-tasks")).status, 403);
  assert.equal((await admin.call("DELETE", `${at}/grants/${given.body.id}`)).status, 404);
  const table = (await admin.call("GET", "/permissions")).body;
  assert.ok(
    table.items.some((item: { key: string; description: string }) => item.key === "jobs:read" && item.description),
  );
  assert.ok(table.groups.some((group: { wildcard: string }) => group.wildcard === "jobs:*"));
});

Deno.test("the review answers JSON and a file with the same people, takes marks, and names what is wrong with a filter", async () => {
  await using served = await serve();
  const admin = await as_role(served, "administrator");
  const ada = await as_role(served, "technician");
  const open = (await admin.call("GET", "/access-review?audience=admin&unreviewed=true")).body;
  assert.equal(open.count, 2);
  const marked = await admin.call("POST", `/users/${ada.person_id}/access-reviews`, { note: "agreed" });
  assert.deepEqual([marked.status, marked.body.rights], [201, ["role technician"]]);
  assert.equal((await admin.call("GET", "/access-review?audience=admin&unreviewed=true")).body.count, 1);
  assert.equal((await admin.call("GET", `/access-reviews?person_id=${ada.person_id}`)).body.items[0].note, "agreed");
  assert.equal((await admin.call("POST", `/users/${admin.person_id}/access-reviews`, {})).status, 422);
  for (const wrong of ["audience=x", "dormant=yes", "limit=0", "nothing=1"]) {
    assert.equal((await admin.call("GET", `/access-review?${wrong}`)).status, 422, wrong);
  }
  const file = await admin.call("GET", "/access-review/export.csv?audience=admin");
  assert.equal(String(file.body).trim().split(/\r?\n/).length, 3);
  assert.equal((await admin.call("GET", "/access-review/export.csv?audience=x")).status, 422);
});

Deno.test("no endpoint of rights answers somebody without its key, and outsiders learn nothing of them", async () => {
  await using served = await serve();
  const technician = await as_role(served, "technician");
  const customer = await as_role(served, "customer", "portal");
  const of_rights = all_endpoints.filter((each) =>
    /^\/(roles|users|permissions|access-reviews?)(\/|$)/.test(each.path)
  );
  assert.ok(of_rights.length >= 20, String(of_rights.length));
  for (const { method, path, permission } of of_rights) {
    const at = path.replaceAll(/\{\w+\}/g, crypto.randomUUID());
    const refused = await technician.call(method, at, method === "GET" ? undefined : {});
    assert.equal(refused.status, 403, `${method} ${path}`);
    assert.ok(refused.body.message.includes(permission), `${method} ${path} names ${permission}`);
    assert.equal((await customer.call(method, at, method === "GET" ? undefined : {})).status, 404, `${method} ${path}`);
  }
});
