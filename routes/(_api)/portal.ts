/** The customer's own API. */
import { z } from "zod";
import { subscribers } from "~/domain/subscribers/mod.ts";
import { rate, rating_body, ticket } from "~/domain/tickets/mod.ts";
import { type Endpoint, param, reading, verb } from "./endpoint.ts";
import { type Desk, desk_routes, view_of } from "./portal_desk.ts";

const desk: Desk = { portal: "customer", prefix: "portal", tag: "Customer portal", whose: "one's own" };

const me = z.object({
  person_id: z.uuid().nullable(),
  name: z.string(),
  timezone: z.string().nullable(),
  subscribers: z.array(z.object({ id: z.uuid(), number: z.string(), name: z.string(), status: z.string() })),
});

export const portal_routes: Endpoint[] = [
  reading("/portal/me", {
    permission: "portal:account:read",
    tag: desk.tag,
    summary: "Who is signed in, and for which services",
    returns: me,
  }, async (tx) => {
    const { items } = await subscribers.list(tx, { limit: 200 });
    return {
      person_id: tx.actor.person_id,
      name: tx.actor.label,
      timezone: tx.actor.timezone,
      subscribers: items.map(({ id, number, name, status }) => ({ id, number, name, status })),
    };
  }),
  ...desk_routes(desk),
  verb("PUT", "/portal/tickets/{id}/rating", {
    permission: "portal:tickets:rate",
    tag: desk.tag,
    summary: "Rate finished work from 1 to 5",
    body: rating_body,
    returns: view_of(desk, ticket).read,
  }, (tx, { params, body }) => rate(tx, param(params), body.rating, body.comment ?? null)),
];
