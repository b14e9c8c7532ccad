import { manager } from "~/domain/kernel/manager.ts";
import { refusal } from "~/domain/kernel/db_errors.ts";
import { reseller, reseller_person, reseller_subscriber } from "./reseller.ts";

refusal("resellers_code", { field: "code", message: "belongs to another reseller" });
refusal("reseller_people_one_each", { field: "person_id", message: "belongs to this reseller already" });
refusal("reseller_subscribers_in_order", { field: "until", message: "must be after the start" });
refusal("reseller_subscribers_one_at_a_time", {
  field: "subscriber_id",
  message: "has a reseller at that time already",
  remedy: "End that relation first, or choose a time after it.",
});

export { reseller_of, subscribers_of_reseller } from "./subscribers_of.ts";
export { reseller, reseller_person, reseller_subscriber };
export const resellers = manager(reseller);
export const reseller_people = manager(reseller_person);
export const reseller_subscribers = manager(reseller_subscriber);
