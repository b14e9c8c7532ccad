/** The roles that come with the house. They are kept in step with this table at every start. */
export interface BuiltinRole {
  key: string;
  name: string;
  description: string;
  audience: "admin" | "portal" | "reseller" | "vendor";
  permissions: readonly string[];
}

const look_up = [
  "subscribers:read",
  "people:read",
  "organizations:read",
  "sites:read",
  "resellers:read",
  "technicians:read",
  "attachments:read",
  "notifications:read",
];

export const builtin_roles: readonly BuiltinRole[] = [
  {
    key: "administrator",
    name: "Administrator",
    description: "Everything, settings and roles included.",
    audience: "admin",
    permissions: ["*"],
  },
  {
    key: "agent",
    name: "Support agent",
    description: "Works tickets from report to resolution and asks for visits.",
    audience: "admin",
    permissions: [
      ...look_up,
      "tickets:*",
      "attachments:*",
      "saved-views:*",
      "work-orders:read",
      "work-orders:create",
      "work-orders:note",
      "people:create",
      "people:update",
      "subscribers:update",
      "subscribers:delete",
    ],
  },
  {
    key: "dispatcher",
    name: "Dispatcher",
    description: "Plans visits: who, when and why.",
    audience: "admin",
    permissions: [
      ...look_up,
      "tickets:read",
      "tickets:note",
      "attachments:*",
      "saved-views:*",
      "work-orders:*",
      "technicians:*",
      "sites:update",
    ],
  },
  {
    key: "technician",
    name: "Technician",
    description: "Does the jobs of the day on a phone.",
    audience: "admin",
    permissions: ["work-orders:execute", "work-orders:note", "notifications:read"],
  },
  {
    key: "auditor",
    name: "Auditor",
    description: "Reads everything, changes nothing.",
    audience: "admin",
    permissions: [
      ...look_up,
      "tickets:read",
      "work-orders:read",
      "audit:read",
      "events:read",
      "webhooks:read",
      "jobs:read",
      "settings:read",
      "users:read",
      "roles:read",
      "access-reviews:read",
    ],
  },
  {
    key: "customer",
    name: "Customer",
    description: "Sees and reports on the own services.",
    audience: "portal",
    permissions: [
      "portal:account:read",
      "portal:tickets:read",
      "portal:tickets:create",
      "portal:tickets:reply",
      "portal:tickets:rate",
      "portal:work-orders:read",
      "portal:subscribers:read",
      "portal:sites:read",
      "portal:attachments:read",
      "portal:notifications:read",
    ],
  },
];
