/** A contractor's own API: projects, jobs, and what is done on site. */
import { z } from "zod";
import { projects } from "~/domain/projects/mod.ts";
import { long_text } from "~/domain/kernel/fields.ts";
import { site, sites } from "~/domain/sites/mod.ts";
import { vendor, vendor_job, vendors } from "~/domain/vendors/mod.ts";
import { add_note, complete, start, work_order, work_orders } from "~/domain/work_orders/mod.ts";
import { type Endpoint, param, reading, verb } from "./endpoint.ts";
import { type Desk, own_file, own_list, own_records, view_of } from "./portal_desk.ts";
import { saying } from "./uploads.ts";

const desk: Desk = { portal: "vendor", prefix: "vendor", tag: "Vendor portal", whose: "one's own" };
const { tag } = desk;
const own_job = view_of(desk, work_order);

const me = z.object({
  person_id: z.uuid().nullable(),
  name: z.string(),
  timezone: z.string().nullable(),
  vendors: z.array(view_of(desk, vendor).read),
});
const file = z.object({
  id: z.uuid(),
  file_name: z.string(),
  content_type: z.string(),
  byte_size: z.int(),
  visibility: z.enum(["public", "internal"]),
});
const job_view = z.object({
  job: own_job.read,
  site: view_of(desk, site).read.nullable(),
  contact: z.object({ name: z.string(), phone: z.string().nullable(), access_notes: z.string().nullable() }).nullable()
    .meta({ description: "Whom to call; null once the job is over" }),
  notes: z.array(
    z.object({
      id: z.uuid(),
      author_name: z.string(),
      visibility: z.enum(["public", "vendor"]),
      body: z.string(),
      created_at: z.string(),
      files: z.array(file),
    }),
  ),
  actions: z.array(z.object({ verb: z.string(), label: z.string(), permission: z.string(), reason: z.null() })),
});

const words = z.strictObject({ body: long_text() });
const done = z.strictObject({ notes: long_text().meta({ description: "What was done" }) });

export const vendor_portal_routes: Endpoint[] = [
  reading("/vendor/me", {
    permission: "vendor:account:read",
    tag,
    summary: "Who is signed in, and for which vendor",
    returns: me,
  }, async (tx) => ({
    person_id: tx.actor.person_id,
    name: tx.actor.label,
    timezone: tx.actor.timezone,
    vendors: (await vendors.list(tx, { limit: 200 })).items,
  })),
  ...own_records(desk, projects, "projects", "projects"),
  ...own_records(desk, sites, "sites", "places of work"),
  own_list(
    desk,
    { path: "work-orders", key: "work-orders:read", summary: "List one's own jobs" },
    own_job,
    (tx, query) => work_orders.list_json(tx, query),
  ),
  reading("/vendor/work-orders/{id}", {
    permission: "vendor:work-orders:read",
    tag,
    summary: "One of one's own jobs: what, where, whom to call, notes, and what can be done",
    returns: job_view,
  }, (tx, { params }) => vendor_job(tx, param(params))),
  verb("POST", "/vendor/work-orders/{id}/start", {
    permission: "vendor:work-orders:execute",
    tag,
    summary: "Begin the work",
    returns: job_view,
  }, async (tx, { params, version }) => {
    await start(tx, param(params), version);
    return await vendor_job(tx, param(params));
  }),
  saying("/vendor/work-orders/{id}/complete", {
    permission: "vendor:work-orders:execute",
    tag,
    summary: "Finish the work: what was done, with photos",
    body: done,
    returns: job_view,
  }, async (tx, { params, body, files, version }) => {
    await complete(tx, param(params), body, files, version);
    return await vendor_job(tx, param(params));
  }),
  saying("/vendor/work-orders/{id}/notes", {
    permission: "vendor:work-orders:note",
    tag,
    summary: "Write a note to the house, with photos",
    body: words,
    returns: job_view,
    status: 201,
  }, async (tx, { params, body, files }) => {
    await add_note(tx, param(params), body.body, "vendor", files);
    return await vendor_job(tx, param(params));
  }),
  own_file(desk),
];
