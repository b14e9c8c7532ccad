import type { Entity } from "~/domain/kernel/entity.ts";
import { site, sites } from "~/domain/sites/mod.ts";
import { subscribers } from "~/domain/subscribers/mod.ts";
import { crud, nested } from "./crud.ts";
import type { Endpoint } from "./endpoint.ts";

export const site_routes: Endpoint[] = [
  ...crud(sites),
  nested(site as unknown as Entity, "subscribers", subscribers, "site_id"),
];
