/** The ids that stand in for an address's parameters: a caller's own, somebody else's, or nobody's. */
import { entities, entity_by_path } from "~/domain/kernel/entity.ts";
import { new_id } from "~/domain/kernel/text/uuid.ts";
import type { Caller, Walls } from "./world.ts";
import type { Way } from "./registry.ts";

export type Whose = "own" | "foreign" | "unknown" | "malformed";

/** Segments that are no entity's path, and the table behind their ids. */
const tables: Record<string, string> = {
  visits: "work_orders",
  field: "work_orders",
  jobs: "work_orders",
  customers: "subscribers",
  grants: "person_permissions",
  files: "attachments",
  rules: "identity_provider_rules",
  users: "people",
  sessions: "sessions",
  events: "event_store",
  "audit-events": "audit_events",
};

/** What the actions of one's own security page name by `id`. */
const own_parts: Record<string, string> = { forget: "remembered_devices", unlink_identity: "external_identities" };

/** Parameters that are no ids. */
const words: Record<string, string> = { domain: "access", key: "rate_per_key", source: "walls", path: "v1" };

export const has_id = (way: Way): boolean => /:(?!domain|key|source|path)\w+/.test(way.path);

/** @throws where a parameter leads to no row: the walk must not pass by a route because it knows no id for it */
export function address_of(walls: Walls, way: Way, caller: Caller | null, whose: Whose): string {
  const parts = way.path.split("/");
  return parts.map((part, nth) => {
    const name = /^:(\w+)\*?$/.exec(part)?.[1];
    if (!name) return part;
    if (parts[nth - 1] === "roles" && name !== "id") return "customer";
    if (parts[nth - 1] === "permissions") return "tickets:read";
    if (["sso", "identity-providers"].includes(parts[nth - 1] ?? "") && name === "key") return "walls-own";
    return words[name] ??
      (whose === "unknown"
        ? new_id()
        : whose === "malformed"
        ? "%2e%2e%2f1%27--"
        : id_of(walls, way, parts[nth - 1] ?? "", caller, whose));
  }).join("/");
}

function id_of(walls: Walls, way: Way, segment: string, caller: Caller | null, whose: Whose): string {
  const table = tables[segment] ?? entity_by_path(segment)?.table ?? "";
  const mine = whose === "own" ? caller?.mine.get(table) : undefined;
  if (mine) return mine;
  const id = (whose === "own" ? walls.own : walls.foreign).ids.get(table);
  if (!id) {
    throw new Error(`${way.method} ${way.path}: no row is known for '${segment}', name its table in addresses.ts`);
  }
  return id;
}

/** Values for the fields by which forms name rows, so that what a form does finds what it is done to. */
export function form_of(walls: Walls, way: Way, caller: Caller | null, whose: Whose): Record<string, string> {
  const rows = whose === "own" ? walls.own.ids : walls.foreign.ids;
  const id = (table: string) =>
    whose === "unknown" ? new_id() : (whose === "own" ? caller?.mine.get(table) : undefined) ?? rows.get(table) ?? "";
  const [, , segment = ""] = way.path.split("/");
  const page = own_parts[way.action ?? ""] ?? tables[segment] ?? entity_by_path(segment)?.table ?? "";
  const itself = id(/view/.test(way.action ?? "") ? "saved_views" : page);
  return {
    ...Object.fromEntries(entities().map((entity) => [`${entity.name}_id`, id(entity.table)])),
    id: itself,
    ids: itself,
    view_id: id("saved_views"),
    grant_id: id("person_permissions"),
    session_id: segment === "users" ? rows.get("sessions") ?? "" : id("sessions"),
    delivery_id: id("webhook_deliveries"),
    task_id: id("scheduled_tasks"),
    rule_id: id("identity_provider_rules"),
    provider: "walls-own",
    ...(way.action === "break_glass" ? { person_id: caller?.person_id ?? "" } : {}),
    role: "customer",
    key: "customer",
  };
}
