/** What every request passes, in this order. Each is small and named; routes/_middleware.ts lists them. */
import type { Middleware } from "fresh";
import { type Actor, portal_of } from "~/domain/kernel/actor.ts";
import { with_request } from "~/domain/access/mod.ts";
import { DomainError, forbidden, status_of } from "~/domain/kernel/errors.ts";
import { log, with_log_context } from "~/domain/kernel/log.ts";
import { observe_http } from "~/domain/kernel/metrics.ts";
import { client_address } from "~/domain/kernel/net/client_address.ts";
import { new_id } from "~/domain/kernel/text/uuid.ts";
import { unread_count } from "~/domain/notifications/mod.ts";
import {
  access_cookie,
  cookie,
  cookie_name,
  ended_cookies,
  read_cookie,
  refresh_cookie,
  session_cookies,
} from "./cookies.ts";
import { csrf_cookie, csrf_tokens, type CsrfTokens, is_unsafe, passes, same_origin, sent_token } from "./csrf.ts";
import { theme_from_cookie } from "~/components/shell/document.tsx";
import { flash_name, flash_spent, read_flash } from "./flash.ts";
import { check_length, is_form } from "./forms.ts";
import { is_portal_page, portal_of_path } from "./portals.ts";
import { sent_key } from "./sent_key.ts";
import { rate_headers } from "./rate_limit.ts";
import { refresh } from "./sign_in.ts";
import type { House, State } from "./state.ts";

/** A request id that a proxy gave is kept, so that its log and ours meet. */
export const request_context = (house: House): Middleware<State> => (ctx) => {
  const given = ctx.req.headers.get("x-request-id");
  const id = given && /^[\w.-]{8,64}$/.test(given) ? given : new_id();
  const peer = "hostname" in ctx.info.remoteAddr ? ctx.info.remoteAddr.hostname : "";
  const { config } = house.platform;
  ctx.state.house = house;
  ctx.state.arrived_at = Date.now();
  ctx.state.request = {
    id,
    ip: client_address(peer, ctx.req.headers.get("x-forwarded-for"), config.TRUSTED_PROXIES),
    user_agent: ctx.req.headers.get("user-agent")?.slice(0, 300) ?? null,
  };
  // What an error page of the middlewares themselves needs: those that fill these in may not have run yet.
  Object.assign(
    ctx.state,
    { session: null, actor: null, csrf: "", rail: "wide", toast: null, unread: 0, title: "" } satisfies Partial<State>,
  );
  return with_log_context({ request_id: id }, async () => {
    const started = performance.now();
    const response = await ctx.next();
    const seconds = (performance.now() - started) / 1000;
    if (!ctx.url.pathname.startsWith("/api/")) {
      observe_http({ method: ctx.req.method, route: ctx.route ?? "(none)", status: response.status, seconds });
    }
    log.info("request", {
      method: ctx.req.method,
      path: ctx.url.pathname,
      status: response.status,
      ms: Math.round(seconds * 1000),
      actor: ctx.state.actor?.label,
      ...(ctx.state.actor?.key_id ? { key_id: ctx.state.actor.key_id } : {}),
    });
    if (response.status !== 101) response.headers.set("x-request-id", id);
    return response;
  });
};

/** Fresh leaves the nonce of a rendered page on its response. */
function page_nonce(response: Response): string | null {
  const nonce: unknown = Reflect.get(response, Symbol.for("__freshNonce"));
  return typeof nonce === "string" ? nonce : null;
}

/**
 * Answers of pages and API alike. `script-src` has the nonce alone: not even our own host may serve a script that no
 * page asked for. Maps draw in workers that they make from blobs.
 */
