import assert from "node:assert/strict";
import { key_pattern } from "~/domain/kernel/crypto/key_form.ts";
import { good_password } from "../../domain/access/world.ts";
import type { Browser } from "../auth/site.ts";
import { ask, username, with_key_site } from "./ready.ts";

const home = "/admin/api-keys";
const shown = (html: string) => /id="api-key-secret"[^>]*>(omni_key_\w+)</.exec(html)?.[1];
const path_of = (answer: Response) => new URL(answer.headers.get("location") ?? "", "https://omni.example").pathname;

async function get(browser: Browser, path: string): Promise<{ status: number; text: string; headers: Headers }> {
  const answer = await browser.ask(path);
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

const with_browser = (
  run: Parameters<typeof with_key_site>[0] extends (ready: infer R) => unknown
    ? (ready: R, browser: Browser) => Promise<void>
    : never,
) =>
  with_key_site(async (ready) => {
    const browser = ready.site.browser();
    await (await browser.sign_in(username, good_password)).body?.cancel();
    await run(ready, browser);
  });

Deno.test(
  "a key made by the form is shown once, on a page of its own, and neither its address nor a reload holds it",
  with_browser(async ({ site }, browser) => {
    const form = await get(browser, `${home}/new`);
    assert.equal(form.status, 200);
    assert.match(form.text, /name="scopes"[^>]*value="tickets:read"|value="tickets:read"[^>]*name="scopes"/);
    assert.ok(!form.text.includes('value="portal:'), "what is of the portals is not offered");
    const made = await browser.send(`${home}/new`, {
      name: "Nightly",
      scopes: "tickets:read",
      expiry: "30",
      allowed_addresses: "198.51.100.0/24\n203.0.113.9",
    });
    assert.equal(made.status, 303);
    const page = path_of(made);
    assert.match(page, /^\/admin\/api-keys\/[\w-]{36}\/secret$/);
    assert.ok(!made.headers.get("location")?.includes("omni_key"));
    const cookie = made.headers.getSetCookie().find((line) => line.startsWith("omni_api_key_secret=")) ?? "";
    assert.match(cookie, /HttpOnly/);
    assert.match(cookie, new RegExp(`Path=${page}`));
    assert.ok(!cookie.includes("omni_key_"), "the cookie is sealed");
    const first = await get(browser, page);
    const secret = shown(first.text) ?? "";
    assert.match(secret, key_pattern);
    assert.match(first.headers.get("cache-control") ?? "", /no-store/);
    assert.equal(shown((await get(browser, page)).text), undefined);
    const api = await ask(site, secret, "/api/v1/api-keys/current");
    assert.equal(api.status, 200, api.text);
    assert.deepEqual(api.body.allowed_addresses, ["198.51.100.0/24", "203.0.113.9"]);
    await site.gate.keys.uses.flush();
    const detail = await get(browser, page.replace("/secret", ""));
    assert.match(detail.text, /Nightly/);
    assert.match(detail.text, /198\.51\.100\.1/, "its use is seen");
    assert.match(detail.text, /created this/);
    assert.ok(!detail.text.includes(secret));
    for (const list of [home, "/admin/account/api-keys"]) assert.match((await get(browser, list)).text, /Nightly/);
  }),
);

Deno.test(
  "a form that is not right comes back with what was typed and what is missing",
  with_browser(async (_ready, browser) => {
    const answer = await browser.send(`${home}/new`, { name: "Nightly", allowed_addresses: "10.0.0.0/8" });
    const html = await answer.text();
    assert.equal(answer.status, 422);
    for (const said of [/Choose at least one/, /Choose when it ends/, /value="Nightly"/, />10\.0\.0\.0\/8</]) {
      assert.match(html, said);
    }
    const beyond = await browser.send(`${home}/new`, {
      name: "N",
      scopes: "tickets:read",
      expiry: "day",
      expires_on: "2099-01-01",
      allowed_addresses: "nowhere",
    });
    const text = await beyond.text();
    assert.equal(beyond.status, 422);
    assert.match(text, /nowhere is no address or range/);
  }),
);

Deno.test(
  "a session of an hour is led to prove itself before the form, not after",
  with_browser(async ({ site, key }, browser) => {
    const { id } = await key();
    site.clock.advance({ minutes: 12 });
    for (const path of [`${home}/new`, `${home}/${id}/edit`, `${home}/${id}/rotate`]) {
      const answer = await browser.ask(path);
      await answer.body?.cancel();
      assert.equal(answer.status, 303, path);
      assert.equal(answer.headers.get("location"), `/auth/step-up?next=${encodeURIComponent(path)}`);
    }
    assert.equal((await get(browser, `${home}/${id}`)).status, 200, "looking asks for nothing");
  }),
);

Deno.test(
  "a key is narrowed, rotated and revoked by forms alone",
  with_browser(async ({ site, key }, browser) => {
    const made = await key({ scopes: ["tickets:*", "people:read"] });
    const page = `${home}/${made.id}`;
    const saved = await browser.send(`${page}/edit`, {
      name: "Less",
      scopes: "people:read",
      expiry: "keep",
      allowed_addresses: "",
    });
    assert.equal(saved.status, 303);
    assert.equal((await ask(site, made.secret, "/api/v1/tickets")).status, 403);
    const rotated = await browser.send(`${page}/rotate`, { grace_hours: "24", expiry: "90" });
    assert.equal(path_of(rotated), `${page}/secret`);
    const secret = shown((await get(browser, `${page}/secret`)).text) ?? "";
    assert.equal((await ask(site, secret, "/api/v1/people")).status, 200);
    assert.match((await get(browser, page)).text, /The old secret still works/);
    assert.equal((await browser.send(page, { action: "end_grace" })).status, 303);
    assert.equal((await ask(site, made.secret, "/api/v1/people")).status, 401);
    assert.equal((await browser.send(page, { action: "revoke", reason: "No longer used" })).status, 303);
    assert.equal((await ask(site, secret, "/api/v1/people")).status, 401);
    const after = await get(browser, page);
    assert.match(after.text, /No longer used/);
    assert.equal((await get(browser, `${page}/edit`)).status, 409, "a revoked key is no more changed");
    assert.match((await get(browser, `${home}?state=revoked`)).text, /Less/);
    assert.ok(!/Less/.test((await get(browser, home)).text));
    assert.equal((await get(browser, `${home}?state=lost`)).status, 422);
  }),
);

Deno.test(
  "whoever may have own keys sees own keys alone; whoever may not has no page of them",
  with_browser(async ({ site, key }) => {
    const boss = await key({ name: "Of the boss" });
    await site.it
      .sql`insert into roles (key, name, audience, permissions) values ('maker', 'Maker', 'admin', '{api-keys:create,tickets:read}')`;
    await site.person("zoe@omni.example", "maker");
    await site.person("abe@omni.example", "agent");
    const [maker, agent] = [site.browser(), site.browser()];
    await (await maker.sign_in("zoe@omni.example", good_password)).body?.cancel();
    await (await agent.sign_in("abe@omni.example", good_password)).body?.cancel();
    const made = await maker.send(`${home}/new`, { name: "Of the maker", scopes: "tickets:read", expiry: "30" });
    assert.equal(made.status, 303);
    for (const path of [home, `${home}?state=all`, "/admin/account/api-keys"]) {
      const list = await get(maker, path);
      assert.equal(list.status, 200);
      assert.match(list.text, /Of the maker/);
      assert.ok(!list.text.includes("Of the boss"));
    }
    const offered = (await get(maker, `${home}/new`)).text;
    assert.ok(!offered.includes("users:manage") && !offered.includes('name="owner_id"'));
    assert.equal((await get(maker, `${home}/${boss.id}`)).status, 404);
    assert.equal((await maker.send(`${home}/${boss.id}`, { action: "revoke" })).status, 404);
    for (
      const path of [
        home,
        `${home}/new`,
        `${home}/${boss.id}`,
        "/admin/account/api-keys",
        `${home}/${boss.id}/history`,
        `${home}/export.csv`,
      ]
    ) {
      assert.equal((await get(agent, path)).status, 403, path);
    }
    assert.ok(!(await get(agent, "/admin/account/sessions")).text.includes("Your API keys"));
    assert.match((await get(maker, "/admin/account/sessions")).text, /Your API keys/);
  }),
);
