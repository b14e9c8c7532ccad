import type { Entity } from "~/domain/kernel/entity.ts";
import { reseller, resellers } from "~/domain/resellers/mod.ts";
import { subscribers } from "~/domain/subscribers/mod.ts";
import { crud, nested } from "./crud.ts";
import type { Endpoint } from "./endpoint.ts";

export const reseller_routes: Endpoint[] = [
  ...crud(resellers),
  nested(reseller as unknown as Entity, "subscribers", subscribers, "reseller_id"),
];
