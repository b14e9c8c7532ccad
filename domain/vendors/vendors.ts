import { refusal } from "~/domain/kernel/db_errors.ts";
import type { Row } from "~/domain/kernel/entity.ts";
import { manager } from "~/domain/kernel/manager.ts";
import { vendor, vendor_person, vendor_project, vendor_work_order } from "./vendor.ts";

export type Vendor = Row<typeof vendor>;
export type VendorWorkOrder = Row<typeof vendor_work_order>;

refusal("vendors_code", { field: "code", message: "belongs to another vendor" });
refusal("vendor_people_one_each", { field: "person_id", message: "belongs to this vendor already" });
refusal("vendor_projects_in_order", { field: "until", message: "must be after the start" });
refusal("vendor_projects_once_at_a_time", {
  field: "project_id",
  message: "is in this vendor's hands at that time already",
  remedy: "End that assignment first, or choose a time after it.",
});
refusal("vendor_work_orders_in_order", { field: "until", message: "must be after the start" });
refusal("vendor_work_orders_one_at_a_time", {
  field: "work_order_id",
  message: "is in a vendor's hands at that time already",
  remedy: "Take it back first, or choose a time after it.",
});

export const vendors = manager(vendor);
export const vendor_people = manager(vendor_person);
export const vendor_projects = manager(vendor_project);
export const vendor_work_orders = manager(vendor_work_order);
