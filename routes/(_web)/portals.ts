/** The portals by the first segment of a URL: audience, cookies and the pages around sign-in. */
import type { Audience } from "~/domain/access/mod.ts";

export interface Portal {
  audience: Audience;
  /** Cookie names end in it. */
  suffix: string;
  home: string;
  /** Where its pages around sign-in are: `/portal/auth`. */
  auth: string;
  sign_in: string;
  sign_out: string;
  /** How it is called where a person chooses. */
  label: string;
  lead: string;
}

const portal = (audience: Audience, home: string, auth: string, label: string, lead: string): Portal => ({
  audience,
  suffix: audience,
  home,
  auth,
  sign_in: `${auth}/sign-in`,
  sign_out: `${auth}/sign-out`,
  label,
  lead,
});

const staff = portal("admin", "/admin", "/auth", "Workplace", "Tickets, visits and everything behind them.");
const portals: Record<string, Portal> = {
  admin: staff,
  portal: portal("portal", "/portal", "/portal/auth", "Customer portal", "Your service, your tickets and your visits."),
  reseller: portal(
    "reseller",
    "/reseller",
    "/reseller/auth",
    "Reseller portal",
    "The customers you brought, and how they are served.",
  ),
  vendor: portal("vendor", "/vendor", "/vendor/auth", "Vendor portal", "The work that was given to you."),
};

/** `/portal/…` and `/api/v1/portal/…` belong to customers, and so on; everything else to staff. */
export function portal_of_path(path: string): Portal {
  const first = path.startsWith("/api/v1/") ? path.split("/")[3] : path.split("/")[1];
  return Object.hasOwn(portals, first ?? "") ? portals[first ?? ""] ?? staff : staff;
}

export const all_portals = (): Portal[] => Object.values(portals);
export const portal_for = (audience: Audience): Portal =>
  all_portals().find((each) => each.audience === audience) ?? staff;

/** Paths inside a portal that nobody must be signed in for. */
export const is_public_path = (path: string): boolean => /^\/(?:(?:portal|reseller|vendor)\/)?auth(?:\/|$)/.test(path);
/** Pages that are for a portal's people. */
export const is_portal_page = (path: string): boolean =>
  /^\/(admin|portal|reseller|vendor)(\/|$)/.test(path) && !is_public_path(path);
