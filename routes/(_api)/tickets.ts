import { z } from "zod";
import type { Entity } from "~/domain/kernel/entity.ts";
import { long_text, ref } from "~/domain/kernel/fields.ts";
import {
  add_note,
  assign,
  comments,
  reply,
  staff_people,
  ticket,
  ticket_comment,
  tickets,
  timeline,
} from "~/domain/tickets/mod.ts";
import { create_from_ticket, visit_request, work_order, work_orders } from "~/domain/work_orders/mod.ts";
import { files_of } from "./attachments.ts";
import { crud, nested } from "./crud.ts";
import { type Endpoint, param, reading, verb } from "./endpoint.ts";
import { saying } from "./uploads.ts";
import { timeline_schema } from "./timeline_schema.ts";

const tag = "Tickets";
const parent = ticket as unknown as Entity;

const status = z.enum(["new", "open", "pending", "on_hold", "resolved", "closed", "canceled"]);
const reply_body = z.strictObject({
  body: long_text(),
  status: status.optional().meta({ description: "Moves the ticket along with the answer" }),
});
const note_body = z.strictObject({ body: long_text() });
const assign_body = z.strictObject({
  person_id: ref("person").nullable().meta({ description: "A member of staff, or null for nobody" }),
});
const people = z.object({ items: z.array(z.object({ id: z.uuid(), display_name: z.string() })) });

export const ticket_routes: Endpoint[] = [
  ...crud(tickets),
  reading("/tickets/assignees", {
    permission: "tickets:read",
    tag,
    summary: "Staff to whom a ticket can be given",
    returns: people,
  }, async (tx) => ({ items: await staff_people(tx) })),
  verb("POST", "/tickets/{id}/assign", {
    permission: "tickets:assign",
    tag,
    summary: "Give a ticket to a member of staff, or to nobody",
    body: assign_body,
    returns: ticket.read,
  }, (tx, { params, body, version }) => assign(tx, param(params), body.person_id, version)),
  nested(parent, "comments", comments, "ticket_id"),
  saying(
    "/tickets/{id}/replies",
    {
      permission: "tickets:reply",
      tag,
      summary: "Answer the customer",
      body: reply_body,
      returns: ticket_comment.read,
      status: 201,
    },
    (tx, { params, body, files, version }) =>
      reply(tx, param(params), body.body, files, { status: body.status, version }),
  ),
  saying("/tickets/{id}/notes", {
    permission: "tickets:note",
    tag,
    summary: "Write an internal note",
    body: note_body,
    returns: ticket_comment.read,
    status: 201,
  }, (tx, { params, body, files }) => add_note(tx, param(params), body.body, files)),
  reading("/tickets/{id}/timeline", {
    permission: "tickets:read",
    tag,
    summary: "All that happened on a ticket, oldest first",
    returns: timeline_schema,
  }, async (tx, { params }) => ({
    items: await timeline(tx, param(params)),
  })),
  ...files_of(parent, { read: "tickets:read", write: "tickets:note" }),
  nested(parent, "work-orders", work_orders, "ticket_id"),
  verb("POST", "/tickets/{id}/work-orders", {
    permission: "work-orders:create",
    tag,
    summary: "Ask for a visit from a ticket",
    body: visit_request,
    returns: work_order.read,
    status: 201,
  }, (tx, { params, body }) => create_from_ticket(tx, param(params), body)),
];
