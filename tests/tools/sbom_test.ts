import assert from "node:assert/strict";
import { components, sbom } from "~/tools/sbom.ts";

const lock = JSON.parse(await Deno.readTextFile("deno.lock"));

Deno.test("sbom() names every package of the lock file once, with its version and hash", () => {
  const found = components(lock);
  const locked = new Set(Object.keys(lock.npm).map((key) => /^.[^@]*@[^_]+/.exec(key)?.[0]));
  assert.equal(found.length, locked.size);
  assert.equal(new Set(found.map((each) => each.purl)).size, found.length);
  const hono = found.find((each) => each.name === "@hono/zod-openapi");
  assert.match(hono?.purl ?? "", /^pkg:npm\/%40hono\/zod-openapi@\d+\.\d+\.\d+$/);
  assert.ok(found.every((each) => each.hashes[0]?.content.length === 128));
});

Deno.test("sbom() has what CycloneDX 1.6 requires", () => {
  const document = sbom(lock, Temporal.Instant.from("2026-03-01T10:00:00.123Z"));
  assert.deepEqual([document.bomFormat, document.specVersion, document.version], ["CycloneDX", "1.6", 1]);
  assert.equal(document.metadata.timestamp, "2026-03-01T10:00:00Z");
});
