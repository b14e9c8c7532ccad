import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { App, staticFiles } from "fresh";
import { Builder } from "fresh/dev";
import { patternOf } from "../src/file_routes.ts";

const imports = {
  "fresh": "jsr:@fresh/core@^2.3.3",
  "fresh/runtime": "jsr:@fresh/core@^2.3.3/runtime",
  "~/": "./",
  "preact": "npm:preact@10.29.0",
  "@preact/signals": "npm:@preact/signals@^2.11.4",
};

/** An application in a folder of its own, inside the project so that packages resolve; removed afterwards. */
async function withFiles(files: Record<string, string>, use: (root: string) => Promise<void>): Promise<void> {
  const root = await Deno.makeTempDir({ dir: fileURLToPath(new URL(".", import.meta.url)), prefix: "tmp_" });
  try {
    await Deno.writeTextFile(`${root}/deno.json`, JSON.stringify({ imports }));
    for (const [path, text] of Object.entries(files)) {
      await Deno.mkdir(`${root}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(`${root}/${path}`, text);
    }
    await use(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

async function handlerOf(root: string): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
  const app = new App().use(staticFiles()).fsRoutes();
  (await new Builder({ root }).build({ snapshot: "memory" }))(app);
  const handler = app.handler();
  return (path, init) => handler(new Request(`http://localhost${path}`, init));
}

const body = async (response: Promise<Response>) => await (await response).text();

Deno.test("file names map to the documented patterns", () => {
  const documented: [string, string][] = [
    ["index", ""],
    ["about", "/about"],
    ["blog/index", "/blog"],
    ["blog/[slug]", "/blog/:slug"],
    ["blog/[slug]/comments", "/blog/:slug/comments"],
    ["old/[...path]", "/old/:path*"],
    ["docs/[[version]]/index", "/docs{/:version}?"],
    ["(marketing)/about", "/about"],
  ];
  for (const [file, pattern] of documented) assert.equal(patternOf(file.split("/")), pattern);
});

Deno.test("file routes: groups, layouts, middlewares, errors, parameters, and static before dynamic", () =>
  withFiles({
    "routes/_app.ts": `import { h } from "preact"; export default ({ Component }) => h("html", null, h(Component));`,
    "routes/_middleware.ts":
      `export default [(ctx) => { ctx.state.path = ["root"]; return ctx.next(); }, (ctx) => ctx.next()];`,
    "routes/_error.ts": `export default ({ error }) => "error " + (error.status ?? 500);`,
    "routes/_404.ts": `export default ({ url }) => "nothing at " + url.pathname;`,
    "routes/(info)/_layout.ts":
      `import { h } from "preact"; export default ({ Component }) => h("i", null, h(Component));`,
    "routes/(info)/archive.ts": `export default () => "archive";`,
    "routes/(info)/plain.ts":
      `export const config = { skipInheritedLayouts: true, skipAppWrapper: true }; export default () => "plain";`,
    "routes/(_parts)/part.ts": `export default () => "part";`,
    "routes/about.ts": `export default () => "about";`,
    "routes/users/[id]/_middleware.ts":
      `export function handler(ctx) { ctx.state.path.push(ctx.params.id); return ctx.next(); }`,
    "routes/users/[id]/index.ts":
      `export const handler = { GET: (ctx) => ctx.json([ctx.state.path, ctx.params]), POST: () => { throw new Error("x"); } };`,
    "routes/users/new.ts": `export const handlers = (ctx) => ctx.text("new " + ctx.req.method);`,
    "routes/users/[...rest].ts": `export const handler = (ctx) => ctx.text("rest " + ctx.params.rest);`,
    "routes/docs/[[version]]/index.ts": `export const handler = (ctx) => ctx.text("docs " + ctx.params.version);`,
    "routes/odd.ts":
      `export const config = { routeOverride: "/x/:module@:version" }; export const handler = (ctx) => ctx.json(ctx.params);`,
    "routes/about_test.ts": `throw new Error("a test is no route");`,
  }, async (root) => {
    const get = await handlerOf(root);
    assert.equal(await body(get("/archive")), "<!DOCTYPE html><html><i>archive</i></html>");
    assert.equal(await body(get("/plain")), "plain");
    assert.equal(await body(get("/about")), "<!DOCTYPE html><html>about</html>");
    assert.equal(await body(get("/users/7")), '[["root","7"],{"id":"7"}]');
    assert.equal(await body(get("/users/new", { method: "PUT" })), "new PUT");
    assert.equal(await body(get("/users/7/8")), "rest 7/8");
    assert.equal(await body(get("/docs")) + await body(get("/docs/2")), "docs undefineddocs 2");
    assert.equal(await body(get("/x/std@1")), '{"module":"std","version":"1"}');
    for (const path of ["/part", "/(_parts)/part", "/nope"]) {
      const none = await get(path);
      assert.deepEqual([none.status, await none.text()], [404, `<!DOCTYPE html><html>nothing at ${path}</html>`]);
    }
    const log = console.error;
    console.error = () => {};
    const broken = await get("/users/7", { method: "POST" }).finally(() => console.error = log);
    assert.deepEqual([broken.status, await broken.text()], [500, "<!DOCTYPE html><html>error 500</html>"]);
  }));

Deno.test("a prop that cannot travel is an error that names island, file and prop", () =>
  withFiles({
    "islands/my-island.tsx": `export default () => null;`,
    "routes/index.tsx":
      `import { h } from "preact"; import MyIsland from "../islands/my-island.tsx"; export default () => h(MyIsland, { row: { onSave() {} } });`,
    "routes/_error.ts": `export default ({ error }) => error.message;`,
  }, async (root) => {
    const get = await handlerOf(root);
    const log = console.error;
    console.error = () => {};
    const text = await body(get("/")).finally(() => console.error = log);
    assert.match(
      text,
      /^Island &quot;MyIsland&quot; \(islands\/my-island\.tsx\): prop &quot;row\.onSave&quot; is a function/,
    );
  }));

Deno.test("staticFiles() serves types and ETags, answers 304, locks asset() URLs for a year, and nothing outside", () =>
  withFiles({
    "static/styles.css": "body {}",
    "static/my file.txt": "text",
    "routes/index.ts":
      `import { h } from "preact"; import { asset } from "fresh/runtime"; export default () => [asset("/styles.css#a"), h("img", { src: "/styles.css" })];`,
  }, async (root) => {
    const get = await handlerOf(root);
    const css = await get("/styles.css");
    assert.deepEqual([css.headers.get("content-type"), css.headers.get("cache-control"), await css.text()], [
      "text/css; charset=utf-8",
      "no-cache",
      "body {}",
    ]);
    const again = await get("/styles.css", { headers: { "if-none-match": `W/${css.headers.get("etag")}` } });
    assert.deepEqual([again.status, await again.text()], [304, ""]);
    const [, url] = /^(\S+)#a/.exec(await body(get("/"))) ?? [];
    assert.match(String(url), /^\/styles\.css\?__frsh_c=\w+$/);
    assert.equal((await get(String(url))).headers.get("cache-control"), "public, max-age=31536000, immutable");
    assert.match(await body(get("/")), /<img src="\/styles\.css\?__frsh_c=\w+"/);
    assert.equal(await body(get("/my%20file.txt")), "text");
    for (const path of ["/../deno.json", "/%2e%2e/deno.json", "/..%2fdeno.json", "/%zz"]) {
      assert.equal((await get(path)).status, 404);
    }
    assert.equal((await get("/styles.css", { method: "POST" })).status, 404);
  }));

Deno.test("islands bundle through the import map; what belongs to the server is refused with a reason", async () => {
  await withFiles({
    "shared/name.ts": `export const name: string = "mapped";`,
    "routes/(_islands)/Hello.tsx":
      `import { IS_BROWSER } from "fresh/runtime"; import { useState } from "preact/hooks"; import { name } from "~/shared/name.ts"; export default () => <b>{name}{IS_BROWSER}{useState(1)[0]}</b>;`,
    "main.ts": "export const app = 1;",
  }, async (root) => {
    await new Builder({ root }).build();
    const names = [...Deno.readDirSync(`${root}/_fresh/js`)].map(({ name }) => name);
    const island = names.find((name) => name.startsWith("island-Hello-"));
    assert.match(await Deno.readTextFile(`${root}/_fresh/js/${island}`), /"mapped"/);
    assert.match(
      await Deno.readTextFile(`${root}/_fresh/server.js`),
      /import \* as island_0 from "..\/routes\/\(_islands\)\/Hello\.tsx"/,
    );
  });
  await withFiles(
    { "islands/Bad.tsx": `import { App } from "fresh"; export default () => <b>{String(App)}</b>;` },
    async (root) => {
      await assert.rejects(
        new Builder({ root }).build(),
        /"fresh", imported by .*Bad\.tsx, is the server side of Fresh/,
      );
    },
  );
});

Deno.test("listen() serves islands in development and tells pages when the server is another", () =>
  withFiles({
    "islands/Hello.tsx": `export default () => null;`,
    "routes/index.tsx":
      `import { h } from "preact"; import Hello from "../islands/Hello.tsx"; export default () => h(Hello, null);`,
    "main.ts": `import { App, staticFiles } from "fresh"; export const app = new App().use(staticFiles()).fsRoutes();`,
  }, async (root) => {
    const stop = new AbortController();
    const ready = Promise.withResolvers<Deno.NetAddr>();
    const served = new Builder({ root }).listen(() => import(`file://${root}/main.ts`), {
      port: 0,
      hostname: "127.0.0.1",
      signal: stop.signal,
      onListen: ready.resolve,
    });
    const base = `http://127.0.0.1:${(await ready.promise).port}`;
    assert.match(await body(fetch(base)), /src="\/_fresh\/js\/boot\.js".*src="\/_fresh\/js\/reload\.js"/);
    assert.match(await body(fetch(`${base}/_fresh/js/island-Hello.js`)), /Hello/);
    const alive = await fetch(`${base}/_fresh/alive`);
    const reader = alive.body?.getReader();
    assert.match(new TextDecoder().decode((await reader?.read())?.value), /^retry: 250\ndata: \d+/);
    await reader?.cancel();
    stop.abort();
    await served;
  }));
