/** The end of acting as a customer: the session is over on the server and in the browser, and support is back at its own desk. */
import { t } from "~/components/text.ts";
import { end_impersonation } from "~/domain/access/mod.ts";
import { names } from "../../(_web)/declared.ts";
import type { Ctx } from "../../(_web)/pages.ts";
import { ended_cookies } from "../../(_web)/cookies.ts";
import { flash_cookie } from "../../(_web)/flash.ts";
import { paths } from "../../(_web)/paths.ts";
import { portal_for } from "../../(_web)/portals.ts";
import { define } from "../../(_web)/state.ts";

export const handler = define.handlers(names("public", {
  GET: (ctx: Ctx) => ctx.redirect(paths.portal.home, 303),
  async POST(ctx: Ctx) {
    const { house, actor } = ctx.state;
    if (!actor?.impersonator) return ctx.redirect(paths.portal.home, 303);
    // The one thing that a session which may only look can do is to end itself.
    await house.platform.transaction({ ...actor, read_only: false }, end_impersonation);
    const [subscriber_id] = actor.subscriber_ids;
    const response = ctx.redirect(subscriber_id ? paths.admin.subscriber(subscriber_id) : paths.admin.subscribers, 303);
    const secure = house.platform.config.PUBLIC_URL.startsWith("https:");
    for (const value of ended_cookies(portal_for("portal"), secure)) response.headers.append("set-cookie", value);
    response.headers.append("set-cookie", flash_cookie({ tone: "ok", text: t("You act under your own name again.") }));
    return response;
  },
}));
