import { access_seconds, type Opened, pending_minutes, refresh_days } from "~/domain/access/mod.ts";
import type { Portal } from "./portals.ts";

export interface CookieOptions {
  max_age?: number;
  http_only?: boolean;
  path?: string;
}

export function read_cookie(request: Request, name: string): string | null {
  const header = request.headers.get("cookie");
  if (!header) return null;
  for (const part of header.split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}

/** SameSite=Lax keeps links from mails working; what a foreign page could send with it is refused by the CSRF check. */
export function cookie(name: string, value: string, secure: boolean, options: CookieOptions = {}): string {
  const parts = [`${name}=${value}`, `Path=${options.path ?? "/"}`, "SameSite=Lax"];
  if (options.max_age !== undefined) parts.push(`Max-Age=${options.max_age}`);
  if (options.http_only ?? true) parts.push("HttpOnly");
  if (secure) parts.push("Secure");
  return parts.join("; ");
}

/**
 * `__Host-` where the site has https: browsers take such a cookie from this very host over https alone, so that no
 * sibling domain and nobody on the wire can plant one. The prefix demands Path=/, so each portal's cookie has a name
 * of its own instead of a path.
 */
export const cookie_name = (name: string, secure: boolean): string => secure ? `__Host-${name}` : name;

export const access_cookie = (portal: Portal, secure: boolean): string =>
  cookie_name(`omni_access_${portal.suffix}`, secure);
export const refresh_cookie = (portal: Portal, secure: boolean): string =>
  cookie_name(`omni_refresh_${portal.suffix}`, secure);
/** A sign-in that waits for its next step. */
export const pending_cookie = (portal: Portal, secure: boolean): string =>
  cookie_name(`omni_pending_${portal.suffix}`, secure);
/** A browser that has signed in to an account before: failures of others do not lock it out. */
export const known_cookie = (portal: Portal, secure: boolean): string =>
  cookie_name(`omni_known_${portal.suffix}`, secure);
/** A browser that its owner asked to remember: it may skip the second factor for a while. */
export const remembered_cookie = (portal: Portal, secure: boolean): string =>
  cookie_name(`omni_remembered_${portal.suffix}`, secure);
/** A flow to an identity provider that this browser has begun. */
export const sso_cookie = (portal: Portal, secure: boolean): string => cookie_name(`omni_sso_${portal.suffix}`, secure);

export const known_days = 180;

export function session_cookies(portal: Portal, access_token: string, opened: Opened, secure: boolean): string[] {
  const cookies = [cookie(access_cookie(portal, secure), access_token, secure, { max_age: access_seconds })];
  if (opened.refresh_token) {
    cookies.push(
      cookie(refresh_cookie(portal, secure), opened.refresh_token, secure, { max_age: refresh_days * 86_400 }),
    );
  }
  return cookies;
}

export const ended_cookies = (portal: Portal, secure: boolean): string[] =>
  [access_cookie(portal, secure), refresh_cookie(portal, secure)].map((name) =>
    cookie(name, "", secure, { max_age: 0 })
  );

export const pending_cookies = (
  portal: Portal,
  token: string,
  secure: boolean,
): string[] => [cookie(pending_cookie(portal, secure), token, secure, { max_age: pending_minutes * 60 })];
export const spent_pending = (portal: Portal, secure: boolean): string =>
  cookie(pending_cookie(portal, secure), "", secure, { max_age: 0 });
