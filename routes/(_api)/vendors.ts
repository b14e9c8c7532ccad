import { vendor_people, vendor_projects, vendor_work_orders, vendors } from "~/domain/vendors/mod.ts";
import { crud } from "./crud.ts";
import type { Endpoint } from "./endpoint.ts";

export const vendor_routes: Endpoint[] = [
  ...crud(vendors),
  ...crud(vendor_people),
  ...crud(vendor_projects),
  ...crud(vendor_work_orders),
];
