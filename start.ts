/** `deno task start`: build where needed, serve, and tell where. SIGTERM and SIGINT finish what is in hand. */
import { build, is_built } from "~/dev.ts";
import { greeting } from "~/demo/greeting.ts";
import { load_demo } from "~/demo/load.ts";

if (!await is_built()) await build();
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
