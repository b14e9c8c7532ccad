/** What tickets tell: customers by mail and in their portal, staff in the app. One look at the rows for a whole batch of events. */
import { on_batch, type StoredEvent } from "~/domain/kernel/events.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { type Notice, notify_all } from "../notify.ts";
import { addressees } from "../recipients.ts";

interface TicketFacts {
  id: string;
  number: string;
  subject: string;
  priority: string;
  status: string;
  subscriber_id: string | null;
  subscriber: string | null;
  assigned_to_id: string | null;
}

async function tickets_of(tx: Tx, events: readonly StoredEvent[]): Promise<Map<string, TicketFacts>> {
  const rows = await tx.sql<TicketFacts[]>`
    /* notifications.tickets */
    select t.id, t.number, t.subject, t.priority, t.status, t.subscriber_id, s.name as subscriber, t.assigned_to_id
      from tickets t
      left join subscribers s on s.id = t.subscriber_id
     where t.id = any (${events.map((event) => event.subject_id)}::uuid[])`;
  return new Map(rows.map((row) => [row.id, row]));
}

interface Words {
  id: string;
  author_name: string;
  body: string;
}

/** The words that an event names by `comment_id`. */
async function words_of(tx: Tx, events: readonly StoredEvent[]): Promise<Map<string, Words>> {
  const ids = events.flatMap((event) => typeof event.payload.comment_id === "string" ? event.payload.comment_id : []);
  const rows = await tx.sql<Words[]>`
    /* notifications.words */
    select id, author_name, body from ticket_comments where id = any (${ids}::uuid[]) and visibility = 'public'`;
  return new Map(rows.map((row) => [row.id, row]));
}

/** For each addressee of the ticket's subscriber; nobody hears twice of what they did themselves. */
async function tell_customers(
  tx: Tx,
  events: readonly StoredEvent[],
  template: string,
  more: (event: StoredEvent, ticket: TicketFacts) => Notice["variables"] | null,
): Promise<void> {
  const tickets = await tickets_of(tx, events);
  const who = await addressees(tx, [...tickets.values()].flatMap((ticket) => ticket.subscriber_id ?? []));
  const notices: Notice[] = [];
  for (const event of events) {
    const ticket = tickets.get(event.subject_id);
    const variables = ticket ? more(event, ticket) : null;
    if (!ticket?.subscriber_id || !variables) continue;
    for (const to of who.get(ticket.subscriber_id) ?? []) {
      notices.push({
        template,
        person_id: to.person_id,
        recipient: to.person_id ? null : to.email,
        name: to.name,
        subscriber_id: ticket.subscriber_id,
        variables: { number: ticket.number, subject: ticket.subject, ...variables },
        link: `/portal/tickets/${ticket.id}`,
        dedupe_key: event.id,
      });
    }
  }
  await notify_all(tx, notices);
}

export const received = on_batch(
  "ticket.created",
  "notifications.ticket_received",
  (tx, events) =>
    tell_customers(
      tx,
      events,
      "ticket_received",
      (event) => event.payload.successor_of || event.payload.previous_ticket_id ? null : {},
    ),
);

export const replied = on_batch("ticket.replied", "notifications.ticket_replied", async (tx, events) => {
  const words = await words_of(tx, events);
  await tell_customers(tx, events, "ticket_replied", (event) => {
    const said = words.get(String(event.payload.comment_id));
    return said ? { author: said.author_name, reply: said.body } : null;
  });
});

export const resolved = on_batch(
  "ticket.resolved",
  "notifications.ticket_resolved",
  (tx, events) =>
    tell_customers(tx, events, "ticket_resolved_rate", (_event, ticket) => ticket.status === "resolved" ? {} : null),
);

export const assigned = on_batch("ticket.assigned", "notifications.ticket_assigned", async (tx, events) => {
  const tickets = await tickets_of(tx, events);
  await notify_all(
    tx,
    events.flatMap((event) => {
      const ticket = tickets.get(event.subject_id);
      const to = event.payload.assigned_to_id;
      if (!ticket || typeof to !== "string" || to === event.actor_id) return []; // who took it knows
      return [{
        template: "ticket_assigned",
        person_id: to,
        subscriber_id: ticket.subscriber_id,
        variables: {
          number: ticket.number,
          subject: ticket.subject,
          priority: ticket.priority,
          subscriber: ticket.subscriber,
        },
        link: `/admin/tickets/${ticket.id}`,
        dedupe_key: event.id,
      }];
    }),
  );
});

export const customer_replied = on_batch(
  "ticket.customer_replied",
  "notifications.ticket_customer_replied",
  async (tx, events) => {
    const [tickets, words] = [await tickets_of(tx, events), await words_of(tx, events)];
    await notify_all(
      tx,
      events.flatMap((event) => {
        const ticket = tickets.get(event.subject_id);
        const said = words.get(String(event.payload.comment_id));
        if (!ticket?.assigned_to_id || !said) return [];
        return [{
          template: "ticket_customer_replied",
          person_id: ticket.assigned_to_id,
          subscriber_id: ticket.subscriber_id,
          variables: { number: ticket.number, subject: ticket.subject, reply: said.body.slice(0, 500) },
          link: `/admin/tickets/${ticket.id}`,
          dedupe_key: event.id,
        }];
      }),
    );
  },
);
