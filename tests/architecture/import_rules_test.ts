import assert from "node:assert/strict";
import { all_sources, resolve, type Source, type_only } from "./sources.ts";

const sources = await all_sources();
const product = sources.filter((source) => !source.path.startsWith("tests/") && !/_test\.tsx?$/.test(source.path));
const by_path = new Map(product.map((source) => [source.path, source]));

/** What a room may import from the project. The first rule whose `room` matches decides. */
const rules: { room: RegExp; may: RegExp; why: string }[] = [
  { room: /^fresh\//, may: /^fresh\//, why: "the library knows nothing of the product" },
  {
    room: /^domain\/kernel\//,
    may: /^(domain\/kernel\/|config\.ts$)/,
    why: "everything stands on the kernel, the kernel on nothing",
  },
  { room: /^domain\//, may: /^(domain\/|config\.ts$)/, why: "the business knows neither pages nor jobs" },
  { room: /^config\.ts$/, may: /^domain\/kernel\//, why: "the configuration is read before anything runs" },
  { room: /^jobs\//, may: /^(jobs\/|domain\/|config\.ts$)/, why: "jobs know the domain, not the pages" },
  {
    room: /^(components|islands)\//,
    may: /^(components\/|islands\/)/,
    why: "components take only types from the domain",
  },
  {
    room: /^routes\//,
    may: /^(routes\/|components\/|islands\/|domain\/|jobs\/|config\.ts$)/,
    why: "routes stand on the domain",
  },
];

function runtime_imports(source: Source): string[] {
  const types = new Set(
    [...source.text.matchAll(type_only)].map(([, specifier]) => resolve(source.path, specifier ?? "")),
  );
  return source.imports.filter((path) => !types.has(path));
}
const inside = (path: string) => !path.startsWith("package:");
const code_of = (source: Source) =>
  source.text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/(^|\s)\/\/(?! deno-lint)[^\n]*/g, "$1");

Deno.test("each room imports only what it may", () => {
  const problems: string[] = [];
  for (const source of product) {
    const rule = rules.find((each) => each.room.test(source.path));
    if (!rule) continue;
    for (const path of runtime_imports(source)) {
      if (inside(path) && !rule.may.test(path)) problems.push(`${source.path} imports ${path}: ${rule.why}`);
    }
  }
  assert.deepEqual(problems, []);
});

Deno.test("a domain reaches another through its mod.ts", () => {
  const problems: string[] = [];
  for (const source of product) {
    const own = /^domain\/([^/]+)\//.exec(source.path)?.[1];
    for (const path of runtime_imports(source)) {
      const other = /^domain\/([^/]+)\/(.+)$/.exec(path);
      if (!other || other[1] === "kernel" || other[1] === own || other[2] === "mod.ts") continue;
      problems.push(`${source.path} imports ${path}`);
    }
  }
  assert.deepEqual(problems, []);
});

Deno.test("no HTTP and no JSX in the domain", () => {
  const words = /\bfrom "(hono|fresh|@hono\/[^"]*|preact[^"]*)"|\bDeno\.serve\b|new Response\(|: Response\b/;
  const excused = new Set(["domain/kernel/files/serve.ts", "domain/kernel/files/s3.ts"]); // headers of a stored file; a client of S3
  const leaks = product.filter((source) =>
    source.path.startsWith("domain/") && (words.test(source.text) || source.path.endsWith(".tsx")) &&
    !excused.has(source.path) && !source.path.startsWith("domain/kernel/net/")
  );
  assert.deepEqual(leaks.map((source) => source.path), []);
});

Deno.test("no SQL in routes, components and islands", () => {
  const sql = /\bsql(<[^>]*>)?`|\.unsafe\(|\binsert into\b|\bdelete from\b/;
  const leaks = product.filter((source) => /^(routes|components|islands)\//.test(source.path) && sql.test(source.text));
  // The answer to a repeated POST is stored in the commit of its effect: API machinery, not business.
  assert.deepEqual(leaks.map((source) => source.path), ["routes/(_api)/idempotency.ts"]);
});

Deno.test("nobody asks for a role by name, and nothing silences the type checker", () => {
  const found = product.flatMap((source) =>
    [...code_of(source).matchAll(/\brole === ["\x27`]|@ts-ignore|@ts-expect-error|: any\b|\bas any\b|<any>/g)]
      .filter(({ index }) => !/deno-lint-ignore/.test(code_of(source).slice(Math.max(0, index - 300), index)))
      .map(([match]) => `${source.path}: ${match}`)
  );
  assert.deepEqual(found, []);
});

Deno.test("there is one listener of the KV queue", () => {
  const found = product.filter((source) => /\.listenQueue\(/.test(source.text)).map((source) => source.path);
  assert.deepEqual(found, ["jobs/bell_kv.ts"]);
});

Deno.test("no import cycles", () => {
  const state = new Map<string, "open" | "done">();
  const cycles: string[] = [];
  const visit = (path: string, trail: string[]) => {
    if (state.get(path) === "done") return;
    if (state.get(path) === "open") {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
      return;
    }
    state.set(path, "open");
    const source = by_path.get(path);
    if (source) { for (const next of runtime_imports(source)) if (by_path.has(next)) visit(next, [...trail, path]); }
    state.set(path, "done");
  };
  for (const source of product) visit(source.path, []);
  assert.deepEqual(cycles, []);
});

Deno.test("files stay small enough to hold one idea", () => {
  const long = product.filter((source) => source.text.split("\n").length > 400).map((source) =>
    `${source.path} has ${source.text.split("\n").length} lines`
  );
  assert.deepEqual(long, []);
});

Deno.test("pages format by components/formatters.ts, which makes each formatter of Intl once", () => {
  const made = /new Intl\.|\.toLocale(Date|Time)?String\(/; // 60 µs each: twenty rows of a customer's list were a seventh of its page
  const makers = product.filter((source) =>
    /^(components|routes)\//.test(source.path) && made.test(code_of(source)) &&
    source.path !== "components/formatters.ts"
  );
  assert.deepEqual(makers.map((source) => source.path), []);
});
