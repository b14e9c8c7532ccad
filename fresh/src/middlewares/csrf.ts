import { HttpError } from "../error.ts";
import type { Middleware } from "../types.ts";

export interface CsrfOptions<State = unknown> {
  /** Other origins whose requests are accepted: one, several, or a test. */
  origin?: string | string[] | ((origin: string, ctx: Parameters<Middleware<State>>[0]) => boolean);
}

const safe = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses state-changing requests from foreign origins with 403, by the browser's `Sec-Fetch-Site` and `Origin` headers.
 * A request with neither header does not come from a browser of today and passes, as in Fresh: sessions in cookies want a
 * token besides.
 */
export function csrf<State>({ origin: allowed }: CsrfOptions<State> = {}): Middleware<State> {
  return async (ctx) => {
    if (safe.has(ctx.req.method)) return await ctx.next();
    const site = ctx.req.headers.get("sec-fetch-site");
    const origin = ctx.req.headers.get("origin");
    const trusted = origin !== null && isAllowed(origin);
    const foreign = site !== null
      ? site !== "same-origin" && site !== "none"
      : origin !== null && origin !== ctx.url.origin;
    if (foreign && !trusted) throw new HttpError(403, `Request from a foreign origin refused: ${origin ?? site}`);
    return await ctx.next();

    function isAllowed(origin: string): boolean {
      if (allowed === undefined) return false;
      if (typeof allowed === "function") return allowed(origin, ctx);
      return typeof allowed === "string" ? allowed === origin : allowed.includes(origin);
    }
  };
}
