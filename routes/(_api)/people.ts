import type { Entity } from "~/domain/kernel/entity.ts";
import { people, person, person_channels } from "~/domain/people/mod.ts";
import { subscriber_people } from "~/domain/subscribers/mod.ts";
import { crud, nested } from "./crud.ts";
import type { Endpoint } from "./endpoint.ts";

const parent = person as unknown as Entity;

export const people_routes: Endpoint[] = [
  ...crud(people),
  ...crud(person_channels),
  nested(parent, "channels", person_channels, "person_id"),
  nested(parent, "subscribers", subscriber_people, "person_id"),
];
