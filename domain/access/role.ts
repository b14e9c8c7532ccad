import { entity } from "~/domain/kernel/entity.ts";
import { boolean, choice, long_text, ref, tags, text, timestamp } from "~/domain/kernel/fields.ts";

export const role = entity("role", {
  table: "roles",
  permission: "users",
  label: "Role",
  plural: "Roles",
  icon: "shield-check",
  label_field: "name",
  readonly: true,
  fields: {
    key: text(60).meta({ create_only: true, list: true }),
    name: text(120).meta({ list: true }),
    description: long_text(2_000).nullish().meta({ list: true }),
    audience: choice("admin", "portal", "reseller", "vendor").default("admin").meta({ create_only: true, list: true }),
    is_builtin: boolean().default(false).meta({ readonly: true, list: true }),
    permissions: tags().default([]),
  },
});

export const person_role = entity("person_role", {
  table: "person_roles",
  permission: "users",
  label: "Role of a person",
  plural: "Roles of people",
  label_field: "role_id",
  hidden: true,
  readonly: true,
  fields: {
    person_id: ref("person").meta({ filter: true, list: true }),
    role_id: ref("role").meta({ filter: true, list: true }),
    granted_by_id: ref("person").nullish().meta({ readonly: true }),
    expires_at: timestamp().nullish().meta({ list: true }),
    identity_provider_id: ref("identity_provider").nullish().meta({ readonly: true, label: "Given by claims of" }),
  },
});
