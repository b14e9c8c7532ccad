/** Hands a request from the page server to the API, with who was found to act. */
import type { Api } from "../(_api)/mount.ts";
import { declare } from "./declared.ts";
import type { Ctx } from "./pages.ts";

export const to_api = (api: Api) => {
  const bridge = (ctx: Ctx): Response | Promise<Response> =>
    api.fetch(ctx.req, {
      house: ctx.state.house,
      request: ctx.state.request,
      actor: ctx.state.actor,
      by_cookie: !ctx.req.headers.has("authorization") && !ctx.state.actor?.key_id,
    });
  return declare(bridge, { permission: "public" }); // each endpoint behind it names its own
};
