/** `deno task start`: build where needed, serve, and tell where. SIGTERM and SIGINT finish what is in hand. */
import { greeting } from "~/demo/greeting.ts";
import { load_demo } from "~/demo/load.ts";
import { is_built } from "~/tools/built.ts";

// By a name that is not read in advance: a start that has nothing to build does not load the compilers (0.3 s).
const builder_file = new URL("./dev.ts", import.meta.url).href;
if (!await is_built()) await (await import(builder_file)).build();
const server_file = new URL("./_fresh/server.js", import.meta.url).href;
const { default: server }: { default: { fetch: Deno.ServeHandler } } = await import(server_file);
const { house } = await import("~/main.ts");

const { HOST, PORT, DEMO, embedded } = house.platform.config;
if (DEMO === true || (DEMO === "auto" && embedded)) await load_demo(house.platform);

const listening = Deno.serve({
  hostname: HOST,
  port: PORT,
  // A list of fifty tickets is 150 KB of HTML and 15 KB on the wire.
  automaticCompression: true,
  onListen: () => void greeting(house),
}, server.fetch);

let stopping = false;
async function stop() {
  if (stopping) return;
  stopping = true;
  await listening.shutdown();
  await house.close();
  Deno.exit(0);
}
Deno.addSignalListener("SIGTERM", stop);
Deno.addSignalListener("SIGINT", stop);
