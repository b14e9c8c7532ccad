/** From the outcome of a sign-in to the browser: its cookies, and where to go. Every way in ends here. */
import {
  audiences_of,
  find_pending,
  known_devices,
  type Pending,
  type SignInOutcome,
  username_of,
} from "~/domain/access/mod.ts";
import { unauthenticated } from "~/domain/kernel/errors.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import {
  cookie,
  cookie_name,
  known_cookie,
  known_days,
  pending_cookie,
  pending_cookies,
  read_cookie,
  session_cookies,
  spent_pending,
} from "./cookies.ts";
import { csrf_cookie, csrf_tokens } from "./csrf.ts";
import { home_of } from "./home.ts";
import { local_path } from "./local_path.ts";
import type { Ctx } from "./pages.ts";
import type { Portal } from "./portals.ts";
import { access_token_of, door } from "./sign_in.ts";
import type { House } from "./state.ts";

export const is_secure = (house: House): boolean => house.platform.config.PUBLIC_URL.startsWith("https:");

/** With where to go afterwards, which no step may lose. */
export const with_next = (path: string, next: string): string =>
  next ? `${path}?next=${encodeURIComponent(next)}` : path;

/**
 * 303 to what was asked for, to the next step, or to the choice of portals.
 * @param next where to go on; only a path of this site is followed
 */
export async function answer_sign_in(
  ctx: Ctx,
  portal: Portal,
  outcome: SignInOutcome,
  next: string,
): Promise<Response> {
  const { house } = ctx.state;
  const secure = is_secure(house);
  const onward = local_path(next, "");
  if (outcome.kind === "pending") {
    const step = outcome.pending.steps[0] ?? "sign-in";
    return redirect(
      ctx,
      with_next(`${portal.auth}/${step}`, onward),
      pending_cookies(portal, outcome.pending.token ?? "", secure),
    );
  }
  const { opened } = outcome;
  const { actor } = await house.gate.actor(opened.session_id);
  const { username, audiences } = await house.platform.read(
    door(ctx.state.request),
    async (tx) => ({
      username: await username_of(tx, opened.person_id),
      audiences: await audiences_of(tx, opened.person_id),
    }),
  );
  const home = audiences.length > 1 ? `${portal.auth}/portals` : home_of(actor);
  const known = username
    ? [
      cookie(known_cookie(portal, secure), known_devices(house.platform.config.SECRET_KEY).make(username), secure, {
        max_age: known_days * 86_400,
      }),
    ]
    : [];
  return redirect(ctx, onward || home, [
    ...session_cookies(portal, await access_token_of(house, opened), opened, secure),
    spent_pending(portal, secure),
    ...known,
    // A token that someone planted before the sign-in is worth nothing after it.
    cookie(cookie_name(csrf_cookie, secure), csrf_tokens(house.platform.config.SECRET_KEY).make(), secure, {
      http_only: false,
    }),
  ]);
}

function redirect(ctx: Ctx, path: string, cookies: readonly string[]): Response {
  const response = ctx.redirect(path, 303);
  for (const value of cookies) response.headers.append("set-cookie", value);
  return response;
}

/** The sign-in that this browser has begun. @throws DomainError 401 where there is none, or it has waited too long. */
export async function pending_of(tx: Tx, ctx: Ctx, portal: Portal): Promise<Pending> {
  const token = read_cookie(ctx.req, pending_cookie(portal, is_secure(ctx.state.house)));
  if (!token) throw unauthenticated("No sign-in waits for this step. Sign in again.");
  return await find_pending(tx, token, portal.audience);
}
