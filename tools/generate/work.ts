/** Tickets with conversations; work orders with technicians, never two at one time. */
import type { TransactionSql } from "~/domain/kernel/db/connect.ts";
import type { Scale } from "./functions.ts";
import { replies } from "./words.ts";

/** The younger a ticket, the more likely somebody still works on it; one in a hundred old ones was forgotten. */
const status = `case
  when pg_temp.ticket_at(n) > pg_temp.until() - interval '3 days' then (array['new', 'new', 'open', 'open', 'open', 'open', 'pending', 'pending', 'on_hold', 'resolved'])[pg_temp.pick(n, 54, 10, 1)]
  when pg_temp.ticket_at(n) > pg_temp.until() - interval '30 days' then (array['open', 'open', 'open', 'pending', 'pending', 'on_hold', 'resolved', 'resolved', 'resolved', 'resolved', 'closed', 'closed', 'closed', 'closed', 'closed', 'closed', 'closed', 'closed', 'canceled', 'open'])[pg_temp.pick(n, 54, 20, 1)]
  when pg_temp.dice(n, 54) < 0.01 then 'open'
  when pg_temp.dice(n, 54) < 0.03 then 'canceled'
  else 'closed' end`;

export async function tickets(sql: TransactionSql, scale: Scale): Promise<void> {
  await sql.unsafe(`
    insert into tickets (id, subject, description, status, priority, channel, subscriber_id, site_id, assigned_to_id, created_by_id, tags, due_at, first_response_at, resolved_at, closed_at,
                         rating, rated_at, created_at, updated_at)
    select pg_temp.ticket_id(n), pg_temp.trouble(it.trouble), pg_temp.trouble_text(it.trouble), it.status, it.priority,
           (array['phone', 'email', 'portal', 'web', 'chat'])[pg_temp.pick(n, 55, 5, 1.4)],
           pg_temp.subscriber_id(it.subscriber), pg_temp.subscriber_site(it.subscriber),
           case when it.status <> 'new' and pg_temp.dice(n, 56) < 0.92 then pg_temp.agent_id(pg_temp.ticket_agent(n)) end,
           case when pg_temp.dice(n, 57) < 0.5 then pg_temp.agent_id(pg_temp.ticket_agent(n + 1)) end,
           array[pg_temp.trouble_tag(it.trouble)], it.at + it.target,
           case when it.status <> 'new' then it.at + interval '4 hours' * pg_temp.dice(n, 58) end,
           case when it.status in ('resolved', 'closed') then least(it.at + it.target * 1.4 * pg_temp.dice(n, 59), pg_temp.until()) end,
           case when it.status = 'closed' then least(it.at + it.target * 1.4 + interval '1 day', pg_temp.until()) end,
           it.rating, case when it.rating is not null then least(it.at + it.target * 1.4 + interval '1 day', pg_temp.until()) end,
           it.at, least(it.at + it.target, pg_temp.until())
      from (
        select n, pg_temp.ticket_at(n) as at, pg_temp.ticket_subscriber(n) as subscriber, pg_temp.ticket_trouble(n) as trouble, ${status} as status,
               pg_temp.trouble_priority(pg_temp.ticket_trouble(n)) as priority,
               case pg_temp.trouble_priority(pg_temp.ticket_trouble(n)) when 'urgent' then interval '8 hours' when 'high' then interval '1 day' when 'normal' then interval '3 days' else interval '7 days' end as target,
               case when pg_temp.ticket_at(n) < pg_temp.until() - interval '30 days' and pg_temp.dice(n, 60) < 0.2 then 6 - pg_temp.pick(n, 61, 5, 2.2) end as rating
          from generate_series(1, ${scale.tickets}::bigint) n offset 0) it`);
}

