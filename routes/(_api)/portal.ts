/** The customer's own API. Rows are the customer's by the manager's scope and again by the database's policies. */
import { z } from "zod";
import type { Entity } from "~/domain/kernel/entity.ts";
import { long_text } from "~/domain/kernel/fields.ts";
import { parse_list } from "~/domain/kernel/list_query.ts";
import { site, sites } from "~/domain/sites/mod.ts";
import { subscriber, subscribers } from "~/domain/subscribers/mod.ts";
import {
  customer_reply,
  problem_report,
  rate,
  rating_body,
  report_problem,
  ticket,
  ticket_comment,
  tickets,
  timeline,
} from "~/domain/tickets/mod.ts";
import { visit, visits, work_order } from "~/domain/work_orders/mod.ts";
import { files_of } from "./attachments.ts";
import { list_envelope } from "./crud.ts";
import { type Endpoint, param, reading, type TxEndpoint, verb } from "./endpoint.ts";
import { outsiders_view } from "./outsiders_view.ts";
import { timeline_schema } from "./timeline_schema.ts";
import { saying } from "./uploads.ts";

const tag = "Customer portal";
const read = "portal:tickets:read";
const own_ticket = outsiders_view(ticket as unknown as Entity, "customer");
const own_comment = outsiders_view(ticket_comment as unknown as Entity, "customer");
const own_subscriber = outsiders_view(subscriber as unknown as Entity, "customer");
const own_site = outsiders_view(site as unknown as Entity, "customer");
const own_visit = outsiders_view(work_order as unknown as Entity, "customer");

const visit_schema = z.object({
  id: z.uuid(),
  number: z.string(),
  title: z.string(),
  work_type: z.string(),
  status: z.enum(["scheduled", "dispatched", "in_progress", "completed", "canceled"]),
  subscriber_id: z.uuid().nullable(),
  ticket_id: z.uuid().nullable(),
  site_id: z.uuid().nullable(),
  scheduled_start: z.string().nullable(),
  scheduled_end: z.string().nullable(),
  started_at: z.string().nullable(),
  completed_at: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  technician_first_name: z.string().nullable(),
  notes: z.array(z.object({ author_name: z.string(), body: z.string(), created_at: z.string() })),
});

const me = z.object({
  person_id: z.uuid().nullable(),
  name: z.string(),
  timezone: z.string().nullable(),
  subscribers: z.array(z.object({ id: z.uuid(), number: z.string(), name: z.string(), status: z.string() })),
});
const replied = z.object({
  ticket_id: z.uuid(),
  number: z.string(),
  comment: own_comment.read,
  reopened: z.boolean(),
  is_successor: z.boolean(),
});

/** A list as the customer may filter it: by what the customer can see. */
const own_list = (
  path: string,
  entity: Entity,
  permission: string,
  summary: string,
  run: TxEndpoint["run"],
  item: z.ZodType = entity.read,
): Endpoint => ({
  method: "GET",
  kind: "read",
  path,
  permission,
  tag,
  summary,
  lists: entity,
  returns: list_envelope(item),
  json_text: true,
  run,
});

export const portal_routes: Endpoint[] = [
  reading("/portal/me", {
    permission: "portal:account:read",
    tag,
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
  own_list(
    "/portal/subscribers",
    own_subscriber,
    "portal:subscribers:read",
    "List one's own services",
    (tx, { search }) => subscribers.list_json(tx, parse_list(own_subscriber, search)),
  ),
  own_list(
    "/portal/sites",
    own_site,
    "portal:sites:read",
    "List one's own addresses",
    (tx, { search }) => sites.list_json(tx, parse_list(own_site, search)),
  ),
  own_list(
    "/portal/tickets",
    own_ticket,
    read,
    "List one's own tickets",
    (tx, { search }) => tickets.list_json(tx, parse_list(own_ticket, search)),
  ),
  reading("/portal/tickets/{id}", {
    permission: read,
    tag,
    summary: "Get one of one's own tickets",
    returns: own_ticket.read,
  }, (tx, { params }) => tickets.get(tx, param(params))),
  saying(
    "/portal/tickets",
    {
      permission: "portal:tickets:create",
      tag,
      summary: "Report a problem",
      body: problem_report,
      returns: own_ticket.read,
      status: 201,
    },
    (tx, { body, files }) => report_problem(tx, body, files),
  ),
  saying(
    "/portal/tickets/{id}/replies",
    {
      permission: "portal:tickets:reply",
      tag,
      summary: "Answer; reopens a ticket that was resolved lately, and opens a linked one for an older",
      body: z.strictObject({ body: long_text() }),
      returns: replied,
      status: 201,
    },
    (tx, { params, body, files }) => customer_reply(tx, param(params), body.body, files),
  ),
  verb("PUT", "/portal/tickets/{id}/rating", {
    permission: "portal:tickets:rate",
    tag,
    summary: "Rate finished work from 1 to 5",
    body: rating_body,
    returns: own_ticket.read,
  }, (tx, { params, body }) => rate(tx, param(params), body.rating, body.comment ?? null)),
  reading("/portal/tickets/{id}/timeline", {
    permission: read,
    tag,
    summary: "All that happened on a ticket, oldest first",
    returns: timeline_schema,
  }, async (tx, { params }) => ({
    items: await timeline(tx, param(params)),
  })),
  ...files_of(own_ticket, { read, write: "portal:tickets:reply" }, "/portal/tickets").map((endpoint) => ({
    ...endpoint,
    tag,
  })),
  own_list(
    "/portal/visits",
    own_visit,
    "portal:work-orders:read",
    "List one's own visits",
    async (tx, { search }) => JSON.stringify(await visits(tx, parse_list(own_visit, search))),
    visit_schema,
  ),
  reading("/portal/visits/{id}", {
    permission: "portal:work-orders:read",
    tag,
    summary: "Get one of one's own visits",
    returns: visit_schema,
  }, (tx, { params }) => visit(tx, param(params))),
];
