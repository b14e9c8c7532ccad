/** `deno task seed`: the demo data, for a database that has no people yet. */
import { load_config } from "~/config.ts";
import { open_platform } from "~/house.ts";
import { load_demo } from "~/demo/load.ts";
import { close_password_pool } from "~/domain/kernel/crypto/password_pool.ts";

const platform = await open_platform(load_config());
console.log(
  await load_demo(platform) ? "The demo data is loaded." : "This database has people already: nothing was changed.",
);
close_password_pool();
await platform.close();
