import { z } from "zod";
import { conflict } from "~/domain/kernel/errors.ts";
import { long_text, text } from "~/domain/kernel/fields.ts";
import { demand_staff } from "~/domain/kernel/staff_only.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { tickets } from "~/domain/tickets/mod.ts";
import { skill_ids, write_skills } from "./skills.ts";
import { work_orders, type WorkOrder } from "./work_orders.ts";

export const visit_request = z.strictObject({
  title: text(200).nullish(),
  work_type: z.enum(["install", "repair", "survey", "maintenance", "disconnect", "other"]).default("repair"),
  priority: z.enum(["low", "normal", "high", "urgent"]).nullish().meta({
    description: "The ticket's own unless given",
  }),
  skills: skill_ids.default([]),
  duration: z.int().min(5).max(1_440).default(60).meta({ description: "Minutes on site" }),
  description: long_text().nullish(),
});
export type VisitRequest = z.input<typeof visit_request>;

/** Asks for a visit from a ticket: subscriber, site and priority come along. @throws DomainError 409 where the ticket is over */
export async function create_from_ticket(tx: Tx, ticket_id: string, request: VisitRequest = {}): Promise<WorkOrder> {
  demand_staff(tx, "work-orders:create");
  const asked = validated(visit_request, request);
  const of = await tickets.get(tx, ticket_id);
  if (of.status === "closed" || of.status === "canceled") {
    throw conflict("ticket_id", of.number, `is ${of.status}`, "Create a new ticket, or a work order without one.");
  }
  const row = await work_orders.create(tx, {
    title: asked.title ?? `Visit: ${of.subject}`.slice(0, 200),
    description: asked.description ?? of.description ?? null,
    work_type: asked.work_type,
    priority: asked.priority ?? of.priority,
    subscriber_id: of.subscriber_id ?? null,
    ticket_id: of.id,
    site_id: of.site_id ?? undefined,
    estimated_duration_minutes: asked.duration,
  });
  if (asked.skills.length) await write_skills(tx, row.id, asked.skills);
  return row;
}
