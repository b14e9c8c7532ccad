/** What visits tell customers, and technicians. The window is the event's own: a later change has its own event. */
import { on_batch, type StoredEvent } from "~/domain/kernel/events.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { type Notice, notify_all } from "../notify.ts";
import { addressees } from "../recipients.ts";

interface VisitFacts {
  id: string;
  number: string;
  title: string;
  subscriber_id: string | null;
  address: string | null;
}

async function visits_of(tx: Tx, events: readonly StoredEvent[]): Promise<Map<string, VisitFacts>> {
  const rows = await tx.sql<VisitFacts[]>`
    /* notifications.visits */
    select w.id, w.number, w.title, w.subscriber_id, s.label as address
      from work_orders w
      left join sites s on s.id = w.site_id
     where w.id = any (${events.map((event) => event.subject_id)}::uuid[])`;
  return new Map(rows.map((row) => [row.id, row]));
}

const facts = (visit: VisitFacts) => ({
  number: visit.number,
  title: visit.title,
  address: visit.address ?? "your address",
});

/** A moment that the event carries; null where it has none. */
function moment(event: StoredEvent, field: "scheduled_start" | "scheduled_end"): Temporal.Instant | null {
  const value = event.payload[field];
  return typeof value === "string" ? Temporal.Instant.from(value) : null;
}

type Telling = Pick<Notice, "template" | "variables">;

async function tell_customers(
  tx: Tx,
  events: readonly StoredEvent[],
  telling: (event: StoredEvent) => Telling | null,
): Promise<void> {
  const visits = await visits_of(tx, events);
  const who = await addressees(tx, [...visits.values()].flatMap((visit) => visit.subscriber_id ?? []));
  const notices: Notice[] = [];
  for (const event of events) {
    const visit = visits.get(event.subject_id);
    const told = telling(event);
    if (!visit?.subscriber_id || !told) continue;
    for (const to of who.get(visit.subscriber_id) ?? []) {
      notices.push({
        template: told.template,
        person_id: to.person_id,
        recipient: to.person_id ? null : to.email,
        name: to.name,
        subscriber_id: visit.subscriber_id,
        variables: { ...facts(visit), ...told.variables },
        link: `/portal/visits/${visit.id}`,
        dedupe_key: event.id,
      });
    }
  }
  await notify_all(tx, notices);
}

export const scheduled = on_batch(
  "work_order.scheduled",
  "notifications.visit_scheduled",
  (tx, events) =>
    tell_customers(tx, events, (event) => {
      const [starts_at, ends_at] = [moment(event, "scheduled_start"), moment(event, "scheduled_end")];
      if (!starts_at || !ends_at) return null;
      return {
        template: event.payload.rescheduled ? "visit_rescheduled" : "visit_scheduled",
        variables: { starts_at, ends_at },
      };
    }),
);

/** Only where a window had been told: nobody waits for what they never heard of. */
export const canceled = on_batch(
  ["work_order.canceled", "work_order.unscheduled"],
  "notifications.visit_canceled",
  (tx, events) =>
    tell_customers(tx, events, (event) => {
      const starts_at = moment(event, "scheduled_start");
      return starts_at ? { template: "visit_canceled", variables: { starts_at } } : null;
    }),
);

export const started = on_batch(
  "work_order.started",
  "notifications.visit_on_the_way",
  (tx, events) =>
    tell_customers(tx, events, (event) => ({
      template: "visit_on_the_way",
      variables: { technician: String(event.payload.technician_name ?? "Our technician") },
    })),
);

export const completed = on_batch(
  "work_order.completed",
  "notifications.visit_completed",
  (tx, events) => tell_customers(tx, events, () => ({ template: "visit_completed" })),
);

export const dispatched = on_batch("work_order.dispatched", "notifications.visit_dispatched", async (tx, events) => {
  const visits = await visits_of(tx, events);
  const ids = events.flatMap((event) =>
    typeof event.payload.technician_id === "string" ? event.payload.technician_id : []
  );
  const technicians = await tx.sql<{ id: string; person_id: string }[]>`
    /* notifications.technicians */
    select id, person_id from technicians where id = any (${ids}::uuid[])`;
  await notify_all(
    tx,
    events.flatMap((event) => {
      const visit = visits.get(event.subject_id);
      const technician = technicians.find(({ id }) => id === event.payload.technician_id);
      const starts_at = moment(event, "scheduled_start");
      if (!visit || !technician || !starts_at) return [];
      return [{
        template: "visit_dispatched",
        person_id: technician.person_id,
        subscriber_id: visit.subscriber_id,
        variables: { ...facts(visit), starts_at },
        link: `/admin/work-orders/${visit.id}`,
        dedupe_key: event.id,
      }];
    }),
  );
});
