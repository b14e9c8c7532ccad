/** The menus of the portals for people from outside. */
import type { NavItem } from "~/components/shell/nav_types.ts";
import { t } from "~/components/text.ts";
import type { Audience } from "~/domain/access/mod.ts";
import { paths } from "./paths.ts";

type Item = Pick<NavItem, "href" | "icon"> & { label: () => string };

const menus: Record<Exclude<Audience, "admin">, readonly Item[]> = {
  portal: [
    { label: () => t("Home"), href: paths.portal.home, icon: "house" },
    { label: () => t("Tickets"), href: paths.portal.tickets, icon: "ticket" },
    { label: () => t("Visits"), href: paths.portal.visits, icon: "calendar-days" },
    { label: () => t("Service"), href: paths.portal.service, icon: "router" },
  ],
  reseller: [
    { label: () => t("Home"), href: paths.reseller.home, icon: "house" },
    { label: () => t("Customers"), href: paths.reseller.subscribers, icon: "contact" },
    { label: () => t("Tickets"), href: paths.reseller.tickets, icon: "ticket" },
    { label: () => t("Visits"), href: paths.reseller.visits, icon: "calendar-days" },
  ],
  vendor: [
    { label: () => t("Home"), href: paths.vendor.home, icon: "house" },
    { label: () => t("Jobs"), href: paths.vendor.jobs, icon: "wrench" },
    { label: () => t("Projects"), href: paths.vendor.projects, icon: "folder-kanban" },
  ],
};

/** The home is current on its own page alone, every other place on the pages below it, too. */
export const portal_nav = (audience: Audience, path: string): NavItem[] =>
  audience === "admin" ? [] : menus[audience].map(({ label, href, icon }, nth) => ({
    label: label(),
    href,
    icon,
    current: nth === 0 ? path === href : path.startsWith(href),
  }));
