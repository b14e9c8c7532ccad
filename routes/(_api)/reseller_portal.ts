/** A reseller's own API: the customers it serves now, and the service desk on their behalf. */
import { z } from "zod";
import { reseller, resellers } from "~/domain/resellers/mod.ts";
import { type Endpoint, reading } from "./endpoint.ts";
import { type Desk, desk_routes, view_of } from "./portal_desk.ts";

const desk: Desk = { portal: "reseller", prefix: "reseller", tag: "Reseller portal", whose: "one's customers'" };

const me = z.object({
  person_id: z.uuid().nullable(),
  name: z.string(),
  timezone: z.string().nullable(),
  resellers: z.array(view_of(desk, reseller).read),
});

export const reseller_portal_routes: Endpoint[] = [
  reading("/reseller/me", {
    permission: "reseller:account:read",
    tag: desk.tag,
    summary: "Who is signed in, and for which reseller",
    returns: me,
  }, async (tx) => ({
    person_id: tx.actor.person_id,
    name: tx.actor.label,
    timezone: tx.actor.timezone,
    resellers: (await resellers.list(tx, { limit: 200 })).items,
  })),
  ...desk_routes(desk),
];
