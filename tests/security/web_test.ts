/** The shipped server, walked address by address: headers, policies, markup, and what a hostile client sends. */
import assert from "node:assert/strict";
import postgres from "postgres";
import { client_with, photo } from "../e2e/support/client.ts";
import { start_server, type TestServer } from "../e2e/support/server.ts";
import { test_server } from "../support/postgres_server.ts";
import { wait_for } from "../support/wait_for.ts";
import { page_addresses, page_problems, token_for } from "./pages.ts";

const administrator = "nneka@omni.example";

/** Each request from an address of its own: refused tokens of one address would soon lock it, and that is tested elsewhere. */
let requests = 0;
const from_somewhere = () => ({ "x-forwarded-for": `198.51.${(++requests >> 8) & 255}.${requests & 255}` });

async function open(
  server: TestServer,
  path: string,
  token: string | null,
  init: RequestInit = {},
): Promise<{ answer: Response; body: string }> {
  const answer = await fetch(`${server.url}${path}`, {
    redirect: "manual",
    ...init,
    headers: {
      accept: "text/html",
      ...from_somewhere(),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...init.headers,
    },
  });
  return { answer, body: await answer.text() };
}

/** An answer to bytes that no honest client would send. */
async function raw(server: TestServer, text: string): Promise<string> {
  const { hostname, port } = new URL(server.url);
  using socket = await Deno.connect({ hostname, port: Number(port) });
  await socket.write(new TextEncoder().encode(text));
  const chunks: string[] = [];
  const decoder = new TextDecoder();
  for await (const chunk of socket.readable) chunks.push(decoder.decode(chunk, { stream: true }));
  return chunks.join("");
}
const get = (path: string, ...headers: string[]) =>
  [
    `GET ${path} HTTP/1.1`,
    ...(headers.some((one) => one.startsWith("Host:")) ? [] : ["Host: localhost"]),
    ...headers,
    "Connection: close",
    "",
    "",
  ].join("\r\n");

