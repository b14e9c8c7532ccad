/** The figures of the start page: one statement for each of tickets, visits and operations, each asked only of those who may see it. */
import { can, demand } from "~/domain/kernel/actor.ts";
import type { Tx } from "~/domain/kernel/tx.ts";

export interface TicketFigures {
  open: number;
  unassigned: number;
  urgent: number;
  overdue: number;
  /** Due within the next four hours, not yet overdue. */
  due_soon: number;
  waiting: number;
  mine: number;
}

export interface TicketDay {
  /** Calendar day of the reader, `2026-03-01`. */
  day: string;
  created: number;
  resolved: number;
}

export interface VisitFigures {
  today: number;
  under_way: number;
  /** Drafts that nobody has given a window. */
  to_plan: number;
}

export interface Dashboard {
  tickets: TicketFigures | null;
  days: TicketDay[];
  visits: VisitFigures | null;
  failures: { events: number | null; webhooks: number | null } | null;
}

/** Statuses in which a ticket is somebody's work. Each figure leads to a list with the same filter. */
export const open_statuses = ["new", "open", "pending", "on_hold"] as const;
export const due_soon_hours = 4;
const chart_days = 14;

/** @param zone IANA zone of the reader: "today" and the chart's days are theirs */
export async function read_dashboard(tx: Tx, zone: string): Promise<Dashboard> {
  const may = (key: string) => can(tx.actor, key);
  const reads_tickets = may("tickets:read");
  const [tickets, days, visits, failures] = await Promise.all([
    reads_tickets ? ticket_figures(tx) : null,
    reads_tickets ? ticket_days(tx, zone) : [],
    may("work-orders:read") ? visit_figures(tx, zone) : null,
    may("events:read") || may("webhooks:read") ? failure_figures(tx, may("events:read"), may("webhooks:read")) : null,
  ]);
  return { tickets, days, visits, failures };
}

/** How many tickets wait, by what for. @throws DomainError 403 without `tickets:read` */
export async function ticket_figures(tx: Tx): Promise<TicketFigures> {
  demand(tx.actor, "tickets:read");
  const now = tx.now().toString();
  const [row] = await tx.sql<TicketFigures[]>`
    /* reports.ticket_figures */
    select count(*)::int as open,
           count(*) filter (where assigned_to_id is null)::int as unassigned,
           count(*) filter (where priority = 'urgent')::int as urgent,
           count(*) filter (where due_at < ${now}::text::timestamptz)::int as overdue,
           count(*) filter (where due_at >= ${now}::text::timestamptz and due_at < ${now}::text::timestamptz + make_interval(hours => ${due_soon_hours}::int))::int as due_soon,
           count(*) filter (where status = 'pending')::int as waiting,
           count(*) filter (where assigned_to_id = ${tx.actor.person_id}::text::uuid)::int as mine
      from tickets
     where is_active
       and status in ('new', 'open', 'pending', 'on_hold')`;
  return row ?? { open: 0, unassigned: 0, urgent: 0, overdue: 0, due_soon: 0, waiting: 0, mine: 0 };
}

/** Days without a ticket are zeros, not gaps. */
async function ticket_days(tx: Tx, zone: string): Promise<TicketDay[]> {
  const today = tx.now().toZonedDateTimeISO(zone).toPlainDate();
  const from = today.subtract({ days: chart_days - 1 });
  const start = from.toZonedDateTime(zone).toInstant().toString();
  return await tx.sql<TicketDay[]>`
    /* reports.ticket_days */
    with days as (
      select generate_series(${from.toString()}::text::date, ${today.toString()}::text::date, interval '1 day')::date as day
    ),
    created as (
      select (created_at at time zone ${zone})::date as day, count(*)::int as n
        from tickets
       where is_active and created_at >= ${start}::text::timestamptz
       group by 1
    ),
    resolved as (
      select (resolved_at at time zone ${zone})::date as day, count(*)::int as n
        from tickets
       where is_active and resolved_at >= ${start}::text::timestamptz
       group by 1
    )
    select days.day::text as day, coalesce(created.n, 0) as created, coalesce(resolved.n, 0) as resolved
      from days
      left join created using (day)
      left join resolved using (day)
     order by days.day`;
}

async function visit_figures(tx: Tx, zone: string): Promise<VisitFigures> {
  const today = tx.now().toZonedDateTimeISO(zone).toPlainDate();
  const start = today.toZonedDateTime(zone).toInstant().toString();
  const end = today.add({ days: 1 }).toZonedDateTime(zone).toInstant().toString();
  const [row] = await tx.sql<VisitFigures[]>`
    /* reports.visit_figures */
    select count(*) filter (where status in ('scheduled', 'dispatched', 'in_progress', 'completed')
                              and scheduled_start >= ${start}::text::timestamptz and scheduled_start < ${end}::text::timestamptz)::int as today,
           count(*) filter (where status = 'in_progress')::int as under_way,
           count(*) filter (where status = 'draft')::int as to_plan
      from work_orders
     where is_active
       and (status in ('draft', 'in_progress')
            or (scheduled_start >= ${start}::text::timestamptz and scheduled_start < ${end}::text::timestamptz))`;
  return row ?? { today: 0, under_way: 0, to_plan: 0 };
}

async function failure_figures(
  tx: Tx,
  events: boolean,
  webhooks: boolean,
): Promise<{ events: number | null; webhooks: number | null }> {
  const [row] = await tx.sql<{ events: number; webhooks: number }[]>`
    /* reports.failures */
    select (select count(*)::int from event_store where status = 'failed') as events,
           (select count(*)::int from webhook_endpoints where is_active and status = 'paused') as webhooks`;
  return { events: events ? row?.events ?? 0 : null, webhooks: webhooks ? row?.webhooks ?? 0 : null };
}
