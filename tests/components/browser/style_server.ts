import { App, csp, staticFiles } from "fresh";
import { Builder } from "fresh/dev";
import { fileURLToPath } from "node:url";
import { compile_styles } from "~/components/theme/compile.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const people = ["Hassan Eze", "Hassan Bello", "Halima Garba"];

/** The style page with its islands on a real Fresh server under a strict policy, and the addresses that the islands ask. */
export async function serve_style(port: number) {
  await compile_styles();
  const sockets = new Set<WebSocket>();
  const subscribed: string[][] = [];
  const app = new App()
    .use(staticFiles())
    .use(csp({ useNonce: true, csp: ["style-src 'self'", "img-src 'self' blob: data:", "connect-src 'self' ws:"] }))
    .get("/ws", (ctx) => {
      const { socket, response } = Deno.upgradeWebSocket(ctx.req);
      sockets.add(socket);
      socket.onmessage = (event) => subscribed.push(JSON.parse(event.data).subscribe);
      socket.onclose = () => sockets.delete(socket);
      return response;
    })
    .get("/admin/search", (ctx) => {
      const wanted = ctx.url.searchParams.get("q") ?? "";
      const items = wanted.startsWith("tkt")
        ? [{ label: "No light on the router", hint: "TKT-004812", href: "/style?show=ticket", icon: "ticket" }]
        : [];
      return Response.json({
        groups: [{ label: "Tickets", items }, {
          label: "Elsewhere",
          items: [{ label: "tkt evil", href: "//evil.test" }],
        }],
      });
    })
    .get("/style/suggest", (ctx) => {
      const wanted = (ctx.url.searchParams.get("q") ?? "").toLowerCase();
      return Response.json({
        items: people.filter((name) => name.toLowerCase().includes(wanted)).map((label, at) => ({
          id: `p${at + 1}`,
          label,
          hint: "C1000" + at,
        })),
      });
    })
    .fsRoutes();
  const builder = new Builder({ root, routeDir: "tests/components/fixture/routes" });
  (await builder.build({ snapshot: "memory" }))(app);
  const server = Deno.serve({ port, onListen: () => {} }, app.handler());
  return {
    base: `http://localhost:${port}`,
    subscribed,
    sockets,
    stop: async () => {
      for (const socket of sockets) socket.close();
      await server.shutdown();
    },
  };
}
