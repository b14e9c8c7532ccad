import { z } from "zod";
import { entity } from "~/domain/kernel/entity.ts";
import { boolean, choice, long_text, ref, text, timestamp } from "~/domain/kernel/fields.ts";

export const most_keys = 500;

export const role = entity("role", {
  table: "roles",
  permission: "roles",
  label: "Role",
  plural: "Roles",
  icon: "shield-check",
  label_field: "name",
  // Its pages are its own: a list of boxes is no form for rights.
  hidden: true,
  order: { by: "name", dir: "asc" },
  fields: {
    key: z.string().trim().max(60).regex(/^[a-z][a-z0-9-]*$/, "takes lower-case letters, digits and hyphens")
      .optional().meta({
        kind: "text",
        create_only: true,
        list: true,
        filter: true,
        hint: "What settings and programs call it. Made of the name where it is left out.",
      }),
    name: text(120).meta({ list: true, sort: true }),
    description: long_text(2_000).nullish().meta({ list: true }),
    audience: choice("admin", "portal", "reseller", "vendor").default("admin").meta({ create_only: true, list: true }),
    is_builtin: boolean().default(false).meta({ readonly: true, list: true }),
    permissions: z.array(z.string().trim().min(1).max(120)).max(most_keys).default([]).meta({ kind: "tags" }),
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

/** One key for one person, beside the roles. */
export const person_permission = entity("person_permission", {
  table: "person_permissions",
  permission: "users",
  label: "Direct grant",
  plural: "Direct grants",
  label_field: "key",
  hidden: true,
  readonly: true,
  fields: {
    person_id: ref("person").meta({ filter: true, list: true }),
    key: text(120).meta({ filter: true, list: true }),
    audience: choice("admin", "portal", "reseller", "vendor").meta({ readonly: true, list: true }),
    reason: text(500).meta({ list: true }),
    granted_by_id: ref("person").nullish().meta({ readonly: true }),
    expires_at: timestamp().nullish().meta({ list: true }),
  },
});
