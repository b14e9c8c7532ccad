/** The portals by the first segment of a URL: audience, cookies and the page to sign in at. */
import type { Audience } from "~/domain/access/mod.ts";

export interface Portal {
  audience: Audience;
  /** Cookie names end in it. */
  suffix: string;
  home: string;
  sign_in: string;
}

const portals: Record<string, Portal> = {
  admin: { audience: "admin", suffix: "admin", home: "/admin", sign_in: "/auth/sign-in" },
  portal: { audience: "portal", suffix: "portal", home: "/portal", sign_in: "/portal/auth/sign-in" },
};

const staff: Portal = { audience: "admin", suffix: "admin", home: "/admin", sign_in: "/auth/sign-in" };

/** `/portal/…` and `/api/v1/portal/…` belong to customers; everything else to staff. */
export function portal_of_path(path: string): Portal {
  const first = path.startsWith("/api/v1/") ? path.split("/")[3] : path.split("/")[1];
  return portals[first ?? ""] ?? staff;
}

export const all_portals = (): Portal[] => Object.values(portals);

/** Paths inside a portal that nobody must be signed in for. */
export const is_public_path = (path: string): boolean => /^\/(auth|portal\/auth)(\/|$)/.test(path);
