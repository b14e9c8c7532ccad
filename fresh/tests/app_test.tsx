import assert from "node:assert/strict";
import { App, type Context, HttpError, type Middleware, page } from "fresh";
import { Head, Partial } from "fresh/runtime";

const get = (app: App<never> | App, path: string, init?: RequestInit) =>
  app.handler()(new Request(`http://localhost${path}`, init));
const body = async (response: Response | Promise<Response>) => await (await response).text();

Deno.test("a middleware counts for what is registered after it", async () => {
  const seen: string[] = [];
  const note = (name: string): Middleware => (ctx) => (seen.push(name), ctx.next());
  const app = new App().use(note("first")).get("/", () => new Response("root")).use(note("second")).get(
    "/about",
    () => new Response("about"),
  );
  assert.equal(await body(get(app, "/")), "root");
  assert.deepEqual(seen.splice(0), ["first"]);
  assert.equal(await body(get(app, "/about")), "about");
  assert.deepEqual(seen, ["first", "second"]);
});

Deno.test("use() with a path counts for the path and what is below it, and for nothing else", async () => {
  const app = new App().use("/foo", async (ctx) => {
    const response = await ctx.next();
    response.headers.set("x-foo", "yes");
    return response;
  }).get("/foo", () => new Response()).get("/foo/bar", () => new Response()).get("/food", () => new Response());
  const header = async (path: string) => (await get(app, path)).headers.get("x-foo");
  assert.deepEqual([await header("/foo"), await header("/foo/bar"), await header("/food")], ["yes", "yes", null]);
});

Deno.test("ctx.params holds the decoded parameters, ctx.route the pattern", async () => {
  const app = new App().get("/books/:id", (ctx) => ctx.json([ctx.route, ctx.params])).get(
    "/files/:path*",
    (ctx) => ctx.json(ctx.params),
  )
    .get("/docs{/:version}?", (ctx) => ctx.json(ctx.params)).get("/x/:module@:version", (ctx) => ctx.json(ctx.params));
  assert.equal(await body(get(app, "/books/a%20b?q=1")), '["/books/:id",{"id":"a b"}]');
  assert.equal(await body(get(app, "/books/%zz")), '["/books/:id",{"id":"%zz"}]');
  assert.equal(await body(get(app, "/files/a/b.txt")), '{"path":"a/b.txt"}');
  assert.equal(await body(get(app, "/files")), "{}");
  assert.equal(await body(get(app, "/docs")), "{}");
  assert.equal(await body(get(app, "/docs/2.3")), '{"version":"2.3"}');
  assert.equal(await body(get(app, "/x/std@1.0")), '{"module":"std","version":"1.0"}');
});

Deno.test("static routes win over dynamic ones, dynamic ones are tried in order of registration", async () => {
  const app = new App()
    .get("/posts/:category/:slug", () => new Response("first"))
    .get("/posts/nature/:page", () => new Response("second"))
    .get("/:any*", () => new Response("any"))
    .get("/posts/:id", () => new Response("late"))
    .get("/posts/featured/all", () => new Response("static"));
  assert.equal(await body(get(app, "/posts/featured/all")), "static");
  assert.equal(await body(get(app, "/posts/nature/1")), "first");
  assert.equal(await body(get(app, "/posts/7")), "any");
});

Deno.test("another method is 405 with Allow, HEAD falls back to GET, OPTIONS lists, all() answers each", async () => {
  const app = new App().get("/a", () => new Response("a")).post("/a", () => new Response()).all(
    "/b",
    (ctx) => ctx.text(ctx.req.method),
  );
  const refused = await get(app, "/a", { method: "DELETE" });
  assert.deepEqual([refused.status, refused.headers.get("allow")], [405, "GET, HEAD, POST"]);
  assert.equal((await get(app, "/a", { method: "HEAD" })).status, 200);
  const options = await get(app, "/a", { method: "OPTIONS" });
  assert.deepEqual([options.status, options.headers.get("allow")], [204, "GET, HEAD, POST"]);
  assert.equal(await body(get(app, "/b", { method: "PATCH" })), "PATCH");
});

