import { entity } from "~/domain/kernel/entity.ts";
import { choice, date, long_text, ref, text, timestamp } from "~/domain/kernel/fields.ts";

/** A piece of building work: what, for whom, where and until when. Vendors see those that were given to them. */
export const project = entity("project", {
  table: "projects",
  permission: "projects",
  label: "Project",
  plural: "Projects",
  icon: "folder-kanban",
  number: "PRJ-000000",
  label_field: "name",
  scope: { vendor: "id in (select app_vendor_project_ids())" },
  fields: {
    name: text(160).meta({ search: true, list: true }),
    description: long_text().nullish(),
    status: choice("planned", "active", "on_hold", "completed", "canceled").default("planned").meta({
      filter: true,
      list: true,
    }),
    subscriber_id: ref("subscriber").nullish().meta({ filter: true, list: true, staff_only: true }),
    site_id: ref("site").nullish().meta({ filter: true, list: true }),
    start_on: date().nullish().meta({ label: "Starts" }),
    due_on: date().nullish().meta({ label: "Due", sort: true, filter: true, list: true }),
    completed_at: timestamp().nullish().meta({ readonly: true }),
  },
});
