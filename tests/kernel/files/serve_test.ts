import assert from "node:assert/strict";
import { content_disposition, file_headers, parse_range, plan_file_response } from "~/domain/kernel/files/serve.ts";

const photo = { name: "roof.jpg", type: "image/jpeg", size: 1000, sha256: "abc" };
const plan = (headers: Record<string, string>) => plan_file_response(photo, new Headers(headers));

Deno.test("file_headers() shows images and PDF, and offers everything else for download", () => {
  const disposition = (type: string, download = false) =>
    file_headers({ ...photo, type }, download).get("content-disposition")?.split(";")[0];
  assert.deepEqual(["image/jpeg", "application/pdf"].map((type) => disposition(type)), ["inline", "inline"]);
  for (
    const type of [
      "image/svg+xml",
      "text/html",
      "text/plain",
      "application/zip",
      "application/octet-stream",
      "text/csv",
      "",
    ]
  ) {
    assert.equal(disposition(type), "attachment", type);
  }
  assert.equal(disposition("image/jpeg", true), "attachment");
});

Deno.test("file_headers() never sends a type that is not on our list, and always forbids sniffing and script", () => {
  const headers = file_headers({ ...photo, type: "text/html" });
  assert.equal(headers.get("content-type"), "application/octet-stream");
  assert.equal(headers.get("x-content-type-options"), "nosniff");
  assert.match(headers.get("content-security-policy") ?? "", /default-src 'none'.*sandbox/);
  assert.doesNotMatch(
    file_headers({ ...photo, type: "application/pdf" }).get("content-security-policy") ?? "",
    /sandbox|script-src/,
  );
  assert.match(headers.get("cache-control") ?? "", /^private/);
});

Deno.test("content_disposition() carries any name and breaks no header", () => {
  assert.equal(content_disposition("inline", "roof.jpg"), 'inline; filename="roof.jpg"');
  assert.equal(
    content_disposition("attachment", "Größe 100%'s.pdf"),
    `attachment; filename="Gro_e 100_'s.pdf"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20100%25%27s.pdf`,
  );
  assert.doesNotMatch(content_disposition("inline", 'a"; x="\r\nSet-Cookie: a=b'), /[\r\n]|x="/);
});

Deno.test("parse_range() reads one range and gives all for the rest", () => {
  const table: [string | null, ReturnType<typeof parse_range>][] = [
    [null, undefined],
    ["bytes=0-99", { start: 0, end: 99 }],
    ["bytes=900-", { start: 900, end: 999 }],
    ["bytes=900-5000", { start: 900, end: 999 }],
    ["bytes=-50", { start: 950, end: 999 }],
    ["bytes=-5000", { start: 0, end: 999 }],
    ["bytes=1000-", "unsatisfiable"],
    ["bytes=-0", "unsatisfiable"],
    ["bytes=5-2", undefined],
    ["bytes=0-1,5-9", undefined],
    ["bytes=-", undefined],
    ["lines=1-2", undefined],
    ["bytes=99999999999999999999-", undefined],
  ];
  for (const [header, range] of table) assert.deepEqual(parse_range(header, 1000), range, String(header));
  assert.equal(parse_range("bytes=0-", 0), "unsatisfiable");
});

Deno.test("plan_file_response() answers ranges, and refuses those past the end", () => {
  const part = plan({ range: "bytes=10-19" });
  assert.deepEqual([part.status, part.range], [206, { start: 10, end: 19 }]);
  assert.deepEqual([part.headers.get("content-range"), part.headers.get("content-length")], ["bytes 10-19/1000", "10"]);
  const past = plan({ range: "bytes=2000-" });
  assert.deepEqual([past.status, past.body, past.headers.get("content-range")], [416, false, "bytes */1000"]);
  assert.deepEqual([plan({}).status, plan({}).headers.get("content-length")], [200, "1000"]);
});

Deno.test("plan_file_response() spares what the browser has, and sends all when its part is of another version", () => {
  assert.deepEqual([plan({ "if-none-match": '"x", W/"abc"' }).status, plan({ "if-none-match": '"abc"' }).body], [
    304,
    false,
  ]);
  assert.equal(plan({ "if-none-match": '"other"' }).status, 200);
  assert.equal(plan({ range: "bytes=0-1", "if-range": '"abc"' }).status, 206);
  assert.equal(plan({ range: "bytes=0-1", "if-range": '"old"' }).status, 200);
});
