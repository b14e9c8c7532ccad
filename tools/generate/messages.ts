/** What a system leaves behind while it runs: messages sent, events handled, the trail of changes. */
import type { TransactionSql } from "~/domain/kernel/db/connect.ts";
import type { Scale } from "./functions.ts";

const of_ticket = ({ tickets }: Scale) => `((n - 1) % ${tickets} + 1)`;

export async function notifications(sql: TransactionSql, scale: Scale): Promise<void> {
  await sql.unsafe(`
    insert into notifications (id, template_code, channel, person_id, subscriber_id, recipient, subject, body, link, status, attempts, next_attempt_at, sent_at, read_at, dedupe_key, created_at, updated_at)
    select pg_temp.made_id(m.at, n, 84), case when m.inside then 'ticket_assigned' else 'ticket_received' end, case when m.inside then 'in_app' else 'email' end,
           case when m.inside then pg_temp.agent_id(pg_temp.ticket_agent(m.ticket)) end, case when not m.inside then pg_temp.subscriber_id(pg_temp.ticket_subscriber(m.ticket)) end,
           case when m.inside then pg_temp.agent_name(pg_temp.ticket_agent(m.ticket)) else 'customer' || m.ticket || '@example.org' end,
           pg_temp.trouble(pg_temp.ticket_trouble(m.ticket)), 'We have received your message and will answer it.', case when m.inside then '/admin/tickets/' || pg_temp.ticket_id(m.ticket) end,
           'sent', 1, null, m.at + interval '20 seconds', case when m.inside and m.at < pg_temp.until() - interval '2 days' then m.at + interval '1 hour' end, 'generated:' || n, m.at, m.at
      from (select n, n % 3 = 0 as inside, ${of_ticket(scale)} as ticket, pg_temp.ticket_at(${
    of_ticket(scale)
  }) as at from generate_series(1, ${scale.notifications}::bigint) n offset 0) m`);
}

export async function events(sql: TransactionSql, scale: Scale): Promise<void> {
  await sql.unsafe(`
    insert into event_store (id, type, subject_type, subject_id, subscriber_id, audience, payload, actor_kind, actor_label, occurred_at, status, attempts, next_attempt_at, completed_at)
    select pg_temp.made_id(e.at, n, 85), e.type, 'ticket', pg_temp.ticket_id(e.ticket), pg_temp.subscriber_id(pg_temp.ticket_subscriber(e.ticket)), 'all',
           jsonb_build_object('id', pg_temp.ticket_id(e.ticket), 'subscriber_id', pg_temp.subscriber_id(pg_temp.ticket_subscriber(e.ticket))), 'staff', pg_temp.agent_name(pg_temp.ticket_agent(e.ticket)),
           e.at, 'completed', 1, null, e.at + interval '300 milliseconds'
      from (
        select n, ${
    of_ticket(scale)
  } as ticket, (array['ticket.created', 'ticket.updated', 'ticket.assigned'])[1 + ((n - 1) / ${scale.tickets}) % 3] as type,
               least(pg_temp.until(), pg_temp.ticket_at(${
    of_ticket(scale)
  }) + ((n - 1) / ${scale.tickets}) * interval '40 minutes') as at
          from generate_series(1, ${scale.events}::bigint) n offset 0) e`);
}

export async function trail(sql: TransactionSql, scale: Scale): Promise<void> {
  await sql.unsafe(`
    insert into audit_events (id, occurred_at, action, entity_type, entity_id, entity_label, subscriber_id, changes, actor_kind, actor_label)
    select pg_temp.made_id(pg_temp.ticket_at(n), n, 86), pg_temp.ticket_at(n), 'ticket.created', 'ticket', pg_temp.ticket_id(n), pg_temp.trouble(pg_temp.ticket_trouble(n)),
           pg_temp.subscriber_id(pg_temp.ticket_subscriber(n)), jsonb_build_object('subject', jsonb_build_array(null, pg_temp.trouble(pg_temp.ticket_trouble(n)))), 'staff', pg_temp.agent_name(pg_temp.ticket_agent(n))
      from generate_series(1, ${scale.tickets}::bigint) n`);
}
