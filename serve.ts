/** Serves what was built, and tells where. SIGTERM and SIGINT finish what is in hand. */
import { greeting } from "~/demo/greeting.ts";
import { load_demo } from "~/demo/load.ts";

// The pages load while the database opens.
const server_file = new URL("./_fresh/server.js", import.meta.url).href;
const [{ house }, { default: server }]: [typeof import("~/main.ts"), { default: { fetch: Deno.ServeHandler } }] =
  await Promise.all([import("~/main.ts"), import(server_file)]);

const { HOST, PORT, DEMO, embedded } = house.platform.config;
if (DEMO === true || (DEMO === "auto" && embedded)) await load_demo(house.platform);

const listening = Deno.serve({
  hostname: HOST,
  port: PORT,
  // A list of fifty tickets is 85 KB of HTML and 12 KB on the wire.
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