Deno.test("an error reaches the nearest onError(), and passes the middlewares on its way", async () => {
  const seen: unknown[] = [];
  const app = new App()
    .onError("*", (ctx) => new Response(`outer ${ctx.error}`, { status: 500 }))
    .onError("/foo/bar", (ctx) => new Response(`nested ${ctx.error}`, { status: 500 }))
    .use(async (ctx) => {
      try {
        return await ctx.next();
      } catch (error) {
        seen.push(error);
        throw error;
      }
    })
    .get("/foo/bar/thrower", () => {
      throw new Error("fail");
    })
    .get("/thrower", () => {
      throw new HttpError(403, "no");
    });
  const log = console.error;
  console.error = () => {};
  try {
    assert.equal(await body(get(app, "/foo/bar/thrower")), "nested Error: fail");
    assert.equal(seen.length, 0);
    assert.equal(await body(get(app, "/thrower")), "outer HttpError: no");
    assert.equal(seen.length, 1);
  } finally {
    console.error = log;
  }
});

Deno.test("notFound() answers every 404: of no route, and thrown below an onError()", async () => {
  const app = new App()
    .notFound((ctx) => ctx.render(<h1>Nothing at {ctx.url.pathname}</h1>, { status: 404 }))
    .onError("/foo", () => new Response("error"))
    .get("/foo/thrower", () => {
      throw new HttpError(404);
    });
  const none = await get(app, "/invalid");
  assert.deepEqual([none.status, await none.text()], [404, "<h1>Nothing at /invalid</h1>"]);
  assert.equal(await body(get(app, "/foo/thrower")), "<h1>Nothing at /foo/thrower</h1>");
});

Deno.test("without an error page an HttpError is its status and message, another error a bare 500", async () => {
  const app = new App().get("/teapot", () => {
    throw new HttpError(418, "short and stout");
  }).get("/secret", () => {
    throw new Error("password is 1234");
  });
  const teapot = await get(app, "/teapot");
  assert.deepEqual([teapot.status, await teapot.text()], [418, "short and stout"]);
  const log = console.error;
  console.error = () => {};
  const secret = await get(app, "/secret").finally(() => console.error = log);
  assert.deepEqual([secret.status, await secret.text()], [500, "Internal server error"]);
});

Deno.test("layouts and the app wrapper surround ctx.render(), and can be left out", async () => {
  const app = new App()
    .appWrapper(({ Component }) => (
      <body>
        <Component />
      </body>
    ))
    .layout("*", ({ Component }) => (
      <div>
        <Component />
      </div>
    ))
    .layout("/inner", ({ Component }) => (
      <p>
        <Component />
      </p>
    ))
    .layout("/alone", async ({ Component }) =>
      await Promise.resolve(
        <i>
          <Component />
        </i>,
      ), { skipInheritedLayouts: true, skipAppWrapper: true })
    .get("/", (ctx) => ctx.render(<h1>hello</h1>))
    .get("/inner", (ctx) => ctx.render("in", { status: 418, headers: { "x-foo": "abc" } }))
    .get("/alone", (ctx) => ctx.render("me"));
  assert.equal(await body(get(app, "/")), "<body><div><h1>hello</h1></div></body>");
  const inner = await get(app, "/inner");
  assert.deepEqual([inner.status, inner.headers.get("x-foo"), await inner.text()], [
    418,
    "abc",
    "<body><div><p>in</p></div></body>",
  ]);
  assert.equal(await body(get(app, "/alone")), "<i>me</i>");
});

Deno.test("route() renders its component with what its handler hands over, with status and headers", async () => {
  const app = new App().route("/about", {
    component: ({ data }) => <h1>About {data.name}</h1>,
    handlers: { GET: () => page({ name: "Fresh" }, { status: 201, headers: { "cache-control": "no-store" } }) },
  });
  const response = await get(app, "/about");
  assert.deepEqual([response.status, response.headers.get("cache-control")], [201, "no-store"]);
  assert.equal(await response.text(), "<h1>About Fresh</h1>");
});

