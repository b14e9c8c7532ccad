/** `deno task migrate`: brings the database up to date and says what was done. */
import { load_config } from "~/config.ts";
import { open_platform } from "~/house.ts";

const platform = await open_platform(load_config());
console.log("The database is up to date.");
await platform.close();
