import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { DomainError } from "~/domain/kernel/errors.ts";
import { disk_storage } from "~/domain/kernel/files/disk.ts";
import { parse_files_url } from "~/domain/kernel/files/location.ts";
import { open_storage } from "~/domain/kernel/files/open_storage.ts";
import { peek } from "~/domain/kernel/files/peek.ts";
import { type Storage } from "~/domain/kernel/files/storage.ts";

const sha256 = (data: Uint8Array | string) => createHash("sha256").update(data).digest("hex");
const limit = { max_bytes: 1024 * 1024 };
const bytes_of = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) =>
  new Uint8Array(await new Response(stream).arrayBuffer());
const pattern = (length: number) => Uint8Array.from({ length }, (_, at) => at % 251);

function in_chunks(data: Uint8Array<ArrayBuffer>, size: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= data.length) return controller.close();
      controller.enqueue(data.slice(at, at += size));
    },
  });
}

/** What every storage owes its callers. */
async function keeps_its_promises(storage: Storage) {
  const data = pattern(200_000);
  const stored = await storage.put(in_chunks(data, 7_777), { ...limit, type: "image/png" });
  assert.deepEqual([stored.size, stored.sha256], [200_000, sha256(data)]);
  assert.deepEqual(await bytes_of(await storage.get(stored.key)), data);
  assert.deepEqual(
    await bytes_of(await storage.get(stored.key, { start: 100_000, end: 100_099 })),
    data.slice(100_000, 100_100),
  );
  assert.deepEqual(
    await bytes_of(await storage.get(stored.key, { start: 199_999, end: 199_999 })),
    data.slice(199_999),
  );
  assert.equal(await storage.exists(stored.key), true);

  const empty = await storage.put(new Uint8Array(), limit);
  assert.equal((await bytes_of(await storage.get(empty.key))).length, 0);

  await storage.remove(stored.key);
  await storage.remove(stored.key);
  assert.equal(await storage.exists(stored.key), false);
  await assert.rejects(storage.get(stored.key), (error) => error instanceof DomainError && error.code === "not_found");
  for (const bad of ["../../etc/passwd", "a/b/c/d/e/f", "", ".", "x".repeat(99), "ABCDEFGHIJ", "abcdefgh\0"]) {
    await assert.rejects(storage.get(bad), /is no storage key/, bad);
    await assert.rejects(storage.remove(bad), /is no storage key/, bad);
  }
}

async function with_folder(test: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function files_below(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap((entry) =>
    entry.isDirectory ? files_below(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]
  );
}

Deno.test("disk_storage() keeps what a storage promises", () =>
  with_folder((folder) => keeps_its_promises(disk_storage(folder))));

Deno.test("disk_storage() leaves nothing behind when an upload is too large or breaks off", () =>
  with_folder(async (folder) => {
    const storage = disk_storage(folder);
    await assert.rejects(
      storage.put(in_chunks(pattern(3000), 1000), { max_bytes: 2048 }),
      (error) => error instanceof DomainError && error.code === "too_large" && error.status === 413,
    );
    const broken = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull(controller) {
        controller.enqueue(pattern(10));
        controller.error(new Error("connection lost"));
      },
    });
    await assert.rejects(storage.put(broken, limit), /connection lost/);
    assert.deepEqual(files_below(folder), []);
    await storage.put(pattern(2048), { max_bytes: 2048 }); // exactly the limit fits
    const [path = ""] = files_below(folder);
    assert.match(path.slice(folder.length), /^\/[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f-]{36}$/);
    assert.equal((Deno.statSync(path).mode ?? 0) & 0o777, 0o600);
  }));

Deno.test("a reader that stops early closes the file", () =>
  with_folder(async (folder) => {
    const storage = disk_storage(folder);
    const { key } = await storage.put(pattern(500_000), limit);
    const reader = (await storage.get(key)).getReader();
    await reader.read();
    await reader.cancel(); // the test runner fails on a file left open
    await (await storage.get(key, { start: 5, end: 400_000 })).cancel();
  }));

/** Checks SigV4 as the store does, from the specification: canonical request, string to sign, four HMACs. */
function signature_fits(request: Request, url: URL, secret: string): boolean {
  const parts =
    /^AWS4-HMAC-SHA256 Credential=AK\/(\d{8})\/eu-west-1\/s3\/aws4_request, SignedHeaders=([\w;-]+), Signature=([0-9a-f]{64})$/
      .exec(request.headers.get("authorization") ?? "");
  if (parts === null) return false;
  const [, day = "", signed = "", signature] = parts;
  const headers = signed.split(";").map((name) => `${name}:${request.headers.get(name)?.trim()}\n`).join("");
  const canonical = [request.method, url.pathname, "", headers, signed, request.headers.get("x-amz-content-sha256")]
    .join("\n");
  const text = [
    "AWS4-HMAC-SHA256",
    request.headers.get("x-amz-date"),
    `${day}/eu-west-1/s3/aws4_request`,
    sha256(canonical),
  ].join("\n");
  const hmac = (key: string | Uint8Array, data: string) => createHmac("sha256", key).update(data).digest();
  const key = [day, "eu-west-1", "s3", "aws4_request"].reduce<string | Uint8Array>(
    (sum, part) => hmac(sum, part),
    `AWS4${secret}`,
  );
  return hmac(key, text).toString("hex") === signature && signed.split(";").includes("host");
}

