export { vendor, vendor_person, vendor_project, vendor_work_order } from "./vendor.ts";
export {
  type Vendor,
  vendor_people,
  vendor_projects,
  vendor_work_orders,
  vendors,
  type VendorWorkOrder,
} from "./vendors.ts";
