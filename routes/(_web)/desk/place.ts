/** Where a shared page of the service desk is: at the customer's, or at the reseller's. */
import type { Portal } from "~/domain/kernel/entity.ts";
import { type DeskPaths, paths } from "../paths.ts";

/** A reseller speaks for many customers: its pages say for whom. */
export interface Place extends DeskPaths {
  portal: Extract<Portal, "customer" | "reseller">;
}

const customer: Place = { ...paths.portal, portal: "customer" };
const reseller: Place = { ...paths.reseller, portal: "reseller" };

export const place_of = (url: URL): Place => url.pathname.startsWith(`${paths.reseller.home}/`) ? reseller : customer;
