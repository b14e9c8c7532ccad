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

const with_nonce = new Set([
  "default-src",
  "script-src",
  "script-src-elem",
  "style-src",
  "style-src-elem",
  "style-src-attr",
]);

/**
 * Adds a Content-Security-Policy to the responses.
 *
 * ```ts
 * app.use(csp({ useNonce: true, csp: ["img-src 'self' https://tiles.example.com"] }));
 * ```
 */
export function csp<State>(options: CSPOptions = {}): Middleware<State> {
  const { reportOnly = false, reportTo, useNonce = false } = options;
  const directives = new Map<string, string>();
  const reports = reportTo === undefined ? [] : ["report-to csp-endpoint", `report-uri ${reportTo}`];
  for (const directive of [...defaults, ...options.csp ?? [], ...reports]) {
    const name = directive.trim().split(/\s+/)[0] ?? "";
    // A browser ignores this one in a report-only policy, and complains.
    if (!(reportOnly && name === "upgrade-insecure-requests")) directives.set(name, directive.trim());
  }
  const header = reportOnly ? "content-security-policy-report-only" : "content-security-policy";
  const insecure = new Map([...directives].filter(([name]) => name !== "upgrade-insecure-requests"));

  return async (ctx) => {
    const response = await ctx.next();
    if (response.status === 101) return response; // a WebSocket: the handshake's headers are settled
    const nonce: unknown = useNonce ? Reflect.get(response, NONCE) : undefined;
    // Over plain HTTP (a developer's machine) browsers would follow redirects to an HTTPS that is not there.
    const secure = ctx.url.protocol === "https:" || ctx.req.headers.get("x-forwarded-proto") === "https";
    const policy = written(secure ? directives : insecure, typeof nonce === "string" ? nonce : null);
    const answer = mutable(response);
    answer.headers.set(header, policy);
    if (reportTo !== undefined) answer.headers.set("reporting-endpoints", `csp-endpoint="${reportTo}"`);
    return answer;
  };
}

/** Beside a nonce, browsers that know nonces ignore 'unsafe-inline'; it goes, so that the policy says what holds. */
function written(directives: Map<string, string>, nonce: string | null): string {
  return [...directives].map(([name, directive]) => {
    if (nonce === null || !with_nonce.has(name)) return directive;
    const sources = directive.split(/\s+/).filter((source) => source !== "'unsafe-inline'" && source !== "'none'");
    return [...sources, `'nonce-${nonce}'`].join(" ");
  }).join("; ");
}

/** Responses of `fetch` and `Response.redirect` have headers that cannot be changed. */
function mutable(response: Response): Response {
  try {
    response.headers.delete("x-fresh-probe");
    return response;
  } catch {
    return new Response(response.body, response);
  }
}
