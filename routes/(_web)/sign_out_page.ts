import type { Context } from "fresh";
import { ended_cookies } from "./cookies.ts";
import { flash_cookie } from "./flash.ts";
import { t } from "~/components/text.ts";
import { provider_of_session } from "~/domain/identity_providers/mod.ts";
import type { Portal } from "./portals.ts";
import { door, sign_out } from "./sign_in.ts";
import type { State } from "./state.ts";
import { names } from "./declared.ts";

/** Ends the session on the server, then in the browser; without a session it is done already. */
export function sign_out_handlers(portal: Portal) {
  return names("public", {
    /** A link must sign nobody out: it would only take an image on another site. */
    GET: (ctx: Context<State>): Response => ctx.redirect(ctx.state.actor ? portal.home : portal.sign_in, 303),
    async POST(ctx: Context<State>): Promise<Response> {
      const { house, request, session } = ctx.state;
      const provider = session &&
        await house.platform.read(door(request), (tx) => provider_of_session(tx, session.session_id));
      if (session) await sign_out(house, request, session.session_id);
      // Who came by single sign-on is asked whether to sign out there, too.
      const response = ctx.redirect(provider ? `${portal.auth}/sso/${provider}/sign-out` : portal.sign_in, 303);
      const secure = house.platform.config.PUBLIC_URL.startsWith("https:");
      for (const value of ended_cookies(portal, secure)) response.headers.append("set-cookie", value);
      if (!provider) {
        response.headers.append("set-cookie", flash_cookie({ tone: "ok", text: t("You are signed out.") }));
      }
      return response;
    },
  });
}
