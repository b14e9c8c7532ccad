import { entity } from "~/domain/kernel/entity.ts";
import { boolean, choice, decimal, email, long_text, phone, ref, text, timestamp } from "~/domain/kernel/fields.ts";

/**
 * The customer account that operations work for, mirrored from an external billing system by
 * (external_system, external_id). Tickets, work orders and messages point here, never at a person.
 */
export const subscriber = entity("subscriber", {
  table: "subscribers",
  permission: "subscribers",
  label: "Subscriber",
  plural: "Subscribers",
  icon: "contact",
  number: "SUB-000000",
  label_field: "name",
  scope: {
    customer: "id = any ((select app_subscriber_ids())::uuid[])",
    reseller: "id in (select app_reseller_subscriber_ids())",
    // Those of the contractor's open jobs, to be called and no more.
    vendor: "id in (select app_vendor_subscriber_ids())",
  },
  sees: { vendor: ["name", "phone"] },
  fields: {
    name: text(160).meta({ search: true, sort: true, list: true }),
    status: choice("pending", "active", "suspended", "terminated").default("active").meta({ filter: true, list: true }),
    person_id: ref("person").nullish().meta({ label: "Contact person", staff_only: true }),
    organization_id: ref("organization").nullish().meta({ filter: true, staff_only: true }),
    site_id: ref("site").nullish().meta({ label: "Service address", list: true }),
    external_system: text(60).nullish().meta({
      filter: true,
      create_only: true,
      staff_only: true,
      hint: "The billing system this account comes from",
    }),
    external_id: text(120).nullish().meta({
      label: "External ID",
      filter: true,
      create_only: true,
      search: true,
      staff_only: true,
    }),
    account_number: text(60).nullish().meta({ search: true, filter: true, list: true }),
    email: email().nullish().meta({ label: "E-mail", search: true }),
    phone: phone().nullish().meta({ search: true, list: true }),
    service_plan: text(120).nullish().meta({ label: "Plan", list: true }),
    service_speed: text(60).nullish().meta({ label: "Speed" }),
    balance: decimal(14, 2).nullish().meta({
      readonly: true,
      staff_only: true,
      hint: "As the billing system last told; display only",
    }),
    activated_at: timestamp().nullish(),
    suspended_at: timestamp().nullish().meta({ readonly: true }),
    terminated_at: timestamp().nullish().meta({ readonly: true }),
    last_synced_at: timestamp().nullish().meta({ readonly: true, staff_only: true }),
    notes: long_text().nullish().meta({ staff_only: true }),
  },
});

/** Who acts for a subscriber. `is_primary` designates the one subscriber a person stands for. */
export const subscriber_person = entity("subscriber_person", {
  table: "subscriber_people",
  permission: "subscribers",
  label: "Account holder",
  plural: "Account holders",
  label_field: "role",
  hidden: true,
  fields: {
    subscriber_id: ref("subscriber").meta({ filter: true, create_only: true, list: true }),
    person_id: ref("person").meta({ filter: true, create_only: true, list: true }),
    role: choice("owner", "member", "technical", "read_only").default("owner").meta({ list: true }),
    is_primary: boolean().default(false).meta({ label: "Primary subscriber of this person", list: true }),
  },
});
