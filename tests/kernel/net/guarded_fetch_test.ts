import assert from "node:assert/strict";
import { FetchError, guarded_fetch } from "~/domain/kernel/net/guarded_fetch.ts";

const local = { guard: { allow_private: true } };

/** A server that answers by path, and counts. */
function server() {
  const asked: string[] = [];
  const hung = Promise.withResolvers<void>();
  const served = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const { pathname } = new URL(request.url);
    asked.push(
      `${request.method} ${pathname} ${request.headers.get("content-type") ?? ""} ${await request.text()}`.trim(),
    );
    if (pathname === "/hang") await hung.promise;
    if (pathname === "/away") return new Response(null, { status: 302, headers: { location: "http://127.0.0.1:1/" } });
    if (pathname === "/long") return new Response("x".repeat(10_000));
    if (pathname === "/nothing") return new Response(null, { status: 204 });
    return Response.json({ ok: true }, { status: pathname === "/bad" ? 400 : 200 });
  });
  return {
    url: `http://127.0.0.1:${served.addr.port}`,
    asked,
    async [Symbol.asyncDispose]() {
      hung.resolve();
      await served.shutdown();
    },
  };
}

const fails = (kind: FetchError["kind"], words: RegExp) => (error: unknown) => {
  assert.ok(error instanceof FetchError, String(error));
  assert.equal(error.kind, kind);
  assert.match(error.message, words);
  return true;
};

Deno.test("guarded_fetch() sends method, headers and body, and gives what came back", async () => {
  await using it = server();
  const fetch = guarded_fetch(local);
  assert.deepEqual(await (await fetch(`${it.url}/ok`)).json(), { ok: true });
  const form = new URLSearchParams({ code: "ä&=" });
  const answer = await fetch(`${it.url}/bad`, {
    method: "POST",
    headers: new Headers({ "content-type": "application/x-www-form-urlencoded" }),
    body: form,
  });
  assert.deepEqual([answer.status, answer.ok, await answer.json()], [400, false, { ok: true }]);
  assert.equal((await fetch(`${it.url}/nothing`)).status, 204);
  assert.equal(it.asked[1], "POST /bad application/x-www-form-urlencoded code=%C3%A4%26%3D");
});

Deno.test("guarded_fetch() refuses private addresses by name, number and resolution, and asks nothing", async () => {
  await using it = server();
  const closed = guarded_fetch();
  await assert.rejects(closed(it.url), fails("refused", /https/));
  await assert.rejects(closed(it.url.replace("http:", "https:")), fails("refused", /private network/));
  const lied_to = guarded_fetch({ guard: { resolve: () => Promise.resolve(["10.0.0.7"]) } });
  await assert.rejects(lied_to("https://id.example.com/jwks"), fails("refused", /private network/));
  const metadata = guarded_fetch(local);
  await assert.rejects(metadata("http://169.254.169.254/latest"), fails("refused", /private network/));
  assert.deepEqual(it.asked, []);
});

Deno.test("guarded_fetch() connects to the address that was judged, and asks no name server again", async () => {
  await using it = server();
  let lookups = 0;
  const fetch = guarded_fetch({
    guard: {
      allow_private: true,
      resolve: () => Promise.resolve(lookups++ === 0 ? ["127.0.0.1"] : ["203.0.113.1"]),
    },
  });
  assert.ok((await fetch(`${it.url.replace("127.0.0.1", "id.example.test")}/ok`)).ok);
  assert.equal(lookups, 1);
});

Deno.test("guarded_fetch() follows no redirect, and is bounded in size and time", async () => {
  await using it = server();
  assert.equal((await guarded_fetch(local)(`${it.url}/away`)).status, 302);
  await assert.rejects(
    guarded_fetch({ ...local, max_bytes: 5_000 })(`${it.url}/long`),
    fails("too_large", /more than/),
  );
  await assert.rejects(
    guarded_fetch({ ...local, timeout_ms: 50 })(`${it.url}/hang`),
    fails("timeout", /did not answer/),
  );
  await assert.rejects(guarded_fetch(local)("http://127.0.0.1:1/"), fails("unreachable", /failed/));
});
