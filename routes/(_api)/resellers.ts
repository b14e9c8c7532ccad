import type { Entity } from "~/domain/kernel/entity.ts";
import {
  reseller,
  reseller_people,
  reseller_subscribers,
  resellers,
  subscribers_of_reseller,
} from "~/domain/resellers/mod.ts";
import { subscribers } from "~/domain/subscribers/mod.ts";
import { crud, nested } from "./crud.ts";
import type { Endpoint } from "./endpoint.ts";

export const reseller_routes: Endpoint[] = [
  ...crud(resellers),
  ...crud(reseller_people),
  ...crud(reseller_subscribers),
  nested(reseller as unknown as Entity, "subscribers", subscribers, subscribers_of_reseller),
];
