/** What a program meets that sends a key: through every middleware, as over the wire. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { open_gate } from "~/domain/access/mod.ts";
import { revoke_key, rotate_key } from "~/domain/api_keys/mod.ts";
import { connect } from "~/domain/kernel/db/connect.ts";
import { new_key_secret } from "~/domain/kernel/crypto/key_form.ts";
import { all_endpoints } from "~/routes/(_api)/mod.ts";
import { platform_on } from "../../support/fixtures.ts";
import { wait_for } from "../../support/wait_for.ts";
import { ask, say, type Told, with_key_site } from "./ready.ts";

Deno.test(
  "a key opens what its scopes name, in either header, and nothing else",
  with_key_site(async ({ site, key }) => {
    const { secret, id } = await key({ scopes: ["tickets:read", "tickets:create"] });
    for (const by of ["bearer", "header"] as const) {
      assert.equal((await ask(site, secret, "/api/v1/tickets", { by })).status, 200);
      const made = await ask(site, secret, "/api/v1/tickets", { by, method: "POST", json: { subject: "No light" } });
      assert.equal(made.status, 201, made.text);
      const beyond = await ask(site, secret, "/api/v1/subscribers", { by });
      assert.equal(beyond.status, 403);
      assert.match(say(beyond), /subscribers:read/);
    }
    assert.deepEqual((await ask(site, secret, "/api/v1/auth/me")).body, {
      kind: "api_key",
      label: "ERP",
      person_id: (await site.it.sql`select owner_id from api_keys`)[0]?.owner_id,
      permissions: ["tickets:create", "tickets:read"],
      subscriber_ids: [],
    });
    const current = await ask(site, secret, "/api/v1/api-keys/current");
    assert.deepEqual([current.body.id, current.body.effective_permissions], [id, ["tickets:create", "tickets:read"]]);
    const [ticket] = await site.it.sql<{ actor_kind: string; api_key_id: string; actor_label: string }[]>`
      select actor_kind, api_key_id, actor_label from audit_events where action = 'ticket.created' limit 1`;
    assert.deepEqual(ticket, { actor_kind: "api_key", api_key_id: id, actor_label: "ERP" });
  }),
);

Deno.test(
  "what is wrong with a key is told to who has its secret; anybody else learns that it is none",
  with_key_site(async ({ site, actor, key }) => {
    const path = "/api/v1/tickets";
    const strangers = [new_key_secret(), "omni_key_", `omni_key_${"0".repeat(49)}`, "omni_key_x".repeat(900)];
    const answers = await Promise.all(strangers.map((secret) => ask(site, secret, path)));
    for (const answer of answers) {
      assert.equal(answer.status, 401);
      assert.equal(answer.body.message, answers[0]?.body.message);
      assert.match(answer.headers.get("www-authenticate") ?? "", /Bearer/);
    }
    const expiring = await key({ expires_at: site.clock.now().add({ minutes: 5 }).toString() });
    assert.equal((await ask(site, expiring.secret, path)).status, 200);
    site.clock.advance({ minutes: 5 });
    assert.match(say(await ask(site, expiring.secret, path)), /expired at/);
    const revoked = await key();
    assert.equal((await ask(site, revoked.secret, path)).status, 200);
    await site.platform.transaction(actor, (tx) => revoke_key(tx, revoked.id));
    const after = await ask(site, revoked.secret, path);
    assert.equal(after.status, 401);
    assert.match(say(after), /was revoked/);
    const rotated = await key();
    await site.platform.transaction(actor, (tx) => rotate_key(tx, rotated.id, { grace_hours: 0 }));
    assert.match(say(await ask(site, rotated.secret, path)), /was replaced/);
    const orphan = await key();
    await site.person("second@omni.example", "administrator"); // the last one could not go
    await site.it.sql`update people set is_active = false where id = ${actor.person_id}`;
    const gone = await ask(site, orphan.secret, path);
    assert.equal(gone.status, 401);
    assert.match(say(gone), /owner of this API key has no access/);
  }),
);

Deno.test(
  "a key works from the addresses of its list alone",
  with_key_site(async ({ site, key }) => {
    const { secret } = await key({ allowed_addresses: ["203.0.113.0/24", "2001:db8::/32"] });
    const from = async (ip: string) => (await ask(site, secret, "/api/v1/tickets", { ip })).status;
    assert.deepEqual(
      [
        await from("203.0.113.9"),
        await from("2001:db8::7"),
        await from("::ffff:203.0.113.9"),
        await from("198.51.100.1"),
      ],
      [200, 200, 200, 401],
    );
    assert.match(say(await ask(site, secret, "/api/v1/tickets")), /does not work from 198\.51\.100\.1/);
    // What the client itself claims of its address counts for nothing without a trusted proxy.
    const forged = await ask(site, secret, "/api/v1/tickets", { headers: { "x-forwarded-for": "203.0.113.9" } });
    assert.equal(forged.status, 401);
  }),
);

Deno.test(
  "a key opens no page, no portal of outsiders, and nothing that is its owner's own",
  with_key_site(async ({ site, key }) => {
    const { secret } = await key({ scopes: ["*"] });
    for (const path of ["/admin/tickets", "/admin", "/portal", "/ws", "/admin/api-keys"]) {
      const by_bearer = await ask(site, secret, path, { headers: { accept: "text/html" } });
      assert.equal(by_bearer.status, 401, path);
      assert.ok(
        !by_bearer.headers.has("set-cookie") || !/access|refresh/.test(by_bearer.headers.get("set-cookie") ?? ""),
      );
      const by_header = await ask(site, secret, path, { by: "header", headers: { accept: "text/html" } });
      assert.ok([303, 400, 401, 403, 426].includes(by_header.status), `${path} ${by_header.status}`);
    }
    const own = all_endpoints.filter((endpoint) => endpoint.permission === "signed-in" && !endpoint.keys);
    assert.ok(own.length > 8);
    for (const { method, path } of own) {
      const answer = await ask(site, secret, `/api/v1${path.replaceAll(/\{\w+\}/g, crypto.randomUUID())}`, {
        method,
        ...(method === "GET" || method === "DELETE" ? {} : { json: {} }),
      });
      assert.equal(answer.status, 403, `${method} ${path}: ${answer.text}`);
      assert.match(say(answer), /an API key cannot call it/);
    }
    for (
      const { method, path } of all_endpoints.filter(({ permission }) => /^(portal|reseller|vendor):/.test(permission))
    ) {
      const answer = await ask(site, secret, `/api/v1${path.replaceAll(/\{\w+\}/g, crypto.randomUUID())}`, {
        method,
        ...(method === "GET" || method === "DELETE" ? {} : { json: {} }),
      });
      assert.equal(answer.status, 404, `${method} ${path}: ${answer.text}`);
    }
  }),
);

Deno.test(
  "a customer's token, two ways in at once and cookies beside a key are judged plainly",
  with_key_site(async ({ site, token, key }) => {
    const { secret } = await key();
    const both = await ask(site, secret, "/api/v1/tickets", {
      by: "header",
      headers: { authorization: `Bearer ${token}` },
    });
    assert.equal(both.status, 400);
    assert.match(say(both), /Send one of them/);
    // A browser's cookies change nothing: not who acts, and no CSRF token is asked where no cookie let anybody in.
    const browser = site.browser();
    await (await browser.sign_in("ada@omni.example", "a lamp in every window")).body?.cancel();
    assert.ok(browser.cookies.has("__Host-omni_access_admin"));
    const answer = await browser.ask("/api/v1/subscribers", {
      headers: { "x-api-key": secret, accept: "application/json" },
    });
    assert.equal(answer.status, 403, "the cookie would have been let in");
    await answer.body?.cancel();
    const written = await browser.ask("/api/v1/tickets", {
      method: "POST",
      json: { subject: "x" },
      headers: { "x-api-key": secret },
    });
    assert.match(await written.text(), /tickets:create/);
  }),
);

Deno.test(
  "another replica refuses a revoked key within a second, although it had let it in",
  with_key_site(async ({ site, actor, key }) => {
    const { secret, id } = await key();
    const db = connect({ address: site.it.url, max: 2 });
    const far = await open_gate(platform_on(db, { now: site.clock.now }));
    try {
      const seen = () => far.keys.enter(secret, null).then((found) => found.label, (error: Error) => error.message);
      assert.equal(await seen(), "ERP");
      await site.platform.transaction(actor, (tx) => revoke_key(tx, id));
      await wait_for("the other replica has heard of it", async () => /revoked/.test(await seen()), {
        within: 1_000,
        every: 20,
      });
    } finally {
      await far.close();
      await db.close();
    }
  }),
);

Deno.test(
  "each key has a limit of its own, told in standard headers, whatever address it comes from",
  with_key_site(async ({ site, key }) => {
    await site.it.sql`insert into domain_settings (domain, key, value) values ('access', 'rate_per_key', '40')`;
    await site.gate.limits.flush();
    const [one, other] = [await key(), await key({ name: "Other" })];
    const statuses: number[] = [];
    let last: Told | null = null;
    for (let nth = 0; nth < 42; nth++) {
      last = await ask(site, one.secret, "/api/v1/tickets", { ip: `198.51.100.${nth}` });
      statuses.push(last.status);
    }
    assert.deepEqual(statuses, [...Array(40).fill(200), 429, 429]);
    assert.equal(last?.headers.get("ratelimit-limit"), "40");
    assert.equal(last?.headers.get("ratelimit-remaining"), "0");
    assert.ok(Number(last?.headers.get("ratelimit-reset")) >= 1);
    assert.ok(Number(last?.headers.get("retry-after")) >= 1);
    const fresh = await ask(site, other.secret, "/api/v1/tickets");
    assert.deepEqual([fresh.status, fresh.headers.get("ratelimit-remaining")], [200, "39"]);
  }),
);

Deno.test(
  "guessing keys from one address is stopped before anything is looked up",
  with_key_site(async ({ site, key }) => {
    await site.it.sql`insert into domain_settings (domain, key, value) values ('access', 'rate_refused', '30')`;
    await site.gate.limits.flush();
    const statuses: number[] = [];
    for (let nth = 0; nth < 32; nth++) {
      statuses.push((await ask(site, new_key_secret(), "/api/v1/tickets", { by: "header" })).status);
    }
    assert.deepEqual(statuses.slice(-2), [429, 429]);
    const { secret } = await key();
    assert.equal((await ask(site, secret, "/api/v1/tickets")).status, 429, "that address waits");
    assert.equal((await ask(site, secret, "/api/v1/tickets", { ip: "203.0.113.5" })).status, 200);
  }),
);

Deno.test(
  "a request with a key that is remembered asks the database nothing about the key",
  with_key_site(async ({ site, key }) => {
    const heard: string[] = [];
    const unlisten = await site.platform.db.bus.listen("omni_access", (what) => void heard.push(what), () => {});
    const { secret, id } = await key();
    // The news of its making goes round to this replica too, and would make it forget.
    await wait_for("the news is over", () => heard.includes(id), { within: 5_000, every: 10 });
    assert.equal((await ask(site, secret, "/api/v1/auth/me")).status, 200);
    await site.it.sql`alter table api_key_secrets rename to hidden_secrets`;
    for (let nth = 0; nth < 20; nth++) assert.equal((await ask(site, secret, "/api/v1/auth/me")).status, 200);
    await site.it.sql`alter table hidden_secrets rename to api_key_secrets`;
    await site.gate.keys.uses.flush();
    const [row] = await site.it.sql<{ requests: number }[]>`select sum(requests)::int as requests from api_key_uses`;
    assert.equal(row?.requests, 21, "and no use is lost");
    await unlisten();
  }),
);

Deno.test(
  "whatever is sent as a key is answered with 400 or 401, never with 500, and lets nobody in",
  with_key_site(async ({ site, key }) => {
    const { secret } = await key();
    await site.it
      .sql`insert into domain_settings (domain, key, value) values ('access', 'rate_refused', '1000000'), ('access', 'rate_per_address', '1000000')`;
    await site.gate.limits.flush();
    const visible = fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)) });
    const mutated = fc.tuple(fc.nat(secret.length - 1), visible).map(([at, text]) =>
      secret.slice(0, at) + text + secret.slice(at + 1)
    );
    const sent = fc.oneof(visible, visible.map((text) => `omni_key_${text}`), mutated);
    await fc.assert(
      fc.asyncProperty(sent, fc.constantFrom("header", "bearer"), async (text, by) => {
        fc.pre(text !== secret && text !== "");
        const value = by === "header" ? text : `omni_key_${text}`;
        const answer = await ask(site, value, "/api/v1/tickets", { by: by === "header" ? "header" : "bearer" });
        assert.ok([400, 401].includes(answer.status), `${answer.status} for ${JSON.stringify(value)}`);
        assert.ok(!answer.text.includes(secret.slice(15)));
      }),
      { numRuns: 300 },
    );
  }),
);
