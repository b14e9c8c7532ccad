/** Turns whatever was thrown into an answer: a page for people, the API's envelope for programs. */
import type { Middleware } from "fresh";
import { theme_from_cookie } from "~/components/shell/document.tsx";
import { is_step_up_required } from "~/domain/access/mod.ts";
import { DomainError } from "~/domain/kernel/errors.ts";
import { log } from "~/domain/kernel/log.ts";
import { envelope_of, ErrorPage, status_of_error } from "./error_page.tsx";
import { log_refusal } from "./log_refusal.ts";
import type { Ctx } from "./pages.ts";
import { step_up_path } from "./second_factor/step_up_redirect.ts";
import type { State } from "./state.ts";

/**
 * Stands inside the security headers and around everything else: an error page that the library made further out
 * would leave without a Content-Security-Policy, and the request would be logged as if nothing had answered.
 */
export const friendly_errors: Middleware<State> = async (ctx) => {
  try {
    return await ctx.next();
  } catch (error) {
    return await error_answer(ctx, error);
  }
};

export async function error_answer(ctx: Ctx, error: unknown): Promise<Response> {
  const status = status_of_error(error);
  const { state, url } = ctx;
  if (status >= 500 && !(error instanceof DomainError)) {
    log.error("a request failed unexpectedly", { path: url.pathname, error });
  }
  log_refusal(error);
  const headers = new Headers({ "cache-control": "no-store" });
  if (error instanceof DomainError && error.retry_after !== undefined) {
    headers.set("retry-after", String(Math.ceil(error.retry_after)));
  }
  // RFC 9110, 11.6.1: a 401 says what would be accepted.
  if (status === 401 && url.pathname.startsWith("/api/")) headers.set("www-authenticate", 'Bearer realm="omni"');
  if (wants_json(ctx.req, url)) {
    headers.set("content-type", "application/json; charset=utf-8");
    return new Response(JSON.stringify({ ...envelope_of(error), request_id: state.request?.id }), { status, headers });
  }
  if (is_step_up_required(error)) return ctx.redirect(step_up_path(ctx.req, url), 303);
  // Thrown before the browser's own choices were read: the page must not flash in the wrong theme.
  state.theme ??= theme_from_cookie(ctx.req.headers.get("cookie"));
  state.title = status === 404 ? "Not found" : `Error ${status}`;
  return await ctx.render(<ErrorPage state={state} url={url} error={error} />, { status, headers });
}

export const wants_json = (request: Request, url: URL): boolean =>
  url.pathname.startsWith("/api/") || /application\/json/.test(request.headers.get("accept") ?? "");
