import { z } from "zod";
import type { Entity } from "~/domain/kernel/entity.ts";
import { candidates, slots, slots_query, window_query } from "~/domain/technicians/mod.ts";
import {
  add_note,
  assignments,
  cancel,
  cancellation,
  complete,
  completion,
  dispatch,
  note_body,
  required_skills,
  schedule,
  schedule_body,
  set_required_skills,
  skill_ids,
  start,
  unassign,
  work_order,
  work_order_note,
  work_order_notes,
  work_orders,
} from "~/domain/work_orders/mod.ts";
import { give_to_vendor, hand_over_body, take_back } from "~/domain/vendors/mod.ts";
import { files_of } from "./attachments.ts";
import { crud, nested } from "./crud.ts";
import { type Endpoint, param, reading, verb } from "./endpoint.ts";
import { saying } from "./uploads.ts";

const tag = "Work orders";
const parent = work_order as unknown as Entity;
const returns = work_order.read;

const skill_list = z.object({ items: z.array(z.object({ id: z.uuid(), name: z.string() })) });
const technician = z.object({ id: z.uuid(), person_id: z.uuid(), name: z.string(), region: z.string().nullable() });
const reason = z.object({
  kind: z.enum(["skill", "shift", "absence", "overlap", "travel"]),
  message: z.string(),
  blocking: z.boolean(),
});
const part = z.number().nullable().meta({ description: "0 (bad) to 1 (good); null where unknown" });
const parts = z.object({ proficiency: part, load: part, distance: part });
const score = z.number().meta({ description: "0 to 100" });
const candidate_list = z.object({
  items: z.array(z.object({ technician, fits: z.boolean(), reasons: z.array(reason), score, parts })),
});
const slot_list = z.object({
  items: z.array(
    z.object({
      start_at: z.string(),
      end_at: z.string(),
      technician,
      score,
      parts,
      warnings: z.array(reason),
      others: z.int(),
    }),
  ),
});

const read = "work-orders:read";
const plan = "work-orders:dispatch";
const execute = "work-orders:execute";

export const work_order_routes: Endpoint[] = [
  ...crud(work_orders),
  nested(parent, "assignments", assignments, "work_order_id"),
  nested(parent, "notes", work_order_notes, "work_order_id"),
  reading("/work-orders/{id}/skills", {
    permission: read,
    tag,
    summary: "Skills that a work order takes",
    returns: skill_list,
  }, async (tx, { params }) => ({ items: await required_skills(tx, param(params)) })),
  verb(
    "PUT",
    "/work-orders/{id}/skills",
    {
      permission: "work-orders:update",
      tag,
      summary: "Set the skills that a work order takes",
      body: z.strictObject({ skills: skill_ids }),
      returns: skill_list,
    },
    async (tx, { params, body }) => ({ items: await set_required_skills(tx, param(params), body.skills) }),
  ),
  reading("/work-orders/{id}/candidates", {
    permission: plan,
    tag,
    summary: "Every active technician for a window, with verdict, reasons and score",
    query: window_query,
    returns: candidate_list,
  }, async (tx, { params, query }) => ({
    items: await candidates(tx, param(params), query),
  })),
  reading("/work-orders/{id}/slots", {
    permission: plan,
    tag,
    summary: "Windows of a day in which somebody fits, with the best technician of each",
    query: slots_query,
    returns: slot_list,
  }, async (tx, { params, query }) => ({
    items: await slots(tx, param(params), query),
  })),
  verb("POST", "/work-orders/{id}/schedule", {
    permission: plan,
    tag,
    summary: "Give technician and window, or move to others",
    body: schedule_body,
    returns,
  }, (tx, { params, body, version }) => schedule(tx, param(params), body, version)),
  verb(
    "POST",
    "/work-orders/{id}/unassign",
    { permission: plan, tag, summary: "Take off the schedule", returns },
    (tx, { params, version }) => unassign(tx, param(params), version),
  ),
  verb(
    "POST",
    "/work-orders/{id}/dispatch",
    { permission: plan, tag, summary: "Send to the technician", returns },
    (tx, { params, version }) => dispatch(tx, param(params), version),
  ),
  verb("POST", "/work-orders/{id}/cancel", {
    permission: plan,
    tag,
    summary: "Call off, with a reason for the staff",
    body: cancellation,
    returns,
  }, (tx, { params, body, version }) => cancel(tx, param(params), body.reason, version)),
  verb("POST", "/work-orders/{id}/start", {
    permission: execute,
    tag,
    summary: "Begin the work; one's own jobs only",
    returns,
  }, (tx, { params, version }) => start(tx, param(params), version)),
  verb("PUT", "/work-orders/{id}/vendor", {
    permission: plan,
    tag,
    summary: "Give to a vendor, with a window if one is named",
    body: hand_over_body,
    returns,
  }, (tx, { params, body, version }) => give_to_vendor(tx, param(params), body, version)),
  verb(
    "DELETE",
    "/work-orders/{id}/vendor",
    { permission: plan, tag, summary: "Take back from its vendor", returns },
    (tx, { params }) => take_back(tx, param(params)),
  ),
  saying("/work-orders/{id}/complete", {
    permission: execute,
    tag,
    summary: "Finish the work, with notes and photos; one's own jobs only",
    body: completion,
    returns,
  }, (tx, { params, body, files, version }) => complete(tx, param(params), body, files, version)),
  saying("/work-orders/{id}/notes", {
    permission: "work-orders:note",
    tag,
    summary: "Write a note",
    body: note_body,
    returns: work_order_note.read,
    status: 201,
  }, (tx, { params, body, files }) => add_note(tx, param(params), body.body, body.visibility, files)),
  ...files_of(parent, { read, write: "work-orders:note" }),
];
