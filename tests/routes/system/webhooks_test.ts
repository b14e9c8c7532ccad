import assert from "node:assert/strict";
import { wait_for } from "~/tests/support/wait_for.ts";
import { webhook_receiver } from "~/tests/support/webhook_receiver.ts";
import { serve, type TestBrowser, words } from "./served.ts";

const secret_of = (html: string): string | undefined => /id="webhook-secret"[^>]*>(whsec_[\w+/=]+)</.exec(html)?.[1];

async function create(browser: TestBrowser, url: string): Promise<{ page: string; secret: string }> {
  const made = await browser.post("/admin/webhook-endpoints/new", {
    name: "ERP",
    url,
    event_types: ["ticket.*", "subscriber.created"],
  });
  assert.equal(made.status, 303, words(made.text).slice(0, 600));
  const shown = await browser.get(made.location);
  const secret = secret_of(shown.text);
  assert.ok(secret, "the page after creation tells the secret");
  return { page: made.location.replace(/\/secret$/, ""), secret };
}

Deno.test("a new webhook's secret is shown once, to the browser that made it, and signs what is sent", async () => {
  await using served = await serve({ ALLOW_PRIVATE_WEBHOOKS: "true" });
  await using receiver = webhook_receiver();
  const browser = await served.browser("administrator");
  const { page, secret } = await create(browser, receiver.url);

  for (const path of [`${page}/secret`, page, `${page}/edit`, "/admin/webhook-endpoints", "/admin/events"]) {
    const seen = await browser.get(path);
    assert.equal(seen.status, 200, path);
    assert.ok(!seen.text.includes(secret), `${path} tells it no more`);
  }
  const other = await served.browser("administrator");
  assert.equal(secret_of((await other.get(`${page}/secret`)).text), undefined);

  await browser.post(page, { action: "ping" });
  const [hook] = await receiver.received(1);
  assert.match(JSON.stringify(hook?.verified(secret)), /"type":"webhook_endpoint\.ping"/);
  const log = await wait_for("the log tells of the delivery", async () => {
    const said = words((await browser.get(page)).text);
    return /webhook_endpoint\.ping Delivered answered 204/.test(said) ? said : null;
  });
  assert.match(log, /Attempt 1 204 \d+ ms/);
  assert.match(words((await browser.get("/admin/webhook-endpoints")).text), /Sending 1 delivered · 0 failed/);
});

Deno.test("a replaced secret is shown once too, and both sign for as long as was chosen", async () => {
  await using served = await serve({ ALLOW_PRIVATE_WEBHOOKS: "true" });
  await using receiver = webhook_receiver();
  const browser = await served.browser("administrator");
  const { page, secret } = await create(browser, receiver.url);
  const rotated = await browser.post(page, { action: "rotate", overlap_hours: "1" });
  assert.equal(rotated.location, `${page}/secret`);
  const fresh = secret_of((await browser.get(rotated.location)).text);
  assert.ok(fresh && fresh !== secret);
  assert.equal(secret_of((await browser.get(rotated.location)).text), undefined);
  await browser.post(page, { action: "ping" });
  const [hook] = await receiver.received(1);
  assert.ok(hook?.verified(secret) && hook.verified(fresh));
});

Deno.test("an address inside a private network is refused at its field, and nothing typed is lost", async () => {
  await using served = await serve({ ALLOW_PRIVATE_WEBHOOKS: "false" });
  const browser = await served.browser("administrator");
  for (const url of ["https://127.0.0.1/hook", "https://10.1.2.3/", "http://example.com/"]) {
    const refused = await browser.post("/admin/webhook-endpoints/new", {
      name: "Inside",
      url,
      event_types: ["ticket.*"],
    });
    assert.equal(refused.status, 422, url);
    assert.match(refused.text, /id="f-url-error"/);
    assert.match(refused.text, /href="#f-url"/);
    assert.match(refused.text, /value="Inside"/);
    assert.match(refused.text, /<input[^>]*value="ticket\.\*"[^>]*checked/);
  }
  const none = await browser.post("/admin/webhook-endpoints/new", { name: "No types", url: "https://example.com/in" });
  assert.equal(none.status, 422);
  assert.match(words(none.text), /Events to send: Choose at least one type/);
});

Deno.test("deliveries that failed are seen with the answer and sent again, one or all", async () => {
  await using served = await serve({ ALLOW_PRIVATE_WEBHOOKS: "true" });
  await using receiver = webhook_receiver();
  const browser = await served.browser("administrator");
  const { page } = await create(browser, receiver.url);
  receiver.answer(1, { status: 410, body: "gone fishing" });
  await browser.post(page, { action: "ping" });
  const said = await wait_for("the endpoint is paused by the answer 410", async () => {
    const text = words((await browser.get(page)).text);
    return /410 Gone/.test(text) && /Paused/.test(text) ? text : null;
  });
  assert.match(said, /Failed answered 410/);
  assert.match(said, /gone fishing/);

  assert.equal((await browser.post(page, { action: "ping" })).status, 409, "a paused endpoint takes no test");
  await browser.post(page, { action: "resume" });
  await browser.post(page, { action: "replay_failed" });
  await receiver.received(2);
  await wait_for("it is delivered", async () => /Delivered answered 204/.test(words((await browser.get(page)).text)));

  const id = /name="delivery_id" value="([^"]+)"|value="([^"]+)"[^>]*name="delivery_id"/.exec(
    (await browser.get(page)).text,
  );
  await browser.post(page, { action: "replay", delivery_id: id?.[1] ?? id?.[2] ?? "" });
  const hooks = await receiver.received(3);
  assert.equal(new Set(hooks.map((hook) => hook.headers.get("webhook-id"))).size, 1, "the same webhook-id each time");
});

Deno.test("an auditor reads webhooks and changes none", async () => {
  await using served = await serve({ ALLOW_PRIVATE_WEBHOOKS: "true" });
  const { page } = await create(await served.browser("administrator"), "http://127.0.0.1:9/in");
  const auditor = await served.browser("auditor");
  const seen = await auditor.get(page);
  assert.equal(seen.status, 200);
  assert.match(words(seen.text), /It takes the permission webhooks:update/);
  assert.equal((await auditor.get("/admin/webhook-endpoints/new")).status, 403);
  for (const action of ["pause", "ping", "rotate", "delete", "replay_failed"]) {
    assert.equal((await auditor.post(page, { action })).status, 403, action);
  }
  const agent = await served.browser("agent");
  for (const path of ["/admin/webhook-endpoints", page, `${page}/secret`]) {
    assert.equal((await agent.get(path)).status, 403, path);
  }
});
