import { api } from "../(_api)/mod.ts";
import { to_api } from "../(_web)/api_bridge.ts";

/** Everything under /api is Hono's; the middlewares of the page server have found the actor already. */
export const handler = to_api(api);
