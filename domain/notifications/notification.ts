import { entity } from "~/domain/kernel/entity.ts";
import { choice, integer, long_text, ref, text, timestamp } from "~/domain/kernel/fields.ts";

/** Words of a notice on one channel in one language, in place of those that come with the system. */
export const notification_template = entity("notification_template", {
  table: "notification_templates",
  permission: "notification-templates",
  label: "Notification template",
  plural: "Notification templates",
  icon: "mail",
  label_field: "name",
  order: { by: "code", dir: "asc" },
  fields: {
    code: text(80).meta({ list: true, create_only: true, sort: true, filter: true }),
    name: text(120).meta({ list: true }),
    channel: choice("email", "in_app").meta({ list: true, create_only: true, filter: false }),
    locale: text(16).default("en").meta({ list: true, create_only: true, hint: "Language such as en or fr-CI" }),
    subject: text(300).meta({ list: true }),
    body: long_text().meta({ hint: "Plain text with {{variables}}; empty lines part paragraphs" }),
  },
});

/** One message to one recipient on one channel; in the app it is read where it is, a mail is sent from this row. */
export const notification = entity("notification", {
  table: "notifications",
  internal: ["locked_until", "dedupe_key"],
  permission: "notifications",
  label: "Notification",
  plural: "Notifications",
  icon: "bell",
  label_field: "subject",
  readonly: true,
  scope: { customer: "channel = 'in_app' and person_id = app_person_id()" },
  announce: false,
  fields: {
    template_code: text(80).meta({ list: true, readonly: true, staff_only: true }),
    channel: choice("email", "in_app").meta({ list: true, readonly: true, filter: false }),
    person_id: ref("person").nullish().meta({ filter: true, readonly: true }),
    subscriber_id: ref("subscriber").nullish().meta({ filter: true, readonly: true, staff_only: true }),
    recipient: text(320).meta({ list: true, readonly: true, staff_only: true }),
    subject: text(300).meta({ list: true, readonly: true }),
    body: long_text().meta({ readonly: true }),
    link: text(2_000).nullish().meta({ readonly: true }),
    status: choice("queued", "sending", "sent", "failed", "canceled").meta({
      list: true,
      readonly: true,
      staff_only: true,
    }),
    attempts: integer(0).meta({ readonly: true, staff_only: true }),
    next_attempt_at: timestamp().nullish().meta({ readonly: true, staff_only: true }),
    sent_at: timestamp().nullish().meta({ list: true, readonly: true, staff_only: true }),
    read_at: timestamp().nullish().meta({ readonly: true }),
    message_id: text(320).nullish().meta({ readonly: true, staff_only: true }),
    last_error: long_text(2_000).nullish().meta({ list: true, readonly: true, staff_only: true }),
    sealed_body: long_text(200_000).nullish().meta({ readonly: true, secret: true, staff_only: true }),
  },
});
