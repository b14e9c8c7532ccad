import type { NavGroup, ShellUser } from "../shell/nav_types.ts";

/** Invented navigation for the living style page; the product's own comes from its routes and permissions. */
export function sample_groups(current: string): NavGroup[] {
  const groups: NavGroup[] = [
    {
      label: "Work",
      items: [
        { label: "Dashboard", href: "/style", icon: "layout-dashboard" },
        { label: "Inbox", href: "#inbox", icon: "inbox", count: 12 },
        { label: "Tickets", href: "/style?show=list", icon: "ticket", count: 48 },
        { label: "Work orders", href: "#work-orders", icon: "wrench" },
        { label: "Dispatch", href: "#dispatch", icon: "calendar-clock" },
        { label: "Projects", href: "#projects", icon: "folder-kanban" },
      ],
    },
    {
      label: "Customers",
      items: [
        { label: "Subscribers", href: "#subscribers", icon: "users" },
        { label: "Organizations", href: "#organizations", icon: "building-2" },
        { label: "Resellers", href: "#resellers", icon: "handshake" },
        { label: "Quotes", href: "#quotes", icon: "file-text" },
      ],
    },
    {
      label: "Network",
      items: [
        { label: "Map", href: "#map", icon: "map" },
        { label: "Fiber plant", href: "#fiber", icon: "cable" },
        { label: "Active network", href: "#network", icon: "router" },
        { label: "Outages", href: "#outages", icon: "zap-off", count: 1 },
        { label: "Qualification", href: "#qualification", icon: "map-pin-check" },
      ],
    },
    {
      label: "Supply",
      items: [{ label: "Inventory", href: "#inventory", icon: "package" }, {
        label: "Vendors",
        href: "#vendors",
        icon: "hard-hat",
      }],
    },
    { label: "Insight", items: [{ label: "Reports", href: "#reports", icon: "chart-column" }] },
    {
      label: "System",
      items: [{ label: "Users and roles", href: "#users", icon: "shield-check" }, {
        label: "Settings",
        href: "#settings",
        icon: "settings",
      }],
    },
  ];
  return groups.map((group) => ({
    ...group,
    items: group.items.map((item) => ({ ...item, current: item.label === current })),
  }));
}

export const sample_user: ShellUser = {
  name: "Ngozi Adeyemi",
  hint: "Service desk lead",
  links: [{ label: "Profile", href: "#profile", icon: "circle-user" }, {
    label: "Keyboard",
    href: "#keys",
    icon: "keyboard",
  }],
  sign_out: { action: "#sign-out" },
};

export const sample_now = "2025-11-23T08:05:00+01:00";
export const sample_zone = "Africa/Lagos";
