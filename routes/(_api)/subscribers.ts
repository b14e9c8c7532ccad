import { z } from "zod";
import type { Entity } from "~/domain/kernel/entity.ts";
import {
  link_person,
  subscriber,
  subscriber_people,
  subscriber_person,
  subscribers,
} from "~/domain/subscribers/mod.ts";
import { crud, nested } from "./crud.ts";
import { type Endpoint, param, verb } from "./endpoint.ts";

const parent = subscriber as unknown as Entity;
const link_body = z.strictObject({
  person_id: z.uuid(),
  role: z.enum(["owner", "member", "technical", "read_only"]).optional(),
  is_primary: z.boolean().optional().meta({ description: "Makes this the subscriber that the person stands for" }),
});

export const subscriber_routes: Endpoint[] = [
  ...crud(subscribers),
  ...crud(subscriber_people),
  nested(parent, "people", subscriber_people, "subscriber_id"),
  verb(
    "POST",
    "/subscribers/{id}/people",
    {
      permission: "subscribers:update",
      tag: subscriber.plural,
      summary: "Link a person to a subscriber, or change the link",
      body: link_body,
      returns: subscriber_person.read,
    },
    (tx, { params, body }) => link_person(tx, param(params), body),
  ),
];
