/** What visits tell customers. The window and the address are read when the event is handled: a later change has its own event. */
import { on_batch, type StoredEvent } from "~/domain/kernel/events.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { type Notice, notify_all } from "../notify.ts";
import { addressees } from "../recipients.ts";

interface VisitFacts {
  id: string;
  number: string;
  title: string;
  status: string;
  subscriber_id: string | null;
  scheduled_start: string | null;
  scheduled_end: string | null;
  address: string | null;
  technician: string | null;
}

async function visits_of(tx: Tx, events: readonly StoredEvent[]): Promise<Map<string, VisitFacts>> {
  const rows = await tx.sql<VisitFacts[]>`
    /* notifications.visits */
    select w.id, w.number, w.title, w.status, w.subscriber_id, w.scheduled_start, w.scheduled_end, s.label as address, a.name as technician
      from work_orders w
      left join sites s on s.id = w.site_id
      left join lateral (
        select t.name
          from work_order_assignments x
          join technicians t on t.id = x.technician_id
         where x.work_order_id = w.id and x.is_active
         order by x.is_primary desc, x.created_at
         limit 1
      ) a on true
     where w.id = any (${events.map((event) => event.subject_id)}::uuid[])`;
  return new Map(rows.map((row) => [row.id, row]));
}

async function tell(
  tx: Tx,
  events: readonly StoredEvent[],
  template: string,
  more: (visit: VisitFacts) => Notice["variables"] | null,
): Promise<void> {
  const visits = await visits_of(tx, events);
  const who = await addressees(tx, [...visits.values()].flatMap((visit) => visit.subscriber_id ?? []));
  const notices: Notice[] = [];
  for (const event of events) {
    const visit = visits.get(event.subject_id);
    const variables = visit ? more(visit) : null;
    if (!visit?.subscriber_id || !variables) continue;
    for (const to of who.get(visit.subscriber_id) ?? []) {
      notices.push({
        template,
        person_id: to.person_id,
        recipient: to.person_id ? null : to.email,
        name: to.name,
        subscriber_id: visit.subscriber_id,
        variables: { number: visit.number, title: visit.title, address: visit.address ?? "your address", ...variables },
        link: `/portal/visits/${visit.id}`,
        dedupe_key: event.id,
      });
    }
  }
  await notify_all(tx, notices);
}

export const scheduled = on_batch(
  ["work_order.scheduled", "work_order.rescheduled"],
  "notifications.visit_scheduled",
  (tx, events) =>
    tell(
      tx,
      events,
      "visit_scheduled",
      ({ scheduled_start, scheduled_end }) =>
        scheduled_start && scheduled_end
          ? { starts_at: Temporal.Instant.from(scheduled_start), ends_at: Temporal.Instant.from(scheduled_end) }
          : null,
    ),
); // taken off the board meanwhile: nothing to announce

export const started = on_batch(
  "work_order.started",
  "notifications.visit_on_the_way",
  (tx, events) =>
    tell(tx, events, "visit_on_the_way", ({ technician }) => ({ technician: technician ?? "Our technician" })),
);

export const completed = on_batch(
  "work_order.completed",
  "notifications.visit_completed",
  (tx, events) => tell(tx, events, "visit_completed", () => ({})),
);
