import { type Actor, can, portal_of } from "~/domain/kernel/actor.ts";
import { paths } from "./paths.ts";

const homes = { customer: paths.portal.home, reseller: "/reseller", vendor: "/vendor" } as const;

/** Where a session begins. Who does jobs and reads no tickets works on a phone: that is their start page. */
export function home_of(actor: Omit<Actor, "request">): string {
  const portal = portal_of({ ...actor, request: null });
  if (portal) return homes[portal];
  const may = (key: string) => can({ ...actor, request: null }, key);
  return may("work-orders:execute") && !may("tickets:read") ? paths.field.day : paths.admin.home;
}
