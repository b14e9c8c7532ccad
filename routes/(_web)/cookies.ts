import { access_seconds, type Opened, refresh_days } from "~/domain/access/mod.ts";
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

export const access_cookie = (portal: Portal): string => `omni_access_${portal.suffix}`;
export const refresh_cookie = (portal: Portal): string => `omni_refresh_${portal.suffix}`;

export function session_cookies(portal: Portal, access_token: string, opened: Opened, secure: boolean): string[] {
  const cookies = [cookie(access_cookie(portal), access_token, secure, { max_age: access_seconds })];
  if (opened.refresh_token) cookies.push(cookie(refresh_cookie(portal), opened.refresh_token, secure, { max_age: refresh_days * 86_400 }));
  return cookies;
}

export const ended_cookies = (portal: Portal, secure: boolean): string[] =>
  [access_cookie(portal), refresh_cookie(portal)].map((name) => cookie(name, "", secure, { max_age: 0 }));