/** Speaks the four calls of S3 that are used, and refuses what S3 refuses. */
async function with_s3(
  test: (storage: Storage, server: { failures: number; requests: number }) => Promise<void>,
  secret = "s/ec+ret",
) {
  const objects = new Map<string, Uint8Array<ArrayBuffer>>();
  const state = { failures: 0, requests: 0 };
  const problem = (status: number, code: string) => new Response(`<Error><Code>${code}</Code></Error>`, { status });
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    state.requests++;
    const body = new Uint8Array(await request.arrayBuffer());
    const url = new URL(request.url);
    if (state.failures-- > 0) return problem(503, "SlowDown");
    if (!signature_fits(request, url, "s/ec+ret")) return problem(403, "SignatureDoesNotMatch");
    if (request.method === "PUT") {
      if (request.headers.get("x-amz-content-sha256") !== sha256(body)) {
        return problem(400, "XAmzContentSHA256Mismatch");
      }
      if (request.headers.get("content-length") === null) return problem(411, "MissingContentLength");
      objects.set(url.pathname, body);
      return new Response(null);
    }
    const object = objects.get(url.pathname);
    if (request.method === "DELETE") {
      objects.delete(url.pathname);
      return new Response(null, { status: 204 });
    }
    if (object === undefined) {
      return request.method === "HEAD" ? new Response(null, { status: 404 }) : problem(404, "NoSuchKey");
    }
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.get("range") ?? "");
    if (range === null) return new Response(object);
    return new Response(object.slice(Number(range[1]), Number(range[2]) + 1), { status: 206 });
  });
  try {
    const url = `s3://AK:${
      encodeURIComponent(secret)
    }@127.0.0.1:${server.addr.port}/omni-files?region=eu-west-1&path_style=1&tls=0`;
    const parsed = parse_files_url(url);
    assert.ok(parsed.ok);
    await test(open_storage(parsed.location), state);
  } finally {
    await server.shutdown();
  }
}

Deno.test("s3_storage() keeps what a storage promises, every request signed and every upload hashed", () =>
  with_s3((storage) => keeps_its_promises(storage)));

Deno.test("s3_storage() tries again when the store is busy, and gives up after the third time", () =>
  with_s3(async (storage, server) => {
    server.failures = 2;
    const { key } = await storage.put(pattern(10), limit);
    assert.equal(server.requests, 3);
    server.failures = 3;
    await assert.rejects(storage.get(key), /File storage: GET was answered with 503 SlowDown\./);
  }));

Deno.test("s3_storage() with a wrong secret says what the store said, without the secret", () =>
  with_s3(async (storage) => {
    await assert.rejects(
      storage.put(pattern(10), limit),
      (error) =>
        error instanceof DomainError && error.code === "upstream_failed" &&
        /403 SignatureDoesNotMatch/.test(error.message) &&
        !Deno.inspect(error).includes("wrong-secret"),
    );
  }, "wrong-secret"));

Deno.test("s3_storage() stops reading an upload that passes the limit", () =>
  with_s3(async (storage, server) => {
    await assert.rejects(storage.put(in_chunks(pattern(5000), 1000), { max_bytes: 2048 }), /larger than the limit/);
    assert.equal(server.requests, 0);
  }));

Deno.test("parse_files_url() tells what is missing", () => {
  const table: [string, RegExp][] = [
    ["file:", /names no folder/],
    ["http://x", /neither file: nor s3:/],
    ["s3://h/b", /lacks the key or the secret/],
    ["s3://k:s@h/", /valid bucket name/],
    ["s3://k:s@h/bucket?regoin=x", /unknown option "regoin"/],
  ];
  for (const [url, reason] of table) {
    const result = parse_files_url(url);
    assert.ok(!result.ok && reason.test(result.reason), url);
  }
  const virtual = parse_files_url("s3://k:s@s3.eu-west-1.amazonaws.com/omni?region=eu-west-1");
  assert.equal(
    virtual.ok && virtual.location.kind === "s3" && virtual.location.endpoint,
    "https://omni.s3.eu-west-1.amazonaws.com",
  );
  assert.deepEqual(parse_files_url("file:///var/lib/omni%20files"), {
    ok: true,
    location: { kind: "disk", folder: "/var/lib/omni files" },
  });
});

Deno.test("peek() shows the head and gives the whole stream again", async () => {
  const data = pattern(10_000);
  const { head, stream } = await peek(in_chunks(data, 900), 1000);
  assert.deepEqual(head, data.slice(0, 1000));
  assert.deepEqual(await bytes_of(stream), data);
  const short = await peek(in_chunks(pattern(5), 2), 1000);
  assert.deepEqual(short.head, pattern(5));
  assert.deepEqual(await bytes_of(short.stream), pattern(5));
});
