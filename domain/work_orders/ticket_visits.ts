/** Puts the visits of a ticket into its timeline. Tickets know nothing of work orders. */
import { portal_of } from "~/domain/kernel/actor.ts";
import type { Changes } from "~/domain/kernel/audit.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { timeline_source, type TimelineItem, trail, type TrailRow, type VisitStep, who } from "~/domain/tickets/mod.ts";

interface VisitRow {
  id: string;
  number: string;
  title: string;
  technician: string | null;
}

timeline_source(async (tx, ticket) => {
  const rows = await visits_of(tx, ticket.id);
  const known = new Map(rows.map((row) => [row.id, row]));
  const entries = await trail(tx, "work_order", rows.map((row) => row.id));
  return entries.flatMap((entry): TimelineItem[] => {
    const row = known.get(entry.entity_id);
    const step = step_of(entry.changes);
    return row && step && !(portal_of(tx.actor) && step === "unscheduled") ? [item(tx, row, entry, step)] : [];
  });
});

/** With the reader's own rights: a customer's query finds the jobs that have a window, and no others. */
async function visits_of(tx: Tx, ticket_id: string): Promise<VisitRow[]> {
  const rows = await tx.sql<{ id: string; number: string; title: string }[]>`
    select id, number, title from work_orders where ticket_id = ${ticket_id}::text::uuid and is_active order by created_at limit 50`;
  if (rows.length === 0) return [];
  const ids = JSON.stringify(rows.map((row) => row.id));
  const named = await tx.elevated((inner) =>
    inner.sql<{ work_order_id: string; name: string }[]>`
      select a.work_order_id, t.name
        from work_order_assignments a
        join technicians t on t.id = a.technician_id
       where a.is_active and a.is_primary and a.work_order_id in (select value::uuid from jsonb_array_elements_text(${ids}::text::jsonb))`
  );
  const names = new Map(named.map((each) => [each.work_order_id, each.name]));
  return rows.map((row) => ({ ...row, technician: names.get(row.id) ?? null }));
}

const steps: Record<string, VisitStep> = {
  scheduled: "scheduled",
  draft: "unscheduled",
  dispatched: "dispatched",
  in_progress: "started",
  completed: "completed",
  canceled: "canceled",
};

function step_of(changes: Changes): VisitStep | null {
  const window = changes.scheduled_start;
  if (window?.from && window.to) return "rescheduled";
  const status = changes.status;
  if (status?.from == null) return null; // its creation is no visit yet
  return steps[String(status.to)] ?? null;
}

const text_or_null = (value: unknown) => typeof value === "string" ? value : null;

const item = (tx: Tx, row: VisitRow, entry: TrailRow, step: VisitStep): TimelineItem => ({
  kind: "visit",
  id: entry.id,
  at: entry.occurred_at,
  visibility: "public",
  ...who(tx, entry),
  step,
  work_order_id: row.id,
  number: row.number,
  title: row.title,
  scheduled_start: text_or_null(entry.changes.scheduled_start?.to),
  scheduled_end: text_or_null(entry.changes.scheduled_end?.to),
  // At the door a first name will do; the surname is nobody's business.
  technician: portal_of(tx.actor) ? row.technician?.split(" ")[0] ?? null : row.technician,
});
