import { entity } from "~/domain/kernel/entity.ts";
import { choice, email, long_text, phone, ref, text, timestamp } from "~/domain/kernel/fields.ts";

/** A company that brings customers and looks after them. Its people see them in the reseller portal. */
export const reseller = entity("reseller", {
  table: "resellers",
  permission: "resellers",
  label: "Reseller",
  plural: "Resellers",
  icon: "handshake",
  label_field: "name",
  scope: { reseller: "id in (select app_reseller_ids())" },
  fields: {
    name: text(160).meta({ search: true, list: true }),
    code: text(60).meta({ search: true, list: true, hint: "Short and unique, such as NORTH" }),
    contact_email: email().nullish().meta({ list: true }),
    contact_phone: phone().nullish().meta({ list: true }),
    notes: long_text().nullish().meta({ staff_only: true }),
  },
});

export const reseller_person = entity("reseller_person", {
  table: "reseller_people",
  permission: "resellers",
  label: "Person of a reseller",
  plural: "People",
  label_field: "role",
  hidden: true,
  portal_role: "reseller",
  fields: {
    reseller_id: ref("reseller").meta({ filter: true, create_only: true, list: true }),
    person_id: ref("person").meta({ filter: true, create_only: true, list: true }),
    role: choice("manager", "member").default("member").meta({ list: true }),
  },
});

/** Whose customer a subscriber is, and for how long. The portal shows it from `since` until just before `until`. */
export const reseller_subscriber = entity("reseller_subscriber", {
  table: "reseller_subscribers",
  permission: "resellers",
  label: "Subscriber of a reseller",
  plural: "Subscribers",
  label_field: "subscriber_id",
  hidden: true,
  ended_by: "until",
  fields: {
    reseller_id: ref("reseller").meta({ filter: true, create_only: true, list: true }),
    subscriber_id: ref("subscriber").meta({ filter: true, create_only: true, list: true }),
    since: timestamp().optional().meta({ create_only: true, list: true, hint: "Now, unless given" }),
    until: timestamp().nullish().meta({ list: true, hint: "Open, unless given" }),
  },
});
