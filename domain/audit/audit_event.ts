import { entity } from "~/domain/kernel/entity.ts";
import { json, ref, text, timestamp } from "~/domain/kernel/fields.ts";

/** Who changed what. The table takes no update and no delete; the view gives it the columns that every entity has. */
export const audit_event = entity("audit_event", {
  table: "audit_log",
  path: "audit-events",
  permission: "audit",
  label: "Audit entry",
  plural: "Audit trail",
  icon: "history",
  label_field: "action",
  readonly: true,
  fields: {
    action: text(120).meta({ filter: true, list: true }),
    entity_type: text(80).meta({ filter: true, list: true, label: "Record type" }),
    entity_id: text(80).meta({ filter: true, label: "Record" }),
    entity_label: text(300).nullish().meta({ list: true, label: "Name" }),
    subscriber_id: ref("subscriber").nullish().meta({ filter: true }),
    changes: json().meta({ list: true }),
    actor_kind: text(20).meta({ filter: true }),
    actor_id: ref("person").nullish().meta({ filter: true, label: "Actor" }),
    actor_label: text(160).meta({ list: true, label: "By" }),
    impersonator_id: ref("person").nullish().meta({ filter: true, label: "Acting staff" }),
    impersonator_label: text(160).nullish().meta({ label: "Acting staff, by name" }),
    api_key_id: ref("api_key").nullish().meta({ filter: true, label: "API key" }),
    request_id: text(80).nullish().meta({ filter: true }),
    ip: text(64).nullish(),
    user_agent: text(300).nullish(),
    occurred_at: timestamp().meta({ label: "At" }),
  },
});
