/**
 * The one table of permission keys: what each allows, in a sentence. Roles, pages, endpoints and documentation read
 * it; a key that stands nowhere here cannot be granted, and a test refuses an endpoint that names one.
 */
import { entities } from "~/domain/kernel/entity.ts";

export interface PermissionKey {
  key: string;
  description: string;
}

/** Verbs beyond the read, create, update and delete that every entity has. */
const verbs: Record<string, string> = {
  "api-keys:read": "See everybody's API keys and how they are used",
  "api-keys:create": "Have API keys of one's own: create, change, rotate and revoke them",
  "api-keys:manage": "Do the same with everybody's API keys, and create them for others (besides api-keys:create)",
  "attachments:delete": "Remove files",
  "tickets:assign": "Assign tickets to staff",
  "tickets:reply": "Answer customers on tickets",
  "tickets:note": "Write internal notes on tickets",
  "tickets:resolve": "Resolve and close tickets",
  "work-orders:dispatch": "Choose technician and window of work orders, move and cancel them",
  "work-orders:execute": "Start and complete the work orders one is assigned to",
  "work-orders:note": "Write notes on work orders",
  "subscribers:import": "Import subscribers from files",
  "subscribers:sync": "Send subscriber records from an external system",
  "events:read": "See the event log and its failures",
  "events:replay": "Run failed events again",
  "webhooks:create": "Add webhook endpoints",
  "webhooks:update": "Change, pause and test webhook endpoints, rotate their secrets",
  "webhooks:delete": "Delete webhook endpoints",
  "notifications:update": "Cancel notifications and send them again",
  "webhooks:replay": "Send webhook deliveries again",
  "jobs:read": "See queues, schedules and runs",
  "jobs:run": "Run, pause and change scheduled tasks",
  "audit:read": "Read the audit trail",
  "audit:export": "Take the audit trail away as a file",
  "customers:impersonate": "Act as a customer in the portal, looking only, for a stated reason",
  "customers:impersonate_write": "Change things too while acting as a customer",
  "settings:read": "See settings",
  "settings:update": "Change settings",
  "users:read": "See sign-ins and roles of people",
  "users:manage": "Give people sign-ins and roles",
  "portal:account:read": "See one's own account and services",
  "portal:tickets:read": "See one's own tickets",
  "portal:tickets:create": "Report a problem",
  "portal:tickets:reply": "Answer on one's own tickets",
  "portal:tickets:rate": "Rate the work on one's own tickets",
  "portal:work-orders:read": "See one's own visits",
  "portal:subscribers:read": "See one's own services",
  "portal:sites:read": "See one's own addresses",
  "portal:attachments:read": "Open files of one's own tickets",
  "portal:notifications:read": "See one's own notifications",
  "reseller:account:read": "See who is signed in at the reseller portal",
  "reseller:resellers:read": "See one's own company as a reseller",
  "reseller:subscribers:read": "See the subscribers one serves as a reseller",
  "reseller:sites:read": "See the addresses of one's subscribers",
  "reseller:tickets:read": "See the tickets of one's subscribers",
  "reseller:tickets:create": "Report a problem for one of one's subscribers",
  "reseller:tickets:reply": "Answer on the tickets of one's subscribers",
  "reseller:work-orders:read": "See visits at one's subscribers",
  "reseller:attachments:read": "Open public files of one's subscribers' tickets",
  "vendor:account:read": "See who is signed in at the vendor portal",
  "vendor:vendors:read": "See one's own company as a vendor",
  "vendor:projects:read": "See the projects given to one's company",
  "vendor:work-orders:read": "See the jobs given to one's company",
  "vendor:work-orders:execute": "Start and complete the jobs given to one's company",
  "vendor:work-orders:note": "Write notes and send photos on the jobs given to one's company",
  "vendor:sites:read": "See the addresses of one's own jobs and projects",
  "vendor:subscribers:read": "See name and phone of the customer while a job is open",
  "vendor:attachments:read": "Open files of one's own jobs",
};

const actions = { read: "See", create: "Create", update: "Change", delete: "Delete" } as const;

/** Every key there is, sorted. Entities bring four each. */
export function permission_keys(): PermissionKey[] {
  const keys = new Map<string, string>(Object.entries(verbs));
  for (const entity of entities()) {
    for (const [action, word] of Object.entries(actions)) {
      if (entity.readonly && action !== "read") continue;
      const key = `${entity.permission}:${action}`;
      if (!keys.has(key)) keys.set(key, `${word} ${entity.plural.toLowerCase()}`);
    }
  }
  return [...keys].map(([key, description]) => ({ key, description })).sort((a, b) => a.key.localeCompare(b.key));
}
