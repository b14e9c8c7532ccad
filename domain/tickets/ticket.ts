import { author_kinds } from "~/domain/kernel/attachments.ts";
import { entity } from "~/domain/kernel/entity.ts";
import { choice, integer, long_text, ref, tags, text, timestamp } from "~/domain/kernel/fields.ts";

export const ticket = entity("ticket", {
  table: "tickets",
  permission: "tickets",
  label: "Ticket",
  plural: "Tickets",
  icon: "ticket",
  number: "TKT-000000",
  label_field: "subject",
  scope: {
    customer: "subscriber_id = any ((select app_subscriber_ids())::uuid[])",
    reseller: "subscriber_id in (select app_reseller_subscriber_ids())",
  },
  fields: {
    subject: text(200).meta({ search: true, list: true }),
    description: long_text().nullish(),
    status: choice("new", "open", "pending", "on_hold", "resolved", "closed", "canceled").default("new").meta({
      filter: true,
      list: true,
    }),
    priority: choice("low", "normal", "high", "urgent").default("normal").meta({ filter: true, list: true }),
    channel: choice("web", "portal", "email", "phone", "chat", "api").default("web").meta({ create_only: true }),
    subscriber_id: ref("subscriber").nullish().meta({ filter: true, list: true }),
    site_id: ref("site").nullish(),
    contact_id: ref("person").nullish().meta({ label: "Contact", staff_only: true }),
    created_by_id: ref("person").nullish().meta({ label: "Created by", readonly: true, staff_only: true }),
    assigned_to_id: ref("person").nullish().meta({ label: "Assignee", filter: true, list: true, staff_only: true }),
    previous_ticket_id: ref("ticket").nullish().meta({ readonly: true }),
    tags: tags().default([]).meta({ staff_only: true }),
    due_at: timestamp().nullish().meta({ label: "Due", sort: true, filter: true, list: true }),
    first_response_at: timestamp().nullish().meta({ readonly: true }),
    resolved_at: timestamp().nullish().meta({ readonly: true }),
    closed_at: timestamp().nullish().meta({ readonly: true }),
    rating: integer(1, 5).nullish().meta({ readonly: true, filter: true }),
    rating_comment: long_text(2_000).nullish().meta({ readonly: true }),
    rated_at: timestamp().nullish().meta({ readonly: true }),
  },
});

/** What was said on a ticket. Public ones are the conversation with the customer; internal ones never leave the staff. */
export const ticket_comment = entity("ticket_comment", {
  table: "ticket_comments",
  permission: "tickets",
  label: "Comment",
  plural: "Comments",
  label_field: "author_name",
  order: { by: "created_at", dir: "asc" },
  hidden: true,
  readonly: true,
  scope: {
    customer:
      "visibility = 'public' and ticket_id in (select k.id from tickets k where k.subscriber_id = any ((select app_subscriber_ids())::uuid[]))",
    reseller:
      "visibility = 'public' and ticket_id in (select k.id from tickets k where k.subscriber_id in (select app_reseller_subscriber_ids()))",
  },
  fields: {
    ticket_id: ref("ticket").meta({ filter: true, create_only: true }),
    author_id: ref("person").nullish().meta({ readonly: true, staff_only: true }),
    author_name: text(160).meta({ readonly: true, list: true }),
    author_kind: choice(...author_kinds).meta({ readonly: true }),
    visibility: choice("public", "internal").default("public").meta({ list: true }),
    body: long_text().meta({ list: true }),
  },
});
