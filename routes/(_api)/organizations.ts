import type { Entity } from "~/domain/kernel/entity.ts";
import { organization, organizations } from "~/domain/organizations/mod.ts";
import { people } from "~/domain/people/mod.ts";
import { subscribers } from "~/domain/subscribers/mod.ts";
import { crud, nested } from "./crud.ts";
import type { Endpoint } from "./endpoint.ts";

const parent = organization as unknown as Entity;

export const organization_routes: Endpoint[] = [
  ...crud(organizations),
  nested(parent, "people", people, "organization_id"),
  nested(parent, "subscribers", subscribers, "organization_id"),
];
