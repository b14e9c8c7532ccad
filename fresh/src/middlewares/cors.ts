import type { Middleware } from "../types.ts";

export interface CORSOptions<State = unknown> {
  /** Who may read the answers: `"*"` (default), one origin, several, or a function that returns the allowed origin or null. */
  origin?: string | string[] | ((origin: string, ctx: Parameters<Middleware<State>>[0]) => string | null);
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
  const { origin: allowed = "*", allowMethods = ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH"], allowHeaders = [] } =
    options;

  return async (ctx) => {
    const asked = ctx.req.headers.get("origin") ?? "";
    const origin = typeof allowed === "function"
      ? allowed(asked, ctx)
      : typeof allowed === "string"
      ? allowed
      : allowed.includes(asked)
      ? asked
      : null;
    const headers = new Headers();
    if (origin !== null) headers.set("access-control-allow-origin", origin);
    if (origin !== "*") headers.set("vary", "Origin"); // another origin gets another answer
    if (options.credentials) headers.set("access-control-allow-credentials", "true");
    if (options.exposeHeaders?.length) headers.set("access-control-expose-headers", options.exposeHeaders.join(","));

    if (ctx.req.method === "OPTIONS") {
      const requested = ctx.req.headers.get("access-control-request-headers");
      const names = allowHeaders.length > 0 ? allowHeaders.join(",") : requested;
      if (options.maxAge !== undefined) headers.set("access-control-max-age", String(options.maxAge));
      headers.set("access-control-allow-methods", allowMethods.join(","));
      if (names) headers.set("access-control-allow-headers", names);
      if (allowHeaders.length === 0) headers.append("vary", "Access-Control-Request-Headers");
      return new Response(null, { status: 204, headers });
    }

    const response = await ctx.next();
    if (response.status === 101) return response;
    for (const [name, value] of headers) {
      name === "vary" ? response.headers.append(name, value) : response.headers.set(name, value);
    }
    return response;
  };
}
