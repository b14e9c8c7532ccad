import { DomainError } from "~/domain/kernel/errors.ts";
import { names } from "./(_web)/declared.ts";
import type { Ctx } from "./(_web)/pages.ts";
import { same_origin } from "./(_web)/csrf.ts";
import { access_cookie, read_cookie, refresh_cookie } from "./(_web)/cookies.ts";
import { all_portals, type Portal } from "./(_web)/portals.ts";
import { session_of_token, type SessionActor, with_request } from "~/domain/access/mod.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import { define, type House } from "./(_web)/state.ts";

/**
 * Live updates. A browser cannot choose headers for a socket, so it comes with the cookies of every portal it is signed
 * in at; `?portal=` says which one this page belongs to. What a socket then hears is decided by its actor alone.
 */
export const handler = define.handlers(names("signed-in", {
  async GET(ctx: Ctx) {
    if (ctx.req.headers.get("upgrade")?.toLowerCase() !== "websocket") {
      throw new DomainError("bad_request", "This address speaks WebSocket only.");
    }
    const { house } = ctx.state;
    // Sockets know no CORS: a foreign page could open one with our cookies.
    if (!same_origin(ctx.req, house.platform.config.PUBLIC_URL)) {
      throw new DomainError("forbidden", "The socket was opened from another site.");
    }
    const portal = all_portals().find((each) => each.audience === (ctx.url.searchParams.get("portal") ?? "admin"));
    const session = portal ? await session_of(house, ctx.req, portal) : null;
    if (!session || session.audience !== portal?.audience) throw new DomainError("unauthenticated", "Sign in first.");
    const { socket, response } = Deno.upgradeWebSocket(ctx.req, { idleTimeout: 60 });
    house.live.attach(socket, with_request(session.actor, ctx.state.request));
    const stop = house.gate.on_ended(session.session_id, () => socket.close(4001, "sign in again"));
    socket.addEventListener("close", stop);
    return response;
  },
}));

/** A page may be open for longer than its access token lasts: the refresh token says as well whose it is. */
async function session_of(house: House, request: Request, portal: Portal): Promise<SessionActor | null> {
  const secure = house.platform.config.PUBLIC_URL.startsWith("https:");
  const access = read_cookie(request, access_cookie(portal, secure));
  if (access) {
    const found = await house.gate.enter(access, portal.audience).catch(() => null);
    if (found) return found;
  }
  const refresh = read_cookie(request, refresh_cookie(portal, secure));
  const id = refresh ? await house.platform.read(job_actor("live"), (tx) => session_of_token(tx, refresh)) : null;
  return id ? await house.gate.actor(id) : null;
}
