/** What rows want beyond their catalog, so that every state that a wall looks at is there. */
import { mark, type Recipes, whose_mark } from "./rows.ts";

export interface StoredFile {
  key: string;
  sha256: string;
  size: number;
}

const in_days = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

/** @param persons who does the own jobs, and who belongs to the own partners, by role */
export const recipes = (file: StoredFile, persons: ReadonlyMap<string, string>): Recipes => ({
  reseller_people: (owner) => owner.name === "own" ? [{ person_id: persons.get("reseller") }] : [{}],
  vendor_people: (owner) => owner.name === "own" ? [{ person_id: persons.get("vendor") }] : [{}],
  api_keys: () => [{ scopes: ["tickets:read"] }],
  identity_providers: (owner) => [{
    key: `walls-${owner.name}`,
    issuer: `https://${owner.name}.idp.example`,
    audiences: ["admin", "portal", "reseller", "vendor"],
    is_enabled: owner.name === "own",
  }],
  scheduled_tasks: () => [{ interval_seconds: 3600 }],
  link_requests: () => [{ audience: "portal" }],
  roles: (owner) => [{ key: `walls_${owner.name}` }],
  subscribers: () => [{ external_system: null, external_id: null, status: "active", balance: "4242.42" }],
  attachments: (owner) => {
    const of_ticket = {
      entity_type: "ticket",
      entity_id: owner.planned.get("tickets"),
      part_id: null,
      storage_key: file.key,
      sha256: file.sha256,
      byte_size: file.size,
      content_type: "text/plain",
    };
    const of_note = {
      ...of_ticket,
      entity_type: "work_order",
      entity_id: owner.planned.get("work_orders"),
      part_id: owner.planned.get("work_order_notes"),
      [whose_mark]: "vendors",
    };
    return [
      { ...of_ticket, visibility: "public" },
      { ...of_ticket, visibility: "internal" },
      { ...of_note, visibility: "internal" },
    ];
  },
  tickets: () => [{ status: "open" }],
  ticket_comments: () => [{ visibility: "public" }, { visibility: "internal" }],
  work_orders: () => [
    { status: "scheduled", scheduled_start: in_days(1), scheduled_end: in_days(1.1) },
    { status: "draft", scheduled_start: null, scheduled_end: null },
  ],
  work_order_notes: () => [
    { visibility: "public" },
    { visibility: "internal" },
    { visibility: "vendor", [whose_mark]: "vendors" },
  ],
  technicians: (owner) => owner.name === "own" ? [{ person_id: persons.get("technician") }] : [{}],
  work_order_assignments: () => [{ start_at: in_days(1), end_at: in_days(1.1), is_primary: true }],
  shifts: () => [{ start_at: in_days(1), end_at: in_days(1.5) }],
  absences: () => [{ start_at: in_days(9), end_at: in_days(9.5) }],
  notifications: (owner) => [
    { channel: "in_app", dedupe_key: `walls-${owner.name}-1`, link: "/portal" },
    { channel: "email", dedupe_key: `walls-${owner.name}-2` },
  ],
  webhook_endpoints: (owner) => [{ url: `https://${owner.name}.hooks.example/`, status: "paused" }],
  webhook_deliveries: () => [{ status: "delivered", next_attempt_at: null }],
  sessions: () => [{ audience: "portal", expires_at: in_days(1) }],
  user_credentials: () => [{ password_hash: "$argon2id$none" }],
  imports: () => [{ kind: "subscribers", status: "checked", storage_key: file.key }],
  // Verified: an app that is still being added would be unsealed to be shown.
  totp_secrets: () => [{ verified_at: in_days(-1) }],
  saved_views: (
    owner,
  ) => [{ entity_type: "ticket", query: "status=open", name: mark(owner.name, "saved_views", "name") }],
});
