import { entity } from "~/domain/kernel/entity.ts";
import { choice, integer, json, ref, text, timestamp } from "~/domain/kernel/fields.ts";

/** The event log: what happened, and what became of it. Over the view `events` of the outbox. */
export const event = entity("event", {
  table: "events",
  permission: "events",
  label: "Event",
  plural: "Events",
  icon: "activity",
  label_field: "type",
  readonly: true,
  fields: {
    type: text(120).meta({ filter: true, list: true, readonly: true }),
    subject_type: text(60).meta({ readonly: true }),
    subject_id: text(36).meta({ readonly: true, hint: "Id of the row the event is about" }),
    subscriber_id: ref("subscriber").nullish().meta({ filter: true, readonly: true }),
    audience: choice("all", "staff").meta({ readonly: true, filter: false }),
    payload: json().meta({ readonly: true }),
    actor_kind: text(20).meta({ readonly: true }),
    actor_id: ref("person").nullish().meta({ readonly: true }),
    actor_label: text(160).meta({ label: "By", list: true, readonly: true }),
    request_id: text(80).nullish().meta({ readonly: true }),
    status: choice("pending", "completed", "failed").meta({ list: true, readonly: true }),
    attempts: integer(0).meta({ list: true, readonly: true }),
    next_attempt_at: timestamp().nullish().meta({ list: true, readonly: true }),
    completed_at: timestamp().nullish().meta({ readonly: true }),
  },
});
