import type { ComponentChildren } from "preact";
import { StatusBadge } from "~/components/badge.tsx";
import { LinkButton } from "~/components/button.tsx";
import { Icon } from "~/components/icon.tsx";
import { Card } from "~/components/panel.tsx";
import { PriorityMark } from "~/components/priority_mark.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { can } from "~/domain/kernel/actor.ts";
import type { Ticket } from "~/domain/tickets/mod.ts";
import type { WorkOrder } from "~/domain/work_orders/mod.ts";
import { paths } from "../../../(_web)/paths.ts";
import { choice_label, choice_tone } from "../../../(_web)/records/labels.ts";
import type { Reading } from "../../../(_web)/records/value.tsx";
import type { SubscriberData } from "./data.ts";

const all_of = (path: string, id: string, words: string) => (
  <a class="link" href={`${path}?subscriber_id=${id}`}>{words}</a>
);

/** Open ones first, then the last that were settled. */
export function Tickets({ data: { row, open_tickets, past_tickets }, read }: { data: SubscriberData; read: Reading }) {
  const open = open_tickets?.items ?? [];
  const past = past_tickets?.items ?? [];
  return (
    <Card
      title={t.n(open_tickets?.count ?? 0, "One open ticket", "{n} open tickets")}
      action={all_of(paths.admin.tickets, row.id, t("All tickets"))}
    >
      {open.length === 0 && past.length === 0 && (
        <div class="flex flex-wrap items-center gap-3">
          <p class="text-sm text-ink-2 flex-1">{t("No ticket yet.")}</p>
          {can(read.actor, "tickets:create") && (
            <LinkButton size="sm" icon="plus" href={`${paths.admin.new_ticket}?subscriber_id=${row.id}`}>
              {t("New ticket")}
            </LinkButton>
          )}
        </div>
      )}
      {open.length > 0 && (
        <ul class="grid -mx-2">{open.map((ticket) => <TicketLine key={ticket.id} ticket={ticket} read={read} />)}</ul>
      )}
      {past.length > 0 && <h3 class="text-xs font-semibold text-ink-3 mt-3 mb-1">{t("Settled lately")}</h3>}
      {past.length > 0 && (
        <ul class="grid -mx-2">{past.map((ticket) => <TicketLine key={ticket.id} ticket={ticket} read={read} />)}</ul>
      )}
    </Card>
  );
}

function TicketLine({ ticket, read }: { ticket: Ticket & Record<string, unknown>; read: Reading }) {
  const assignee = typeof ticket.assigned_to_label === "string" ? ticket.assigned_to_label : t("nobody yet");
  return (
    <Line
      href={paths.admin.ticket(ticket.id)}
      number={ticket.number}
      title={ticket.subject}
      sub={
        <>
          {assignee} · <Time at={ticket.created_at} now={read.now} zone={read.zone} />
        </>
      }
      marks={
        <>
          <PriorityMark priority={ticket.priority} />
          <StatusBadge tone={choice_tone(ticket.status)} label={choice_label(ticket.status)} />
        </>
      }
    />
  );
}

export function Visits({ data: { row, visits }, read }: { data: SubscriberData; read: Reading }) {
  const items = visits?.items ?? [];
  return (
    <Card title={t("Visits")} action={all_of(paths.admin.work_orders, row.id, t("All work orders"))}>
      {items.length === 0
        ? <p class="text-sm text-ink-2">{t("No visit yet.")}</p>
        : <ul class="grid -mx-2">{items.map((visit) => <VisitLine key={visit.id} visit={visit} read={read} />)}</ul>}
    </Card>
  );
}

function VisitLine({ visit, read }: { visit: WorkOrder; read: Reading }) {
  return (
    <Line
      href={paths.admin.work_order(visit.id)}
      number={visit.number}
      title={visit.title}
      sub={
        <>
          {choice_label(visit.work_type)} · {visit.scheduled_start
            ? <Time at={visit.scheduled_start} now={read.now} zone={read.zone} show="absolute" />
            : t("not planned yet")}
        </>
      }
      marks={<StatusBadge tone={choice_tone(visit.status)} label={choice_label(visit.status)} />}
    />
  );
}

function Line(
  { href, number, title, sub, marks }: {
    href: string;
    number: string;
    title: string;
    sub: ComponentChildren;
    marks: ComponentChildren;
  },
) {
  return (
    <li class="border-t border-line first:border-t-0">
      <a href={href} class="flex flex-wrap items-center gap-x-3 gap-y-1 px-2 py-2 rounded-lg hover:bg-sunken">
        <span class="flex-1 min-w-[200px]">
          <span class="block font-medium break-words">
            <span class="fig text-xs text-ink-3 mr-2">{number}</span>
            {title}
          </span>
          <span class="block text-xs text-ink-3">{sub}</span>
        </span>
        <span class="flex items-center gap-2">
          {marks}
          <Icon name="chevron-right" class="text-ink-3" />
        </span>
      </a>
    </li>
  );
}
