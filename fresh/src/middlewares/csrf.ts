import type { Context } from "../context.ts";
import { HttpError } from "../error.ts";
import type { Middleware } from "../types.ts";

export interface CsrfOptions<State = unknown> {
  /** Other origins whose requests are accepted: one, several, or a test. */
  origin?: string | string[] | ((origin: string, ctx: Context<State>) => boolean);
}

/**
 * Refuses state-changing requests from foreign origins with 403, by the browser's `Sec-Fetch-Site` and `Origin` headers.
 * A request with neither header does not come from a browser of today and passes, as in Fresh: sessions in cookies want a
 * token besides.
 */
export function csrf<State>({ origin: allowed = [] }: CsrfOptions<State> = {}): Middleware<State> {
  return async (ctx) => {
    const { method, headers } = ctx.req;
    const site = headers.get("sec-fetch-site");
    const origin = headers.get("origin");
    const foreign = site === null
      ? origin !== null && origin !== ctx.url.origin
      : site !== "same-origin" && site !== "none";
    const is_trusted = typeof allowed === "function" ? allowed : (origin: string) => [allowed].flat().includes(origin);
    if (["GET", "HEAD", "OPTIONS"].includes(method) || !foreign || origin !== null && is_trusted(origin, ctx)) {
      return await ctx.next();
    }
    throw new HttpError(403, `Request from a foreign origin refused: ${origin ?? site}`);
  };
}
