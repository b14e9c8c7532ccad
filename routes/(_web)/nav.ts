/** The menu of the admin portal as data. An item is there for whom its page is. */
import type { IconName } from "~/components/icon.tsx";
import type { NavGroup } from "~/components/shell/nav_types.ts";
import { t } from "~/components/text.ts";
import { type Actor, can } from "~/domain/kernel/actor.ts";
import { paths } from "./paths.ts";

interface Place {
  label: string;
  href: string;
  icon: IconName;
  permission: string;
}

const groups: { label: string; items: Place[] }[] = [
  {
    label: "Work",
    items: [
      { label: "Dashboard", href: paths.admin.home, icon: "layout-dashboard", permission: "tickets:read" },
      { label: "Tickets", href: paths.admin.tickets, icon: "ticket", permission: "tickets:read" },
      { label: "Work orders", href: paths.admin.work_orders, icon: "wrench", permission: "work-orders:read" },
      { label: "Projects", href: `${paths.admin.home}/projects`, icon: "folder-kanban", permission: "projects:read" },
      { label: "My jobs", href: paths.field.day, icon: "truck", permission: "work-orders:execute" },
    ],
  },
  {
    label: "Customers",
    items: [
      { label: "Subscribers", href: paths.admin.subscribers, icon: "contact", permission: "subscribers:read" },
      { label: "People", href: `${paths.admin.home}/people`, icon: "users", permission: "people:read" },
      {
        label: "Organizations",
        href: `${paths.admin.home}/organizations`,
        icon: "building-2",
        permission: "organizations:read",
      },
      { label: "Resellers", href: `${paths.admin.home}/resellers`, icon: "handshake", permission: "resellers:read" },
      { label: "Sites", href: `${paths.admin.home}/sites`, icon: "map-pin", permission: "sites:read" },
      { label: "Imports", href: paths.admin.imports, icon: "upload", permission: "subscribers:import" },
    ],
  },
  {
    label: "Field team",
    items: [
      {
        label: "Technicians",
        href: `${paths.admin.home}/technicians`,
        icon: "hard-hat",
        permission: "technicians:read",
      },
      { label: "Skills", href: `${paths.admin.home}/skills`, icon: "badge-check", permission: "technicians:read" },
      { label: "Shifts", href: `${paths.admin.home}/shifts`, icon: "calendar-clock", permission: "technicians:read" },
      { label: "Absences", href: `${paths.admin.home}/absences`, icon: "circle-minus", permission: "technicians:read" },
    ],
  },
  {
    label: "Supply",
    items: [
      { label: "Vendors", href: `${paths.admin.home}/vendors`, icon: "briefcase", permission: "vendors:read" },
    ],
  },
  {
    label: "System",
    items: [
      { label: "Users and roles", href: paths.admin.users, icon: "shield-check", permission: "users:read" },
      {
        label: "Single sign-on",
        href: paths.admin.identity_providers,
        icon: "key",
        permission: "identity-providers:read",
      },
      { label: "Settings", href: paths.admin.settings, icon: "settings", permission: "settings:read" },
      {
        label: "Message templates",
        href: `${paths.admin.home}/notification-templates`,
        icon: "mail",
        permission: "notification-templates:read",
      },
      { label: "Notifications", href: paths.admin.notifications, icon: "send", permission: "notifications:read" },
      { label: "API keys", href: paths.admin.api_keys, icon: "key", permission: "api-keys:read" },
      { label: "Webhooks", href: paths.admin.webhooks, icon: "webhook", permission: "webhooks:read" },
      { label: "Events", href: paths.admin.events, icon: "activity", permission: "events:read" },
      { label: "Jobs", href: paths.admin.jobs, icon: "list-checks", permission: "jobs:read" },
      { label: "Audit trail", href: paths.admin.audit, icon: "history", permission: "audit:read" },
    ],
  },
];

export function admin_nav(actor: Actor, path: string): NavGroup[] {
  const here =
    groups.flatMap((group) => group.items).filter((item) =>
      path === item.href || (item.href !== paths.admin.home && path.startsWith(`${item.href}/`))
    ).sort((a, b) => b.href.length - a.href.length)[0];
  return groups
    .map((group) => ({
      label: t(group.label),
      items: group.items
        .filter((item) => can(actor, item.permission))
        .map((item) => ({ label: t(item.label), href: item.href, icon: item.icon, current: item === here })),
    }))
    .filter((group) => group.items.length > 0);
}

/** The group and place of a path, for breadcrumbs. */
export function place_of(path: string): { group: string; item: Place } | null {
  for (const group of groups) {
    for (const item of group.items) {
      if (item.href !== paths.admin.home && (path === item.href || path.startsWith(`${item.href}/`))) {
        return { group: group.label, item };
      }
    }
  }
  return null;
}

const creatable: Place[] = [
  { label: "Ticket", href: paths.admin.new_ticket, icon: "ticket", permission: "tickets:create" },
  { label: "Work order", href: `${paths.admin.work_orders}/new`, icon: "wrench", permission: "work-orders:create" },
  { label: "Subscriber", href: `${paths.admin.subscribers}/new`, icon: "contact", permission: "subscribers:create" },
  { label: "Person", href: `${paths.admin.home}/people/new`, icon: "user", permission: "people:create" },
  { label: "Import of subscribers", href: paths.admin.imports, icon: "upload", permission: "subscribers:import" },
];

export const create_menu = (actor: Actor) =>
  creatable.filter((item) => can(actor, item.permission)).map((item) => ({
    label: t(item.label),
    href: item.href,
    icon: item.icon,
  }));
