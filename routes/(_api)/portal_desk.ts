/**
 * What the portals' APIs share: lists and records as an outsider may know them, and the service desk for those who speak to it. Rows
 * are the reader's own by the manager's scope and again by the database's policies.
 */
import { z } from "zod";
import type { Entity, Portal } from "~/domain/kernel/entity.ts";
import { long_text } from "~/domain/kernel/fields.ts";
import { type ListQuery, parse_list } from "~/domain/kernel/list_query.ts";
import type { Manager } from "~/domain/kernel/manager.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { sites } from "~/domain/sites/mod.ts";
import { subscribers } from "~/domain/subscribers/mod.ts";
import {
  customer_reply,
  problem_report,
  report_problem,
  ticket,
  ticket_comment,
  tickets,
  timeline,
} from "~/domain/tickets/mod.ts";
import { visit, visits, work_order } from "~/domain/work_orders/mod.ts";
import { file_download, files_of } from "./attachments.ts";
import { list_envelope } from "./crud.ts";
import { type Endpoint, param, reading } from "./endpoint.ts";
import { outsiders_view } from "./outsiders_view.ts";
import { timeline_schema } from "./timeline_schema.ts";
import { saying } from "./uploads.ts";

/** One portal's corner of the API. */
export interface Desk {
  portal: Portal;
  /** First segment of its addresses and of its permission keys. */
  prefix: "portal" | "reseller" | "vendor";
  tag: string;
  /** "one's own", "one's customers'": whose things the summaries speak of. */
  whose: string;
}

export const view_of = (desk: Desk, entity: unknown): Entity => outsiders_view(entity as Entity, desk.portal);

/** A list as its reader may filter it: by what the reader can see. */
export function own_list(
  desk: Desk,
  at: { path: string; key: string; summary: string },
  view: Entity,
  run: (tx: Tx, query: ListQuery) => Promise<string>,
  item: z.ZodType = view.read,
): Endpoint {
  return {
    method: "GET",
    kind: "read",
    path: `/${desk.prefix}/${at.path}`,
    permission: `${desk.prefix}:${at.key}`,
    tag: desk.tag,
    summary: at.summary,
    lists: view,
    returns: list_envelope(item),
    json_text: true,
    run: (tx, { search }) => run(tx, parse_list(view, search)),
  };
}

/** A file by its id: tokens of a portal open addresses of that portal alone. */
export const own_file = ({ prefix, tag }: Desk): Endpoint =>
  file_download(`/${prefix}/attachments/{id}`, `${prefix}:attachments:read`, tag);

/** List and record of an entity that the portal has a scope for. */
export function own_records(desk: Desk, manager: unknown, path: string, noun: string): Endpoint[] {
  const of = manager as Manager;
  const view = view_of(desk, of.entity);
  const key = `${of.entity.permission}:read`;
  return [
    own_list(desk, { path, key, summary: `List ${desk.whose} ${noun}` }, view, (tx, query) => of.list_json(tx, query)),
    reading(`/${desk.prefix}/${path}/{id}`, {
      permission: `${desk.prefix}:${key}`,
      tag: desk.tag,
      summary: `Get one of ${desk.whose} ${noun}`,
      returns: view.read,
    }, (tx, { params }) => of.get(tx, param(params))),
  ];
}

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

/** Services, addresses, tickets and visits: the same for customers and for the resellers who look after them. */
export function desk_routes(desk: Desk): Endpoint[] {
  const { prefix, tag, whose } = desk;
  const own_ticket = view_of(desk, ticket);
  const own_visit = view_of(desk, work_order);
  const at = `/${prefix}/tickets`;
  const key = (action: string) => `${prefix}:tickets:${action}`;
  const replied = z.object({
    ticket_id: z.uuid(),
    number: z.string(),
    comment: view_of(desk, ticket_comment).read,
    reopened: z.boolean(),
    is_successor: z.boolean(),
  });
  return [
    ...own_records(desk, subscribers, "subscribers", "services"),
    ...own_records(desk, sites, "sites", "addresses"),
    ...own_records(desk, tickets, "tickets", "tickets"),
    saying(at, {
      permission: key("create"),
      tag,
      summary: "Report a problem",
      body: problem_report,
      returns: own_ticket.read,
      status: 201,
    }, (tx, { body, files }) => report_problem(tx, body, files)),
    saying(`${at}/{id}/replies`, {
      permission: key("reply"),
      tag,
      summary: "Answer; reopens a ticket that was resolved lately, and opens a linked one for an older",
      body: z.strictObject({ body: long_text() }),
      returns: replied,
      status: 201,
    }, (tx, { params, body, files }) => customer_reply(tx, param(params), body.body, files)),
    reading(`${at}/{id}/timeline`, {
      permission: key("read"),
      tag,
      summary: "All that happened on a ticket, oldest first",
      returns: timeline_schema,
    }, async (tx, { params }) => ({ items: await timeline(tx, param(params)) })),
    ...files_of(own_ticket, { read: key("read"), write: key("reply") }, at).map((endpoint) => ({ ...endpoint, tag })),
    own_file(desk),
    own_list(
      desk,
      { path: "visits", key: "work-orders:read", summary: `List ${whose} visits` },
      own_visit,
      async (tx, query) => JSON.stringify(await visits(tx, query)),
      visit_schema,
    ),
    reading(`/${prefix}/visits/{id}`, {
      permission: `${prefix}:work-orders:read`,
      tag,
      summary: `Get one of ${whose} visits`,
      returns: visit_schema,
    }, (tx, { params }) => visit(tx, param(params))),
  ];
}
