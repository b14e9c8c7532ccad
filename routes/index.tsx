import { access_cookie, read_cookie, refresh_cookie } from "./(_web)/cookies.ts";
import { home_of } from "./(_web)/home.ts";
import { declare } from "./(_web)/declared.ts";
import type { Ctx } from "./(_web)/pages.ts";
import { portal_of_path } from "./(_web)/portals.ts";
import { paths } from "./(_web)/paths.ts";
import { define } from "./(_web)/state.ts";

/** The bare address leads everyone to their own door: customers who were here before to theirs, all others to the staff's. */
export const handler = define.handlers(declare((ctx: Ctx) => {
  const portal = portal_of_path(paths.portal.home);
  const secure = ctx.state.house.platform.config.PUBLIC_URL.startsWith("https:");
  const is_customer = !ctx.state.actor &&
    [access_cookie(portal, secure), refresh_cookie(portal, secure)].some((name) => read_cookie(ctx.req, name));
  return ctx.redirect(
    is_customer ? paths.portal.home : ctx.state.actor ? home_of(ctx.state.actor) : paths.admin.home,
    303,
  );
}, { permission: "public" }));
