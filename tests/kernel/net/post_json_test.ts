import assert from "node:assert/strict";
import { post_json, PostError, type PostFailure, type PostOptions } from "~/domain/kernel/net/post_json.ts";
import { authority, certificate, certificate_key } from "./certificates.ts";

const loopback: PostOptions = { guard: { allow_private: true, resolve: () => Promise.resolve(["127.0.0.1"]) } };

async function with_server(
  answer: (request: Request) => Response | Promise<Response>,
  test: (port: number, calls: Request[]) => Promise<void>,
  tls: { cert?: string; key?: string } = {},
) {
  const calls: Request[] = [];
  const handler = async (request: Request) => {
    calls.push(request.clone());
    return await answer(request);
  };
  const { cert, key } = tls;
  const settings = { port: 0, hostname: "127.0.0.1", onListen() {} };
  const server = cert === undefined || key === undefined
    ? Deno.serve(settings, handler)
    : Deno.serve({ ...settings, cert, key }, handler);
  try {
    await test(server.addr.port, calls);
  } finally {
    await server.shutdown();
  }
}
const fails = (call: Promise<unknown>, kind: PostFailure, message: RegExp) =>
  assert.rejects(call, (error) => {
    assert.ok(error instanceof PostError, String(error));
    assert.deepEqual([error.failure, message.test(error.message)], [kind, true], error.message);
    return true;
  });

Deno.test("post_json() sends exactly the body and headers to the checked address, under the host's name", () =>
  with_server(
    (request) => request.text().then((text) => new Response(`got ${text}`, { status: 201, headers: { "x-a": "b" } })),
    async (port, calls) => {
      const body = '{"name":"Größe"}';
      const result = await post_json(`http://hook.example.test:${port}/in?x=1`, body, { "webhook-id": "m1" }, loopback);
      assert.deepEqual([result.status, result.body_excerpt, result.headers["x-a"]], [201, `got ${body}`, "b"]);
      assert.ok(result.ms >= 0 && result.ms < 5000);
      const [call] = calls;
      assert.equal(call?.url, `http://hook.example.test:${port}/in?x=1`);
      assert.deepEqual(["content-type", "webhook-id", "content-length"].map((name) => call?.headers.get(name)), [
        "application/json",
        "m1",
        "18",
      ]);
    },
  ));

Deno.test("post_json() verifies the certificate against the name, not the address", () =>
  with_server(() => new Response("ok"), async (port) => {
    const url = (host: string) => `https://${host}:${port}/`;
    assert.equal((await post_json(url("hook.example.test"), "{}", {}, { ...loopback, ca: authority })).status, 200);
    await fails(
      post_json(url("other.example.test"), "{}", {}, { ...loopback, ca: authority }),
      "tls",
      /certificate was not accepted/,
    );
    await fails(post_json(url("hook.example.test"), "{}", {}, loopback), "tls", /certificate was not accepted/);
  }, { cert: certificate, key: certificate_key }));

Deno.test("post_json() asks for the address once: an answer that changes later is never heard", () =>
  with_server(() => new Response("ok"), async (port) => {
    const answers = [["127.0.0.1"], ["127.0.0.9"]];
    let asked = 0;
    const resolve = () => Promise.resolve(answers[asked++] ?? []);
    const result = await post_json(`http://rebind.example.test:${port}/`, "{}", {}, {
      guard: { allow_private: true, resolve },
    });
    assert.deepEqual([result.status, asked], [200, 1]);
  }));

Deno.test("post_json() calls no inner address unless allowed", () =>
  with_server(() => new Response("secret"), async (port, calls) => {
    await fails(post_json(`https://127.0.0.1:${port}/`, "{}", {}), "refused_target", /private network/);
    await fails(post_json(`http://127.0.0.1:${port}/`, "{}", {}), "refused_target", /https/);
    assert.equal(calls.length, 0);
  }));

Deno.test("post_json() follows no redirect", () =>
  with_server(
    () => new Response(null, { status: 307, headers: { location: "http://169.254.169.254/" } }),
    async (port, calls) => {
      assert.equal((await post_json(`http://h.test:${port}/`, "{}", {}, loopback)).status, 307);
      assert.equal(calls.length, 1);
    },
  ));

Deno.test("post_json() ignores the environment's proxy", () =>
  with_server(() => new Response("direct"), async (port) => {
    Deno.env.set("HTTP_PROXY", "http://127.0.0.1:9");
    try {
      assert.equal((await post_json(`http://h.test:${port}/`, "{}", {}, loopback)).body_excerpt, "direct");
    } finally {
      Deno.env.delete("HTTP_PROXY");
    }
  }));

Deno.test("post_json() keeps 4 KB of an answer and hangs up on the rest", async () => {
  let sent = 0;
  let hung_up = () => {};
  const closed = new Promise<void>((done) => hung_up = done);
  const endless = () =>
    new Response(
      new ReadableStream({
        pull(controller) {
          sent++;
          controller.enqueue(new TextEncoder().encode("é".repeat(5000)));
        },
        cancel: () => hung_up(),
      }),
    );
  await with_server(endless, async (port) => {
    const { status, body_excerpt } = await post_json(`http://h.test:${port}/`, "{}", {}, loopback);
    assert.deepEqual([status, body_excerpt.length], [200, 2048]);
    assert.ok(!body_excerpt.includes("\ufffd"));
    await closed;
  });
  assert.ok(sent < 2000, `${sent} chunks`);
});

Deno.test("post_json() gives up in time, whether the server, its body or the name server is slow", async () => {
  const quick = { ...loopback, timeout_ms: 150 };
  let release = () => {};
  const held = new Promise<void>((done) => release = done);
  await with_server(() => held.then(() => new Response("late")), async (port) => {
    await fails(post_json(`http://h.test:${port}/`, "{}", {}, quick), "timeout", /No answer within 0\.15 s/);
    release();
  });
  const dripping = () =>
    new Response(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array([65])) }));
  await with_server(
    dripping,
    (port) => fails(post_json(`http://h.test:${port}/`, "{}", {}, quick), "timeout", /No answer/),
  );
  const never = { allow_private: true, resolve: () => new Promise<string[]>(() => {}) };
  await fails(post_json("http://h.test/", "{}", {}, { guard: never, timeout_ms: 50 }), "timeout", /No answer/);
});

Deno.test("post_json() tells a refused connection and a missing name, both worth another try", async () => {
  const port = await new Promise<number>((done) => {
    const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
    done(listener.addr.port);
    listener.close();
  });
  await fails(post_json(`http://h.test:${port}/`, "{}", {}, loopback), "connection", /ECONNREFUSED|refused/);
  const guard = { allow_private: true, resolve: () => Promise.resolve([]) };
  await fails(post_json("http://nowhere.test/", "{}", {}, { guard }), "connection", /does not resolve/);
});