Deno.test("the web is hardened", async (test) => {
  await using server = await start_server({ ALLOW_PRIVATE_WEBHOOKS: "false", TRUSTED_PROXIES: "1" });
  const { sql } = server.database;
  const staff = await token_for(server, administrator, "admin");
  const customer = await token_for(server, "hassan@example.net", "portal");
  const api = client_with(server.url, staff);
  const [subscriber] = await sql<
    { id: string }[]
  >`insert into subscribers (name, status) values ('<img src=x onerror=alert(1)> & "quoted"', 'active') returning id`;
  const subscriber_id = subscriber?.id ?? "";
  await sql`insert into subscriber_people (subscriber_id, person_id, role) values (${subscriber_id}, ${
    server.accounts.get("hassan@example.net") ?? ""
  }, 'owner')`;
  const ticket = await api.call("POST", "/tickets", {
    subscriber_id,
    subject: "<script>alert(1)</script>",
    description: "javascript:alert(1) <b onclick=x>",
    channel: "phone",
  });

  await test.step("every page of staff has all headers, a nonce, and nothing inline", async () => {
    const problems: string[] = [];
    let shown = 0;
    for (const path of await page_addresses(server)) {
      const { answer, body } = await open(server, path, staff);
      problems.push(...page_problems(path, answer, body));
      if (answer.status >= 500) problems.push(`${path} answers ${answer.status}`);
      if (answer.status === 200 && body.includes("</html>")) shown += 1;
    }
    assert.deepEqual(problems, []);
    assert.ok(shown > 40, `only ${shown} pages were shown`);
  });

  await test.step("every page as a customer and as nobody is as strict, and the workplace stays closed", async () => {
    const problems: string[] = [];
    for (const path of await page_addresses(server)) {
      for (const token of [customer, null]) {
        // The customer's token belongs to the portal; elsewhere it is refused, which is a page as well.
        const { answer, body } = await open(server, path, token);
        problems.push(...page_problems(path, answer, body));
        if (path.startsWith("/admin") && answer.status === 200) {
          problems.push(`${path} opens for ${token ? "a customer" : "nobody"}`);
        }
      }
    }
    assert.deepEqual(problems, []);
  });

  await test.step("files, health checks and JSON carry the headers too", async () => {
    for (
      const path of [
        "/favicon.svg",
        "/styles.css",
        "/fonts/outfit.woff2",
        "/healthz",
        "/readyz",
        "/api/v1/openapi.json",
        "/api/v1/tickets",
        "/api/v1/nothing",
      ]
    ) {
      const { answer } = await open(server, path, null, { headers: { accept: "*/*" } });
      assert.equal(answer.headers.get("x-content-type-options"), "nosniff", path);
      assert.equal(answer.headers.get("cross-origin-resource-policy"), "same-origin", path);
      if (answer.headers.get("content-type")?.includes("json")) {
        assert.match(answer.headers.get("content-security-policy") ?? "", /default-src 'none'/, path);
      }
    }
  });

  await test.step("what people typed is text on every page", async () => {
    for (
      const path of [
        `/admin/subscribers/${subscriber_id}`,
        `/admin/tickets/${ticket.id}`,
        "/admin/tickets",
        "/admin/subscribers",
        "/admin/audit-events",
      ]
    ) {
      const { answer, body } = await open(server, path, staff);
      if (answer.status === 404) continue; // not every page is there in every build
      assert.equal(answer.status, 200, path);
      assert.match(body, /&lt;(script|img)|TKT-/, path);
      assert.ok(!body.includes("<script>alert(1)") && !body.includes("<img src=x"), path);
    }
  });

  await test.step("refusals are as strict: 401, 403, 404, 405, 413 and 422", async () => {
    const agent = await token_for(server, "ada@omni.example", "admin");
    const cases: [number, string, string | null, RequestInit?][] = [
      [404, "/nowhere", null],
      [404, "/admin/nothing-like-it", staff],
      [403, "/admin/settings", agent],
      [403, "/admin/audit-events", agent],
      [422, "/admin/tickets?order_by=nothing", staff],
      [403, "/auth/sign-in", null, {
        method: "POST",
        body: new URLSearchParams({ username: "x" }),
        headers: { cookie: "omni_csrf=forged" },
      }],
    ];
    for (const [status, path, token, init] of cases) {
      const { answer, body } = await open(server, path, token, init);
      assert.equal(answer.status, status, `${path}: ${body.slice(0, 300)}`);
      assert.deepEqual(page_problems(path, answer, body), []);
    }
  });

  await test.step("an uploaded file is served as a file, whatever it says it is", async () => {
    const form = new FormData();
    form.append("files", photo('../../../etc/pass\r\nwd"; x=.png'));
    const added = await api.raw("POST", `/tickets/${ticket.id}/attachments`, { body: form });
    const text = await added.text();
    assert.ok(added.ok, text);
    const [file] = await sql<{ id: string }[]>`select id from attachments order by created_at desc limit 1`;
    for (const path of [`/api/v1/attachments/${file?.id}/content`, `/admin/files/${file?.id}?download`]) {
      const { answer } = await open(server, path, staff);
      if (answer.status === 404) continue; // the page is not there in every build
      assert.equal(answer.headers.get("x-content-type-options"), "nosniff", path);
      assert.match(answer.headers.get("content-security-policy") ?? "", /default-src 'none'.*sandbox/, path);
      assert.doesNotMatch(answer.headers.get("content-disposition") ?? "", /\.\.|\/|[\r\n]/, path);
    }
    const page = new FormData();
    page.append("files", new File(["<html><script>alert(1)</script></html>"], "picture.png", { type: "image/png" }));
    const refused = await api.raw("POST", `/tickets/${ticket.id}/attachments`, { body: page });
    await refused.body?.cancel();
    assert.ok([415, 422].includes(refused.status), `a page under the name of a picture: ${refused.status}`);
  });

  await test.step("no address leads to a file outside the static folder", async () => {
    const paths = [
      "/../deno.json",
      "/static/../deno.json",
      "/..%2fdeno.json",
      "/%2e%2e/%2e%2e/etc/passwd",
      "/..%5cdeno.json",
      "/fonts/..%2f..%2fdeno.json",
      "/.env",
      "/.git/config",
      "/deno.json",
      "/_fresh/server.js",
      "/admin/files/..%2f..%2fsecret.key",
      "/%00",
      "/styles.css%00.png",
      "/etc/passwd",
      "//etc/passwd",
      "/fonts/",
    ];
    for (const path of paths) {
      const answer = await raw(server, get(path));
      assert.match(answer, /^HTTP\/1\.1 (30[1378]|4\d\d)/, `${path}: ${answer.slice(0, 200)}`);
      assert.doesNotMatch(answer, /"imports"|root:x:|ENCRYPTION_KEYS=|\[core\]/, path);
    }
  });

  await test.step("a forged host or forwarded header turns up in no link and no redirect", async () => {
    for (const path of ["/", "/admin", "/auth/sign-in", "/auth/forgot", "/nowhere"]) {
      const answer = await raw(
        server,
        get(
          path,
          "Host: evil.example",
          "X-Forwarded-Host: evil.example",
          "X-Forwarded-For: 203.0.113.9",
          "X-Original-URL: /admin/settings",
          "X-Rewrite-URL: /admin/settings",
        ),
      );
      assert.doesNotMatch(answer, /evil\.example/, path);
    }
  });

  await test.step("headers cannot be injected or smuggled", async () => {
    const reflected = await raw(server, get("/nowhere", "X-Request-Id: abc\tdef<script>"));
    assert.doesNotMatch(reflected, /abc\tdef/);
    const redirected = await raw(server, get("/admin%0d%0aSet-Cookie:%20planted=1"));
    assert.doesNotMatch(redirected, /^set-cookie: planted/im);
    const next = await raw(server, get("/auth/sign-in?next=%2Fadmin%0d%0aSet-Cookie%3A%20planted%3D1"));
    assert.doesNotMatch(next, /^set-cookie: planted/im);
    const smuggled = await raw(
      server,
      "POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
    );
    assert.equal(smuggled.match(/^HTTP\/1\.1 /gm)?.length ?? 0, 1, "one request, one answer");
    for (const method of ["TRACE", "CONNECT", "DEBUG"]) {
      assert.doesNotMatch(await raw(server, get("/admin").replace("GET", method)), /^HTTP\/1\.1 200/, method);
    }
  });

  await test.step("oversized and deeply nested JSON is refused plainly", async () => {
    const send = async (body: BodyInit) => {
      const answer = await api.raw("POST", "/tickets", { body, headers: { "content-type": "application/json" } });
      return { status: answer.status, text: await answer.text() };
    };
    const deep = (levels: number) => `{"subject":"x","metadata":${'{"a":'.repeat(levels)}1${"}".repeat(levels)}}`;
    for (const body of [deep(64), deep(20_000), `{"metadata":${"[".repeat(20_000)}${"]".repeat(20_000)}}`]) {
      const { status, text } = await send(body);
      assert.ok([400, 413, 422].includes(status), `${status} ${text.slice(0, 200)}`);
    }
    assert.equal((await send(JSON.stringify({ subject: "x".repeat(2 * 1024 * 1024) }))).status, 413);
    const endless = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start(controller) {
        for (let nth = 0; nth < 24; nth++) controller.enqueue(new TextEncoder().encode("x".repeat(64 * 1024)));
        controller.close();
      },
    });
    assert.equal((await send(endless)).status, 413, "without a length");
    for (const body of ["{", '{"__proto__":{"is_admin":true},"constructor":{}}', '"text"', "null", "[]", "\u0000"]) {
      const { status, text } = await send(body);
      assert.ok([400, 422].includes(status), `${body}: ${status}`);
      assert.doesNotMatch(text, /\bat \w+ \(|SyntaxError|file:\/\//);
    }
  });

  await test.step("webhook addresses inside a network are refused in every spelling", async () => {
    const hosts = [
      "127.0.0.1",
      "2130706433",
      "0177.0.0.1",
      "0x7f.1",
      "127.1",
      "10.0.0.1",
      "192.168.1.1",
      "169.254.169.254",
      "100.64.0.1",
      "0.0.0.0",
      "[::1]",
      "[::ffff:127.0.0.1]",
      "[::ffff:a00:1]",
      "[fe80::1]",
      "[fc00::1]",
      "[64:ff9b::7f00:1]",
      "①②⑦.0.0.1",
    ];
    const urls = [
      ...hosts.map((host) => `https://${host}/hook`),
      "http://hook.example.org/",
      "https://user:secret@hook.example.org/",
      "file:///etc/passwd",
      "gopher://hook.example.org/",
      "https://",
    ];
    for (const url of urls) {
      const refused = await api.call("POST", "/webhook-endpoints", { name: "Inside", url }, 422);
      assert.equal(refused.details[0]?.field, "url", `${url}: ${JSON.stringify(refused)}`);
      assert.doesNotMatch(JSON.stringify(refused), /user:secret/);
    }
  });

  await test.step("support acts as a customer: banner and way out on every page of the portal, and no change", async () => {
    const act = `/admin/subscribers/${subscriber_id}/act-as`;
    const form = (fields: Record<string, string>) => ({ method: "POST", body: new URLSearchParams(fields) });
    const asked = await open(server, act, staff);
    assert.equal(asked.answer.status, 200, asked.body.slice(0, 300));
    assert.deepEqual(page_problems(act, asked.answer, asked.body), []);
    const person_id = server.accounts.get("hassan@example.net") ?? "";
    const refused = await open(server, act, staff, form({ person_id, reason: "because", minutes: "90" }));
    assert.equal(refused.answer.status, 422);
    assert.match(refused.body, /minutes/);
    const begun = await open(
      server,
      act,
      staff,
      form({ person_id, reason: "TKT-000001: what does the customer see?", minutes: "5" }),
    );
    assert.equal(begun.answer.status, 303, begun.body.slice(0, 400));
    const session = begun.answer.headers.getSetCookie().map((one) => one.split(";")[0]).filter((one) =>
      one?.startsWith("omni_")
    ).join("; ");

    const seen = await open(server, "/portal", null, { headers: { cookie: session } });
    assert.match(seen.body, /Nneka Adeyemi acts as Hassan Eze/);
    assert.match(seen.body, /Looking only/);
    assert.deepEqual(page_problems("/portal", seen.answer, seen.body), []);
    const page = await open(server, "/auth/sign-in", null); // a browser has the token from any page that it saw
    const csrf =
      page.answer.headers.getSetCookie().map((one) => /^(?:__Host-)?omni_csrf=([^;]+)/.exec(one)?.[1]).find(Boolean) ??
        "";
    const cookie = `${session}; omni_csrf=${csrf}`;
    const written = await fetch(`${server.url}/api/v1/portal/tickets`, {
      method: "POST",
      headers: { cookie, "x-csrf-token": csrf, "content-type": "application/json" },
      body: JSON.stringify({ subscriber_id, subject: "In the customer's name", description: "Not wanted" }),
    });
    const refusal = await written.text();
    assert.equal(written.status, 403, refusal);
    assert.match(refusal, /may only look/);

    const ended = await open(server, "/portal/auth/end-acting", null, {
      ...form({ _csrf_token: csrf }),
      headers: { cookie },
    });
    assert.equal(ended.answer.status, 303, `${cookie}\n${ended.body.slice(0, 3000)}`);
    assert.match(ended.answer.headers.get("location") ?? "", /^\/admin\/subscribers\//);
    const after = await open(server, "/portal", null, { headers: { cookie: session } });
    assert.equal(after.answer.status, 303, "the session has ended");
  });

  await test.step("a failure of ours tells nothing of it: 500", async () => {
    await sql`alter table audit_events rename to audit_events_away`;
    await sql`alter view audit_log rename to audit_log_away`;
    try {
      const { answer, body } = await open(server, "/admin/audit-events", staff);
      assert.equal(answer.status, 500);
      assert.deepEqual(page_problems("/admin/audit-events", answer, body), []);
      assert.doesNotMatch(body, /audit_log|relation|select |\.ts:\d/);
    } finally {
      await sql`alter table audit_events_away rename to audit_events`;
      await sql`alter view audit_log_away rename to audit_log`;
    }
  });

  await test.step("a database that is away is said so, with the same headers: 503", async () => {
    const name = new URL(server.database.url).pathname.slice(1);
    const admin = postgres((await test_server()).url("postgres"), { max: 1 });
    await admin.unsafe(`alter database ${name} with connection limit 0`);
    try {
      await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
      await wait_for(
        "the server notices",
        async () => (await open(server, "/admin/tickets", staff)).answer.status === 503,
      );
      const { answer, body } = await open(server, "/admin/tickets", staff);
      assert.equal(answer.status, 503);
      assert.ok(answer.headers.has("retry-after"));
      assert.deepEqual(page_problems("/admin/tickets", answer, body), []);
    } finally {
      await admin.unsafe(`alter database ${name} with connection limit -1`);
      await admin.end();
    }
  });
});
