export { vendor, vendor_person, vendor_project, vendor_work_order } from "./vendor.ts";
export {
  type Vendor,
  vendor_people,
  vendor_projects,
  vendor_work_orders,
  vendors,
  type VendorWorkOrder,
} from "./vendors.ts";
export { give_to_vendor, hand_over_body, type HandOver, take_back, vendor_of } from "./hand_over.ts";
export { vendor_job, type VendorJob, type VendorJobNote, type VendorJobView } from "./jobs.ts";
