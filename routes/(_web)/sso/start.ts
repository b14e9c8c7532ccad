/**
 * From the button to the provider. A GET, since a form that posts could not be redirected there: the page's
 * `form-action 'self'` holds for redirects, too. Nothing is lost by it: who is sent here unasked proves who they are
 * at the provider, and the answer only works in their own browser.
 */
import { names } from "../declared.ts";
import { begin_step_up, open_request } from "~/domain/identity_providers/mod.ts";
import { home_of } from "../home.ts";
import { local_path } from "../local_path.ts";
import { actor_of } from "../middlewares.ts";
import type { Ctx } from "../pages.ts";
import type { Portal } from "../portals.ts";
import { door } from "../sign_in.ts";
import { held, key_of, leave, provider_address, provider_of } from "./flow.ts";

export function sso_start_handlers(portal: Portal) {
  return names("public", {
    async GET(ctx: Ctx): Promise<Response> {
      const next = local_path(ctx.url.searchParams.get("next"), "");
      const purpose = ctx.url.searchParams.get("for") === "step-up" ? "step_up" : "sign_in";
      if (purpose === "sign_in" && ctx.state.actor) return ctx.redirect(next || home_of(ctx.state.actor), 303);
      const provider = await provider_of(ctx, portal);
      const { platform } = ctx.state.house;
      const token = purpose === "step_up"
        ? await platform.transaction(
          actor_of(ctx.state),
          (tx) => begin_step_up(tx, key_of(ctx), portal.audience, next),
        )
        : await platform.transaction(door(ctx.state.request), (tx) =>
          open_request(tx, {
            provider_id: provider.id,
            audience: portal.audience,
            purpose,
            person_id: null,
            session_id: null,
            next,
          }));
      return leave(await provider_address(ctx, portal, provider, token, purpose), held(ctx, portal, token));
    },
  });
}
