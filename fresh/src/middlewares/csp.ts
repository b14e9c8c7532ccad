import { NONCE } from "../render.ts";
import type { Middleware } from "../types.ts";

export interface CSPOptions {
  /** Sends `Content-Security-Policy-Report-Only`: violations are reported, nothing is blocked. */
  reportOnly?: boolean;
  /** Where browsers report to: adds `Reporting-Endpoints`, `report-to` and `report-uri`. */
  reportTo?: string;
  /** Directives that are added, or take the place of the default of the same name. */
  csp?: string[];
  /** Allows the inline scripts and styles of a rendered page by a nonce of its own. */
  useNonce?: boolean;
}

const defaults = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "media-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "upgrade-insecure-requests",
];

const takes_nonce = /^(default-src|script-src(-elem)?|style-src(-elem|-attr)?) /;

/**
 * Adds a Content-Security-Policy to the responses.
 *
 * ```ts
 * app.use(csp({ useNonce: true, csp: ["img-src 'self' https://tiles.example.com"] }));
 * ```
 */
export function csp<State>({ reportOnly, reportTo, csp = [], useNonce }: CSPOptions = {}): Middleware<State> {
  const reports = reportTo === undefined ? [] : ["report-to csp-endpoint", `report-uri ${reportTo}`];
  const directives = new Map(
    [...defaults, ...csp, ...reports].map((each) => [each.trim().split(/\s/)[0], each.trim()]),
  );
  const header = reportOnly ? "content-security-policy-report-only" : "content-security-policy";

  return async (ctx) => {
    const response = await ctx.next();
    if (response.status === 101) return response; // a WebSocket: the handshake's headers are settled
    const nonce: unknown = useNonce ? Reflect.get(response, NONCE) : undefined;
    // Over plain HTTP (a developer's machine) browsers would follow redirects to an HTTPS that is not there.
    const secure = ctx.url.protocol === "https:" || ctx.req.headers.get("x-forwarded-proto") === "https";
    const policy = [...directives.values()]
      .filter((each) => each !== "upgrade-insecure-requests" || secure && !reportOnly)
      // Beside a nonce browsers ignore 'unsafe-inline'; it goes, so that the policy says what holds.
      .map((each) =>
        nonce && takes_nonce.test(each) ? `${each.replace(/ '(unsafe-inline|none)'/g, "")} 'nonce-${nonce}'` : each
      );
    const answer = new Response(response.body, response); // those of `fetch` and `Response.redirect` cannot be changed
    answer.headers.set(header, policy.join("; "));
    if (reportTo !== undefined) answer.headers.set("reporting-endpoints", `csp-endpoint="${reportTo}"`);
    return answer;
  };
}
