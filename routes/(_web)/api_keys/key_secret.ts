import { paths } from "../paths.ts";
import { secret_once } from "../secret_once.ts";

/** From the form that made a key to the page that shows it, once. */
export const key_secret = secret_once("api_key", (id) => `${paths.admin.api_key(id)}/secret`);
