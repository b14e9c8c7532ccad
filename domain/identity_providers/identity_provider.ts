import { entity } from "~/domain/kernel/entity.ts";
import { boolean, json, ref, tags, text, timestamp, url } from "~/domain/kernel/fields.ts";

/** An OpenID Connect provider whose word on who somebody is counts here. */
export const identity_provider = entity("identity_provider", {
  table: "identity_providers",
  permission: "identity-providers",
  label: "Identity provider",
  plural: "Identity providers",
  icon: "key",
  label_field: "name",
  order: { by: "created_at", dir: "asc" },
  readonly: true,
  fields: {
    key: text(40).meta({ create_only: true, list: true }),
    name: text(80).meta({ list: true }),
    button_label: text(80).nullish(),
    issuer: url().meta({ list: true }),
    client_id: text(200),
    client_secret: text(4_000).nullish().meta({ secret: true, readonly: true }),
    scopes: tags().default(["openid", "profile", "email"]),
    audiences: tags().default([]).meta({ list: true, label: "Portals" }),
    is_enabled: boolean().default(false).meta({ list: true, label: "Enabled" }),
    username_claim: text(100).default("preferred_username"),
    email_claim: text(100).default("email"),
    name_claim: text(100).default("name"),
    trusts_email: boolean().default(false),
    links_by_email: boolean().default(false),
    creates_people: boolean().default(false),
    email_domains: tags().default([]),
    default_role_id: ref("role").nullish(),
    trusts_second_factor: boolean().default(false),
    second_factor_values: tags().default(["mfa"]),
    is_enforced: boolean().default(false),
    checked_at: timestamp().nullish().meta({ readonly: true }),
    check_report: json().nullish().meta({ readonly: true }),
  },
});

/** Who has this value in this claim gets this role. */
export const identity_provider_rule = entity("identity_provider_rule", {
  table: "identity_provider_rules",
  permission: "identity-providers",
  label: "Role by claim",
  plural: "Roles by claim",
  label_field: "value",
  hidden: true,
  readonly: true,
  fields: {
    provider_id: ref("identity_provider").meta({ filter: true, list: true, create_only: true }),
    claim: text(200).meta({ list: true, create_only: true, hint: "Such as groups or realm_access.roles" }),
    value: text(200).meta({ list: true, create_only: true }),
    role_id: ref("role").meta({ filter: true, list: true, create_only: true }),
  },
});

/** Who somebody is at a provider: found by (provider, subject) and by nothing else. */
export const external_identity = entity("external_identity", {
  table: "external_identities",
  permission: "users",
  label: "External identity",
  plural: "External identities",
  label_field: "subject",
  hidden: true,
  readonly: true,
  fields: {
    provider_id: ref("identity_provider").meta({ filter: true, list: true, create_only: true }),
    subject: text(255).meta({ list: true, create_only: true }),
    person_id: ref("person").meta({ filter: true, list: true, create_only: true }),
    username: text(255).nullish().meta({ list: true, readonly: true }),
    email: text(255).nullish().meta({ list: true, readonly: true }),
    last_sign_in_at: timestamp().nullish().meta({ list: true, readonly: true }),
  },
});
