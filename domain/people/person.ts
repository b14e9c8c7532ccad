import { entity } from "~/domain/kernel/entity.ts";
import { boolean, choice, long_text, ref, text, timestamp } from "~/domain/kernel/fields.ts";

export const person = entity("person", {
  table: "people",
  permission: "people",
  label: "Person",
  plural: "People",
  icon: "users",
  label_field: "display_name",
  order: { by: "created_at", dir: "desc" },
  fields: {
    display_name: text(160).meta({ label: "Name", search: true, sort: true, list: true }),
    first_name: text(80).nullish().meta({ search: true }),
    last_name: text(80).nullish().meta({ search: true }),
    organization_id: ref("organization").nullish().meta({ filter: true, list: true }),
    locale: text(16).nullish().meta({ hint: "Language of messages, such as en or fr-CI" }),
    timezone: text(64).nullish().meta({ label: "Time zone", hint: "Such as Africa/Lagos" }),
    notes: long_text().nullish().meta({ staff_only: true }),
  },
});

/** The identity of a person towards the outside world: one normalised address on one channel. */
export const person_channel = entity("person_channel", {
  table: "person_channels",
  permission: "people",
  label: "Channel",
  plural: "Channels",
  label_field: "address",
  hidden: true,
  fields: {
    person_id: ref("person").meta({ filter: true, create_only: true }),
    channel_type: choice(
      "email",
      "phone",
      "sms",
      "whatsapp",
      "facebook_messenger",
      "instagram_dm",
      "telegram",
      "chat_widget",
    ).meta({ list: true }),
    address: text(255).meta({ filter: true, list: true, hint: "E-mail address, or a phone number in any usual form" }),
    label: text(60).nullish().meta({ list: true }),
    is_primary: boolean().default(false).meta({ label: "Primary", list: true }),
    verified_at: timestamp().nullish().meta({ readonly: true, list: true }),
  },
});