export const security_headers = (house: House): Middleware<State> => async (ctx) => {
  const response = await ctx.next();
  if (response.status === 101) return response;
  const secure = house.platform.config.PUBLIC_URL.startsWith("https:");
  const set = (name: string, value: string) => {
    if (!response.headers.has(name)) response.headers.set(name, value);
  };
  if (response.headers.get("content-type")?.startsWith("text/html")) {
    set(
      "content-security-policy",
      [
        "default-src 'none'",
        // The nonce is the rendered page's own; HTML that was not rendered has no scripts of ours, so it may run none.
        page_nonce(response) ? `script-src 'nonce-${page_nonce(response)}' 'strict-dynamic'` : "script-src 'none'",
        "script-src-attr 'none'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src blob:",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        ...(secure ? ["upgrade-insecure-requests"] : []),
      ].join("; "),
    );
    set("cache-control", "private, no-store");
  } else if (response.headers.get("content-type")?.includes("json")) {
    // Opened by hand or in a frame it is a document like any other.
    set("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
    set("cache-control", "private, no-store");
  }
  if (ctx.state.rate) rate_headers(response.headers, ctx.state.rate);
  set("x-content-type-options", "nosniff");
  set("referrer-policy", "same-origin");
  set("x-frame-options", "DENY");
  set("cross-origin-opener-policy", "same-origin");
  set("cross-origin-resource-policy", "same-origin");
  set("permissions-policy", "camera=(self), geolocation=(self), microphone=(), payment=()");
  if (secure) set("strict-transport-security", "max-age=31536000; includeSubDomains");
  return response;
};

/** API key, else session from a bearer token or the cookies of the path's portal; an access cookie that ran out is renewed on the way. */
export const session = (house: House): Middleware<State> => async (ctx) => {
  const portal = portal_of_path(ctx.url.pathname);
  const secure = house.platform.config.PUBLIC_URL.startsWith("https:");
  const key = sent_key(ctx.req, ctx.url.pathname);
  if (key) {
    // The cookies that may have come along count for nothing: the key alone says who acts.
    ctx.state.actor = with_request(await house.gate.keys.enter(key, ctx.state.request.ip), ctx.state.request);
    return await ctx.next();
  }
  // Whatever stands there: a header that is no token must not leave the cookies in force, since CSRF is not judged beside it.
  const bearer = /^bearer (.*)$/i.exec(ctx.req.headers.get("authorization") ?? "")?.[1];
  const enter = async (token: string) => {
    const found = await house.gate.enter(token, portal.audience);
    ctx.state.session = found;
    ctx.state.actor = with_request(found.actor, ctx.state.request);
  };
  if (bearer !== undefined) {
    await enter(bearer);
    return await ctx.next();
  }
  let set: string[] = [];
  const access = read_cookie(ctx.req, access_cookie(portal, secure));
  const renewal = read_cookie(ctx.req, refresh_cookie(portal, secure));
  if (access) await enter(access).catch(keep_unavailable);
  if (!ctx.state.actor && renewal) {
    try {
      const renewed = await refresh(house, ctx.state.request, renewal, portal.audience);
      await enter(renewed.access_token);
      set = session_cookies(portal, renewed.access_token, renewed.opened, secure);
    } catch (error) {
      keep_unavailable(error);
      set = ended_cookies(portal, secure);
    }
  }
  const response = await ctx.next();
  for (const value of set) {
    if (!response.headers.getSetCookie().some((other) => other.split("=")[0] === value.split("=")[0])) {
      response.headers.append("set-cookie", value);
    }
  }
  return response;
};

/** A database that is away must not look like "signed out". */
function keep_unavailable(error: unknown): void {
  if (status_of(error) !== 401) throw error;
}

let tokens: CsrfTokens | null = null;

export const csrf = (house: House): Middleware<State> => async (ctx) => {
  // An API key was sent, in either header: nothing was let in by a cookie.
  if (ctx.state.actor?.key_id) return await ctx.next();
  // No browser sends a bearer token on its own, so there is nothing to forge. A password that a proxy asked for (Basic) is sent along by itself, and counts for nothing.
  if (/^bearer /i.test(ctx.req.headers.get("authorization") ?? "")) return await ctx.next();
  tokens ??= csrf_tokens(house.platform.config.SECRET_KEY);
  const secure = house.platform.config.PUBLIC_URL.startsWith("https:");
  const held = read_cookie(ctx.req, cookie_name(csrf_cookie, secure));
  const genuine = held !== null && tokens.genuine(held);
  const token = genuine ? held : tokens.make();
  ctx.state.csrf = tokens.for_page(token);
  const hook = ctx.url.pathname.startsWith("/api/v1/hooks/");
  const api_without_cookie = ctx.url.pathname.startsWith("/api/") && !ctx.state.actor;
  if (is_unsafe(ctx.req.method) && !hook && !api_without_cookie) {
    const refused = !same_origin(ctx.req, house.platform.config.PUBLIC_URL)
      ? "the request comes from another site"
      : !passes(tokens, await token_of(ctx, house), held)
      ? "its token is missing or old"
      : null;
    if (refused) {
      throw forbidden(
        "csrf",
        `Refused, because ${refused}. Reload the page and send again; API clients send a bearer token.`,
      );
    }
  }
  const response = await ctx.next();
  // Readable by scripts on purpose: islands copy it into a header.
  if (!genuine && response.headers.get("content-type")?.startsWith("text/html")) {
    response.headers.append(
      "set-cookie",
      cookie(cookie_name(csrf_cookie, secure), token, secure, { http_only: false }),
    );
  }
  return response;
};

async function token_of(ctx: { req: Request }, house: House): Promise<string | null> {
  if (is_form(ctx.req)) check_length(ctx.req, (house.platform.config.FILES_MAX_MB + 1) * 1024 * 1024 * 3);
  return await sent_token(ctx.req);
}

export const body_limit = (house: House): Middleware<State> => (ctx) => {
  if (is_unsafe(ctx.req.method)) check_length(ctx.req, (house.platform.config.FILES_MAX_MB + 1) * 1024 * 1024 * 3);
  return ctx.next();
};

/** What a page's frame shows of the browser's own choices, and the toast of the request before. */
export const browser_state: Middleware<State> = async (ctx) => {
  const cookies = ctx.req.headers.get("cookie");
  ctx.state.theme = theme_from_cookie(cookies);
  ctx.state.rail = read_cookie(ctx.req, "rail") === "narrow" ? "narrow" : "wide";
  ctx.state.toast = read_flash(read_cookie(ctx.req, flash_name));
  ctx.state.unread = await unread_of(ctx);
  ctx.state.title = "";
  const response = await ctx.next();
  if (ctx.state.toast && response.headers.get("content-type")?.startsWith("text/html")) {
    response.headers.append("set-cookie", flash_spent);
  }
  return response;
};

/**
 * The bell's figure: one count over the partial index of unread notices, up to 100 of them (0.1 ms beside 5,000). Read for pages of staff alone, error pages
 * included, before they render; not kept in the process, where another replica's "mark as read" would leave it wrong.
 */
async function unread_of({ state, req, url }: { state: State; req: Request; url: URL }): Promise<number> {
  const page = /^\/admin(\/|$)/.test(url.pathname) && !req.headers.get("accept")?.includes("application/json");
  if (!page || !state.actor?.person_id || portal_of(state.actor)) return 0;
  return await state.house.platform.read(state.actor, unread_count);
}

/** Pages of a portal are for its people: anyone else is led to its sign-in, and back afterwards. */
export const portal_gate: Middleware<State> = (ctx) => {
  const path = ctx.url.pathname;
  if (!is_portal_page(path) || ctx.state.actor) return ctx.next();
  if (is_unsafe(ctx.req.method) || ctx.req.headers.get("accept")?.includes("application/json")) {
    throw new DomainError(
      "unauthenticated",
      "Your session has ended. Sign in again in another tab, then send once more: what you typed is still here.",
    );
  }
  const back = path + ctx.url.search;
  return ctx.redirect(`${portal_of_path(path).sign_in}?next=${encodeURIComponent(back)}`, 303);
};

export const actor_of = (state: State): Actor => {
  if (!state.actor) throw new DomainError("unauthenticated", "Sign in first.");
  return state.actor;
};
