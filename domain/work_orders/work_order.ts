import { entity } from "~/domain/kernel/entity.ts";
import { boolean, choice, integer, long_text, ref, text, timestamp } from "~/domain/kernel/fields.ts";

/** A job in the field. Customers see it as a visit once it has a window. */
export const work_order = entity("work_order", {
  table: "work_orders",
  permission: "work-orders",
  label: "Work order",
  plural: "Work orders",
  icon: "wrench",
  number: "WO-000000",
  label_field: "title",
  scope: {
    customer: "subscriber_id = any ((select app_subscriber_ids())::uuid[]) and scheduled_start is not null",
    reseller: "subscriber_id in (select app_reseller_subscriber_ids()) and scheduled_start is not null",
    vendor: "id in (select app_vendor_work_order_ids())",
  },
  // A contractor needs what to do, where and when; whose it is, is told by the job while it is open.
  sees: {
    vendor: [
      "title",
      "description",
      "status",
      "priority",
      "work_type",
      "site_id",
      "estimated_duration_minutes",
      "scheduled_start",
      "scheduled_end",
      "started_at",
      "completed_at",
    ],
  },
  fields: {
    title: text(200).meta({ search: true, list: true }),
    description: long_text().nullish().meta({ staff_only: true }),
    status: choice("draft", "scheduled", "dispatched", "in_progress", "completed", "canceled").default("draft").meta({
      filter: true,
      list: true,
      readonly: true,
    }),
    priority: choice("low", "normal", "high", "urgent").default("normal").meta({
      filter: true,
      list: true,
      staff_only: true,
    }),
    work_type: choice("install", "repair", "survey", "maintenance", "disconnect", "other").default("repair").meta({
      filter: true,
      list: true,
    }),
    subscriber_id: ref("subscriber").nullish().meta({ filter: true, list: true }),
    ticket_id: ref("ticket").nullish().meta({ filter: true }),
    site_id: ref("site").nullish().meta({ filter: true, list: true }),
    estimated_duration_minutes: integer(5, 1440).default(60).meta({
      label: "Estimated duration (minutes)",
      staff_only: true,
    }),
    scheduled_start: timestamp().nullish().meta({ sort: true, filter: true, list: true, readonly: true }),
    scheduled_end: timestamp().nullish().meta({ readonly: true }),
    started_at: timestamp().nullish().meta({ readonly: true }),
    completed_at: timestamp().nullish().meta({ readonly: true }),
    completion_notes: long_text().nullish().meta({ readonly: true, staff_only: true }),
    cancel_reason: text(300).nullish().meta({ readonly: true, staff_only: true }),
    created_by_id: ref("person").nullish().meta({ readonly: true, staff_only: true }),
  },
});

export const work_order_assignment = entity("work_order_assignment", {
  table: "work_order_assignments",
  permission: "work-orders",
  label: "Assignment",
  plural: "Assignments",
  label_field: "technician_id",
  hidden: true,
  readonly: true,
  fields: {
    work_order_id: ref("work_order").meta({ filter: true }),
    technician_id: ref("technician").meta({ filter: true, list: true }),
    start_at: timestamp().meta({ sort: true, filter: true, list: true }),
    end_at: timestamp().meta({ filter: true, list: true }),
    is_primary: boolean().default(true),
  },
});

/** Public: the customer reads it too. Vendor: the contractor and the staff. Internal: the staff alone. */
export const note_visibilities = ["public", "vendor", "internal"] as const;

export const work_order_note = entity("work_order_note", {
  table: "work_order_notes",
  permission: "work-orders",
  label: "Note",
  plural: "Notes",
  label_field: "author_name",
  order: { by: "created_at", dir: "asc" },
  hidden: true,
  readonly: true,
  scope: {
    vendor: "visibility in ('public', 'vendor') and work_order_id in (select app_vendor_work_order_ids())",
  },
  fields: {
    work_order_id: ref("work_order").meta({ filter: true }),
    author_id: ref("person").nullish().meta({ readonly: true, staff_only: true }),
    author_name: text(160).meta({ readonly: true, list: true }),
    visibility: choice(...note_visibilities).default("internal"),
    body: long_text().meta({ list: true }),
  },
});