Deno.test("<Head> adds to the head, and takes the place of the same title, key, id or meta name", async () => {
  const app = new App().appWrapper(({ Component }) => (
    <html>
      <head>
        <title>Site</title>
        <meta name="description" content="site" />
        <meta name="robots" content="all" />
        <link key="feed" rel="alternate" href="/all" />
      </head>
      <body>
        <Component />
      </body>
    </html>
  )).get("/", (ctx) =>
    ctx.render(
      <main>
        <Head>
          <title>Page</title>
          <meta name="description" content="page" />
          <link key="feed" rel="alternate" href="/mine" />
        </Head>
      </main>,
    ));
  const [, head = ""] = /<head>(.*)<\/head>/.exec(await body(get(app, "/"))) ?? [];
  assert.equal(
    head.replaceAll(/ data-frsh-\w+(="\w*")?/g, ""),
    '<meta name="robots" content="all"/><title>Page</title><meta name="description" content="page"/>' +
      '<link rel="alternate" href="/mine"/>',
  );
});

Deno.test("keys are sent for what a partial may move, and nothing else", async () => {
  const list = (name: string) => (
    <ul>
      <li key={name}>
        <table>
          <tr key={name}>
            <td>{name}</td>
          </tr>
        </table>
      </li>
    </ul>
  );
  const app = new App().get("/", (ctx) =>
    ctx.render(
      <div>
        {list("a")}
        <Partial name="outer">
          {list("b")}
          <Partial name="inner">{list("c")}</Partial>
          {list("d")}
        </Partial>
        {list("e")}
      </div>,
    ));
  const html = await body(get(app, "/"));
  assert.deepEqual(
    html.match(/<\w+ data-frsh-key="\w"/g),
    ["b", "c", "d"].flatMap((name) => [
      `<li data-frsh-key="${name}"`,
      `<tr data-frsh-key="${name}"`,
    ]),
  );
});

Deno.test("mountApp() adds another app below a path", async () => {
  const inner = new App().use((ctx) => ctx.next()).get("/sitemap.xml", () => new Response("map")).get(
    "/:id",
    (ctx) => ctx.text(String(ctx.params.id)),
  );
  const app = new App().mountApp("/", inner).mountApp("/sub", inner);
  assert.equal(await body(get(app, "/sitemap.xml")), "map");
  assert.equal(await body(get(app, "/sub/sitemap.xml")), "map");
  assert.equal(await body(get(app, "/sub/7")), "7");
});

Deno.test("state belongs to one request", async () => {
  const app = new App<{ count?: number }>().use((ctx) => {
    ctx.state.count = (ctx.state.count ?? 0) + 1;
    return ctx.next();
  }).get("/", (ctx) => new Response(String(ctx.state.count)));
  const handler = app.handler();
  await handler(new Request("http://localhost/"));
  assert.equal(await body(handler(new Request("http://localhost/"))), "1");
});

Deno.test("redirect() answers 302 or what it is told, and never leads to another host by a doubled slash", async () => {
  const app = new App().get("/a", (ctx) => ctx.redirect("/b")).get("/c", (ctx) => ctx.redirect("//evil.example", 303));
  const a = await get(app, "/a");
  assert.deepEqual([a.status, a.headers.get("location")], [302, "/b"]);
  assert.deepEqual([(await get(app, "/c")).status, (await get(app, "/c")).headers.get("location")], [
    303,
    "/evil.example",
  ]);
});

Deno.test("a WebSocket upgrade passes through middlewares to the client", async () => {
  const app = new App().use(async (ctx: Context) => await ctx.next()).get("/ws", (ctx) => {
    const { socket, response } = Deno.upgradeWebSocket(ctx.req);
    socket.onmessage = ({ data }) => socket.send(`echo ${data}`);
    return response;
  });
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, app.handler());
  const socket = new WebSocket(`ws://127.0.0.1:${server.addr.port}/ws`);
  const answer = await new Promise((resolve, reject) => {
    socket.onopen = () => socket.send("hi");
    socket.onmessage = ({ data }) => resolve(data);
    socket.onerror = reject;
  });
  assert.equal(answer, "echo hi");
  const closed = new Promise((resolve) => socket.onclose = resolve);
  socket.close();
  await closed;
  await server.shutdown();
});
