/** Importing this starts the process's parts; `start.ts` and the built server serve the application. */
import { load_config } from "~/config.ts";
import { create_app } from "~/app.ts";
import { open_house } from "~/house.ts";

export const house = await open_house(load_config());
export const app = create_app(house);