/** None to five a ticket, the customer and the desk in turn, a quarter of the desk's for itself. */
export async function comments(sql: TransactionSql, scale: Scale): Promise<void> {
  await sql.unsafe(`
    insert into ticket_comments (id, ticket_id, author_id, author_name, author_kind, visibility, body, created_at, updated_at)
    select pg_temp.made_id(c.at, n * 8 + k, 71), pg_temp.ticket_id(n), case when c.by_staff then pg_temp.agent_id(pg_temp.ticket_agent(n)) end,
           case when c.by_staff then pg_temp.agent_name(pg_temp.ticket_agent(n)) else 'Customer' end, case when c.by_staff then 'staff' else 'customer' end,
           case when c.by_staff and pg_temp.dice(n * 8 + k, 72) < 0.25 then 'internal' else 'public' end,
           pg_temp.reply(pg_temp.pick(n * 8 + k, 73, ${replies.length}, 1)), c.at, c.at
      from generate_series(1, ${scale.tickets}::bigint) n
     cross join lateral generate_series(1, floor(pg_temp.dice(n, 70) * 6)::int) k
     cross join lateral (select k % 2 = 1 as by_staff, pg_temp.ticket_at(n) + k * interval '3 hours' * (0.5 + pg_temp.dice(n * 8 + k, 74)) as at) c
     where c.at < pg_temp.until()`);
}

/** Four jobs of two hours a technician and day, back from a week ahead: no two can meet, and the database would refuse it. */
export async function work_orders(sql: TransactionSql, scale: Scale): Promise<void> {
  const slots = `
    select n, (n - 1) % ${scale.technicians} + 1 as technician,
           date_trunc('day', pg_temp.until()) + interval '7 days' - interval '1 day' * ((n - 1) / ${scale.technicians} / 4) + interval '8 hours' + interval '150 minutes' * (((n - 1) / ${scale.technicians}) % 4) as start_at
      from generate_series(1, ${scale.work_orders}::bigint) n`;
  const jobs = `
    select s.*, pg_temp.made_id(s.start_at - interval '2 days', s.n, 81) as id, least(s.start_at - interval '2 days', pg_temp.until()) as at,
           greatest(1, least(${scale.tickets}, round(${scale.tickets} * (1 - extract(epoch from pg_temp.until() - (s.start_at - interval '3 days')) / extract(epoch from interval '730 days')))))::bigint as ticket,
           case when pg_temp.dice(s.n, 82) < 0.04 then 'canceled' when s.start_at + interval '2 hours' < pg_temp.until() then 'completed' when s.start_at < pg_temp.until() then 'in_progress'
                when s.start_at < pg_temp.until() + interval '1 day' then 'dispatched' else 'scheduled' end as status
      from (${slots}) s offset 0`;
  await sql.unsafe(`
    insert into work_orders (id, title, status, priority, work_type, subscriber_id, ticket_id, site_id, estimated_duration_minutes, scheduled_start, scheduled_end, started_at, completed_at, completion_notes, cancel_reason, created_at, updated_at)
    select j.id, pg_temp.trouble(pg_temp.ticket_trouble(j.ticket)), j.status, pg_temp.trouble_priority(pg_temp.ticket_trouble(j.ticket)), (array['repair', 'install', 'maintenance', 'survey'])[pg_temp.pick(j.n, 83, 4, 1.8)],
           pg_temp.subscriber_id(pg_temp.ticket_subscriber(j.ticket)), pg_temp.ticket_id(j.ticket), pg_temp.subscriber_site(pg_temp.ticket_subscriber(j.ticket)), 120, j.start_at, j.start_at + interval '2 hours',
           case when j.status in ('completed', 'in_progress') then j.start_at + interval '9 minutes' end, case when j.status = 'completed' then j.start_at + interval '100 minutes' end,
           case when j.status = 'completed' then 'Connector cleaned and measured, all values in range.' end, case when j.status = 'canceled' then 'The customer was not at home.' end, j.at, j.at
      from (${jobs}) j`);
  await sql.unsafe(`
    insert into work_order_assignments (work_order_id, technician_id, start_at, end_at, is_primary, is_active, created_at, updated_at)
    select j.id, pg_temp.technician_id(j.technician), j.start_at, j.start_at + interval '2 hours', true, j.status <> 'canceled', j.at, j.at from (${jobs}) j`);
  await sql.unsafe(`
    insert into shifts (technician_id, start_at, end_at)
    select pg_temp.technician_id(n), day + interval '7 hours', day + interval '18 hours'
      from generate_series(1, ${scale.technicians}) n, generate_series(date_trunc('day', pg_temp.until()) - interval '14 days', date_trunc('day', pg_temp.until()) + interval '14 days', interval '1 day') day`);
}
