import type { Context } from "../context.ts";
import type { Middleware } from "../types.ts";

export interface CORSOptions<State = unknown> {
  /** Who may read the answers: `"*"` (default), one origin, several, or a function that returns the allowed origin or null. */
  origin?: string | string[] | ((origin: string, ctx: Context<State>) => string | null);
  allowMethods?: string[];
  allowHeaders?: string[];
  exposeHeaders?: string[];
  /** How long a browser remembers the preflight, in seconds. */
  maxAge?: number;
  credentials?: boolean;
}

/**
 * Adds the headers of Cross-Origin Resource Sharing and answers preflights.
 *
 * ```ts
 * app.use("/api", cors({ origin: "https://example.com", maxAge: 600 }));
 * ```
 */
export function cors<State>(options: CORSOptions<State> = {}): Middleware<State> {
  const { origin: allowed = "*", allowHeaders = [], exposeHeaders = [], maxAge, credentials } = options;
  const { allowMethods = ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH"] } = options;

  return async (ctx) => {
    const asked = ctx.req.headers.get("origin") ?? "";
    const listed = typeof allowed === "object" ? allowed.find((each) => each === asked) ?? null : allowed;
    const origin = typeof listed === "function" ? listed(asked, ctx) : listed;
    const preflight = ctx.req.method === "OPTIONS";
    const response = preflight ? new Response(null, { status: 204 }) : await ctx.next();
    if (response.status === 101) return response;
    const { headers } = response;
    const set = (name: string, value: string | null) => value && headers.set(`access-control-${name}`, value);
    set("allow-origin", origin);
    if (origin !== "*") headers.append("vary", "Origin"); // another origin gets another answer
    if (credentials) set("allow-credentials", "true");
    set("expose-headers", exposeHeaders.join(","));
    if (preflight) {
      set("max-age", maxAge === undefined ? null : String(maxAge));
      set("allow-methods", allowMethods.join(","));
      set("allow-headers", allowHeaders.join(",") || ctx.req.headers.get("access-control-request-headers"));
      if (allowHeaders.length === 0) headers.append("vary", "Access-Control-Request-Headers");
    }
    return response;
  };
}
