/**
 * The one table of permission keys: what each allows, in a sentence. Roles, pages, endpoints and documentation read
 * it; a key that stands nowhere here cannot be granted, and a test refuses an endpoint that names one.
 */
import { entities, type Entity } from "~/domain/kernel/entity.ts";
import { key_audience, type KeyAudience, outsider_words } from "~/domain/kernel/permissions.ts";
import { humanise } from "~/domain/kernel/text/label.ts";

export interface PermissionKey {
  key: string;
  /** What it allows, in English: the source of a translation. */
  description: string;
  audience: KeyAudience;
  /** What stands before the action: `tickets`, `portal:tickets`. */
  domain: string;
  action: string;
}

export interface PermissionGroup {
  domain: string;
  audience: KeyAudience;
  label: string;
  /** The grant that covers all of it, and what it gets later. */
  wildcard: string;
  keys: PermissionKey[];
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
  "users:read": "See sign-ins, roles and rights of people",
  "users:manage": "Give people sign-ins, roles and rights, and take them away",
  "identity-providers:create": "Add identity providers; those for staff take an administrator",
  "identity-providers:update": "Change and test identity providers, and which claims give which roles",
  "identity-providers:delete": "Delete identity providers",
  "roles:create": "Make new roles, within one's own rights",
  "roles:update": "Change and copy roles, within one's own rights",
  "roles:delete": "Retire roles, within one's own rights",
  "access-reviews:read": "See who may do what since when, for an access review",
  "access-reviews:create": "Mark the rights of a person as reviewed",
  "access-reviews:export": "Take the access review away as a file",
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

/** What the four actions of an entity are called, in the order in which they are read. */
export const entity_actions = { read: "See", create: "Create", update: "Change", delete: "Delete" } as const;
export type EntityAction = keyof typeof entity_actions;

/** Domains that no entity names. */
const domain_words: Record<string, string> = {
  customers: "Acting as a customer",
  settings: "Settings",
  users: "Users",
  "portal:account": "Account",
  "portal:tickets": "Tickets",
  "portal:work-orders": "Visits",
  "portal:subscribers": "Services",
  "portal:sites": "Addresses",
  "portal:attachments": "Files",
  "portal:notifications": "Notifications",
};

/** Every key there is, by audience, domain and action. Entities bring four each, or one where the system alone writes them. */
export function permission_keys(): PermissionKey[] {
  return permission_groups().flatMap(({ keys }) => keys);
}

/** The keys as a table is read: staff first, then each portal; domains by name; see, create, change, delete, and then the rest. */
export function permission_groups(): PermissionGroup[] {
  const groups = Map.groupBy(described(), ({ domain }) => domain);
  return [...groups].map(([domain, keys]) => ({
    domain,
    audience: key_audience(domain),
    label: label_of(domain),
    wildcard: `${domain}:*`,
    keys: keys.sort((a, b) => rank(a.action) - rank(b.action) || a.action.localeCompare(b.action)),
  })).sort((a, b) =>
    audiences.indexOf(a.audience) - audiences.indexOf(b.audience) || a.label.localeCompare(b.label) ||
    a.domain.localeCompare(b.domain)
  );
}

export const find_permission = (key: string): PermissionKey | undefined =>
  permission_keys().find((each) => each.key === key);

const audiences: readonly KeyAudience[] = ["admin", ...outsider_words];
const order: readonly string[] = Object.keys(entity_actions);
const rank = (action: string) => order.includes(action) ? order.indexOf(action) : order.length;

function described(): PermissionKey[] {
  const keys = new Map<string, string>(Object.entries(verbs));
  for (const [permission, members] of Map.groupBy(entities(), (entity) => entity.permission)) {
    for (const [action, word] of Object.entries(entity_actions)) {
      const concerned = members.filter((entity) => action === "read" || !entity.readonly);
      const key = `${permission}:${action}`;
      if (concerned.length > 0 && !keys.has(key)) keys.set(key, `${word} ${things(concerned, permission)}`);
    }
  }
  return [...keys].map(([key, description]) => {
    const at = key.lastIndexOf(":");
    return { key, description, audience: key_audience(key), domain: key.slice(0, at), action: key.slice(at + 1) };
  });
}

/** "technicians, skills, shifts and absences": what has pages of its own, the one that the key is named after first. */
function things(members: readonly Entity[], permission: string): string {
  const shown = members.some((entity) => !entity.hidden) ? members.filter((entity) => !entity.hidden) : members;
  const named = [...shown].sort((a, b) => Number(b.path === permission) - Number(a.path === permission));
  const words = named.map((entity) => entity.plural.toLowerCase());
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

function label_of(domain: string): string {
  const named = domain_words[domain];
  if (named) return named;
  const members = entities().filter((entity) => entity.permission === domain);
  const entity = members.find((each) => each.path === domain) ?? members.find((each) => !each.hidden) ?? members[0];
  return entity?.plural ?? humanise(domain.replace(/^(portal|reseller|vendor):/, "").replaceAll("-", "_"));
}
