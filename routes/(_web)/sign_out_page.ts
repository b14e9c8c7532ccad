import type { Context } from "fresh";
import { ended_cookies } from "./cookies.ts";
import { flash_cookie } from "./flash.ts";
import { t } from "~/components/text.ts";
import type { Portal } from "./portals.ts";
import { sign_out } from "./sign_in.ts";
import type { State } from "./state.ts";
import { names } from "./declared.ts";

/** Ends the session on the server, then in the browser; without a session it is done already. */
export function sign_out_handlers(portal: Portal) {
  return names("public", {
    /** A link must sign nobody out: it would only take an image on another site. */
    GET: (ctx: Context<State>): Response => ctx.redirect(ctx.state.actor ? portal.home : portal.sign_in, 303),
    async POST(ctx: Context<State>): Promise<Response> {
      const { house, request, session } = ctx.state;
      if (session) await sign_out(house, request, session.session_id);
      const response = ctx.redirect(portal.sign_in, 303);
      const secure = house.platform.config.PUBLIC_URL.startsWith("https:");
      for (const value of ended_cookies(portal, secure)) response.headers.append("set-cookie", value);
      response.headers.append("set-cookie", flash_cookie({ tone: "ok", text: t("You are signed out.") }));
      return response;
    },
  });
}
