import assert from "node:assert/strict";
import { App, cors, csp, csrf, trailingSlashes } from "fresh";

const ok = () => new Response("ok");
const send = (app: App, path: string, headers: Record<string, string> = {}, method = "GET") =>
  app.handler()(new Request(`http://localhost${path}`, { method, headers }));

Deno.test("csrf() refuses state changes from foreign origins only", async () => {
  const app = new App().use(csrf()).all("/", ok);
  const status = async (headers: Record<string, string>, method = "POST") =>
    (await send(app, "/", headers, method)).status;
  assert.equal(await status({ "sec-fetch-site": "same-origin" }), 200);
  assert.equal(await status({ "sec-fetch-site": "none" }), 200);
  assert.equal(await status({ "sec-fetch-site": "cross-site" }), 403);
  assert.equal(await status({ "sec-fetch-site": "same-site" }), 403);
  assert.equal(await status({ origin: "http://localhost" }), 200);
  assert.equal(await status({ origin: "https://evil.example" }), 403);
  assert.equal(await status({ origin: "null" }, "DELETE"), 403);
  assert.equal(await status({ "sec-fetch-site": "cross-site" }, "GET"), 200);
});

Deno.test("csrf() accepts the origins it is given: one, several, or by a test", async () => {
  for (
    const origin of [
      "https://a.example",
      ["https://b.example", "https://a.example"],
      (origin: string) => origin.startsWith("https://a."),
    ]
  ) {
    const app = new App().use(csrf({ origin })).post("/", ok);
    assert.equal(
      (await send(app, "/", { origin: "https://a.example", "sec-fetch-site": "cross-site" }, "POST")).status,
      200,
    );
    assert.equal(
      (await send(app, "/", { origin: "https://c.example", "sec-fetch-site": "cross-site" }, "POST")).status,
      403,
    );
  }
});

Deno.test("cors() answers preflights and marks responses", async () => {
  const app = new App().use(
    cors({
      origin: "http://example.com",
      allowHeaders: ["X-Custom-Header"],
      allowMethods: ["POST", "GET"],
      exposeHeaders: ["Content-Length"],
      maxAge: 600,
      credentials: true,
    }),
  ).get("/", ok);
  const preflight = await send(app, "/", { origin: "http://example.com" }, "OPTIONS");
  assert.equal(preflight.status, 204);
  assert.deepEqual(
    ["origin", "methods", "headers", "credentials"].map((name) =>
      preflight.headers.get(`access-control-allow-${name}`)
    ),
    ["http://example.com", "POST,GET", "X-Custom-Header", "true"],
  );
  assert.equal(preflight.headers.get("access-control-max-age"), "600");
  const answer = await send(app, "/", { origin: "http://example.com" });
  assert.equal(answer.headers.get("access-control-expose-headers"), "Content-Length");
  assert.equal(answer.headers.get("vary"), "Origin");
});

Deno.test("cors() with a list allows only the origins in it", async () => {
  const app = new App().use(cors({ origin: ["https://a.example"] })).get("/", ok);
  assert.equal(
    (await send(app, "/", { origin: "https://a.example" })).headers.get("access-control-allow-origin"),
    "https://a.example",
  );
  assert.equal(
    (await send(app, "/", { origin: "https://b.example" })).headers.get("access-control-allow-origin"),
    null,
  );
});

Deno.test("csp() lets a directive replace the default of its name, and reports where it is told", async () => {
  const app = new App().use(
    csp({ reportOnly: true, reportTo: "/api/csp-reports", csp: ["script-src 'self' https://example.com"] }),
  ).get("/", ok);
  const response = await send(app, "/");
  const policy = response.headers.get("content-security-policy-report-only") ?? "";
  assert.match(policy, /script-src 'self' https:\/\/example\.com; /);
  assert.match(policy, /report-uri \/api\/csp-reports/);
  assert.equal(response.headers.get("reporting-endpoints"), 'csp-endpoint="/api/csp-reports"');
  assert.equal(response.headers.get("content-security-policy"), null);
});

Deno.test("trailingSlashes() redirects permanently and keeps the query", async () => {
  const never = new App().use(trailingSlashes("never")).get("/about", ok).get("/", ok);
  const moved = await send(never, "/about/?a=1");
  assert.deepEqual([moved.status, moved.headers.get("location")], [308, "/about?a=1"]);
  assert.equal((await send(never, "/")).status, 200);
  const always = new App().use(trailingSlashes("always")).get("/about/", ok);
  assert.equal((await send(always, "/about")).headers.get("location"), "/about/");
});
