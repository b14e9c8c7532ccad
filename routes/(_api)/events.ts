import { z } from "zod";
import { timestamp } from "~/domain/kernel/fields.ts";
import { event_outcomes, events, replay_event, replay_failed_events } from "~/domain/operations/mod.ts";
import { crud } from "./crud.ts";
import { type Endpoint, param, reading, verb } from "./endpoint.ts";

const tag = events.entity.plural;
const replayed = z.object({ replayed: z.int() });
const outcome = z.object({
  handler: z.string(),
  status: z.enum(["completed", "failed"]),
  attempts: z.int(),
  error: z.string().nullable(),
  at: z.iso.datetime({ offset: true }),
});

export const event_routes: Endpoint[] = [
  ...crud(events),
  reading("/events/{id}/outcomes", {
    permission: "events:read",
    summary: "What became of an event, handler by handler",
    tag,
    returns: z.object({ items: z.array(outcome) }),
  }, async (tx, { params }) => ({ items: await event_outcomes(tx, param(params)) })),
  verb("POST", "/events/{id}/replay", {
    permission: "events:replay",
    summary: "Have a parked event handled again; handlers that were done stay done",
    tag,
    returns: replayed,
  }, (tx, { params }) => replay_event(tx, param(params))),
  verb("POST", "/events/replay-failed", {
    permission: "events:replay",
    summary: "Have all parked events of a type or span handled again, 10,000 at most",
    tag,
    body: z.strictObject({
      type: z.string().max(120).optional(),
      from: timestamp().optional(),
      to: timestamp().optional(),
    }),
    returns: replayed,
  }, (tx, { body }) => replay_failed_events(tx, body)),
];
