import { z } from "zod";
import type { Entity } from "~/domain/kernel/entity.ts";
import { date } from "~/domain/kernel/fields.ts";
import { unauthenticated } from "~/domain/kernel/errors.ts";
import {
  absences,
  shifts,
  skills,
  technician,
  technician_day,
  technician_skills,
  technicians,
} from "~/domain/technicians/mod.ts";
import { crud, nested } from "./crud.ts";
import { type Endpoint, param, reading } from "./endpoint.ts";

const tag = "Technicians";
const parent = technician as unknown as Entity;
const day_query = z.strictObject({ date: date().optional(), zone: z.string().max(64).optional() });
const span = { start_at: z.string(), end_at: z.string() };
const text = z.string().nullable();
const job = z.object({
  id: z.uuid(),
  number: z.string(),
  title: z.string(),
  description: text,
  status: z.string(),
  priority: z.string(),
  work_type: z.string(),
  ...span,
  started_at: text,
  completed_at: text,
  ticket_number: text,
  subscriber_name: text,
  subscriber_phone: text,
  address: text,
  access_notes: text,
  location: z.object({ type: z.literal("Point"), coordinates: z.array(z.number()) }).nullable(),
  skills: z.array(z.string()),
});
const day = z.object({
  technician: z.object({ id: z.uuid(), name: z.string() }),
  date: z.string(),
  zone: z.string(),
  shifts: z.array(z.object(span)),
  absences: z.array(z.object({ ...span, reason: text })),
  jobs: z.array(job),
});

export const technician_routes: Endpoint[] = [
  ...crud(technicians),
  ...crud(skills),
  ...crud(technician_skills),
  ...crud(shifts),
  ...crud(absences),
  nested(parent, "skills", technician_skills, "technician_id"),
  nested(parent, "shifts", shifts, "technician_id"),
  nested(parent, "absences", absences, "technician_id"),
  reading("/my-day", {
    permission: "work-orders:execute",
    tag,
    summary: "One's own jobs, shifts and absences of a day",
    query: day_query,
    returns: day,
  }, (tx, { query }) => {
    if (!tx.actor.person_id) throw unauthenticated("A key has no day of its own: read /technicians/{id}/day.");
    return technician_day(tx, tx.actor.person_id, query.date, query.zone);
  }),
  reading("/technicians/{id}/day", {
    permission: "work-orders:read",
    tag,
    summary: "A technician's jobs, shifts and absences of a day",
    query: day_query,
    returns: day,
  }, async (tx, { params, query }) => {
    const row = await technicians.get(tx, param(params));
    return await technician_day(tx, row.person_id, query.date, query.zone);
  }),
];
