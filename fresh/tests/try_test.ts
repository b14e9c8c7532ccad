import { Builder } from "fresh/dev";
Deno.test("try", async () => {
  const t0 = performance.now();
  const root = new URL("./fixture", import.meta.url).pathname;
  const b = new Builder({ root });
  const apply = await b.build({ snapshot: "memory" });
  const { app } = await import("./fixture/main.ts");
  apply(app);
  const h = app.handler();
  console.log("ready", performance.now() - t0);
  for (const p of ["/", "/counter?start=3", "/nope", "/styles.css", "/_fresh/js/boot.js"]) {
    const r = await h(new Request("http://localhost" + p));
    console.log(p, r.status, [...r.headers], (await r.text()).slice(0, 1800));
  }
  const t1 = performance.now();
  await b.build();
  console.log("build", performance.now() - t1);
});
