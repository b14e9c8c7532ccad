import { entity } from "~/domain/kernel/entity.ts";
import { choice, email, long_text, phone, ref, text, timestamp } from "~/domain/kernel/fields.ts";

/** A contractor. Its people see the projects and jobs that were given to it in the vendor portal. */
export const vendor = entity("vendor", {
  table: "vendors",
  permission: "vendors",
  label: "Vendor",
  plural: "Vendors",
  icon: "briefcase",
  label_field: "name",
  scope: { vendor: "id in (select app_vendor_ids())" },
  fields: {
    name: text(160).meta({ search: true, list: true }),
    code: text(60).nullish().meta({ search: true, list: true, hint: "Short and unique, such as SPLICE" }),
    contact_name: text(160).nullish().meta({ list: true }),
    contact_email: email().nullish().meta({ list: true }),
    contact_phone: phone().nullish().meta({ list: true }),
    license_number: text(120).nullish().meta({ search: true }),
    service_area: long_text(2_000).nullish().meta({ hint: "Where it works, in words" }),
    notes: long_text().nullish().meta({ staff_only: true }),
  },
});

export const vendor_person = entity("vendor_person", {
  table: "vendor_people",
  permission: "vendors",
  label: "Person of a vendor",
  plural: "People",
  label_field: "role",
  hidden: true,
  portal_role: "vendor",
  fields: {
    vendor_id: ref("vendor").meta({ filter: true, create_only: true, list: true }),
    person_id: ref("person").meta({ filter: true, create_only: true, list: true }),
    role: choice("manager", "member").default("member").meta({ list: true }),
  },
});

const since = () => timestamp().optional().meta({ create_only: true, list: true, hint: "Now, unless given" });
const until = () => timestamp().nullish().meta({ list: true, hint: "Open, unless given" });

/** The work on a project. Others may work there too; the portal shows it from `since` until just before `until`. */
export const vendor_project = entity("vendor_project", {
  table: "vendor_projects",
  permission: "vendors",
  label: "Project of a vendor",
  plural: "Projects of vendors",
  label_field: "project_id",
  hidden: true,
  ended_by: "until",
  fields: {
    vendor_id: ref("vendor").meta({ filter: true, create_only: true, list: true }),
    project_id: ref("project").meta({ filter: true, create_only: true, list: true }),
    since: since(),
    until: until(),
  },
});

/** A job in a contractor's hands; one contractor at a time. */
export const vendor_work_order = entity("vendor_work_order", {
  table: "vendor_work_orders",
  permission: "vendors",
  label: "Work order of a vendor",
  plural: "Work orders of vendors",
  label_field: "work_order_id",
  hidden: true,
  ended_by: "until",
  fields: {
    vendor_id: ref("vendor").meta({ filter: true, create_only: true, list: true }),
    work_order_id: ref("work_order").meta({ filter: true, create_only: true, list: true }),
    since: since(),
    until: until(),
  },
});
