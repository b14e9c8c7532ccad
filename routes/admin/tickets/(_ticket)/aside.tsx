/** The facts at the right of a ticket: how long there is, for whom, who comes when, and what else is known. */
import { Avatar, PersonLine } from "~/components/avatar.tsx";
import { Badge, StatusBadge } from "~/components/badge.tsx";
import { LinkButton } from "~/components/button.tsx";
import { EmailLink, PhoneLink } from "~/components/contact_links.tsx";
import { cx } from "~/components/cx.ts";
import { tone_text } from "~/components/badge.tsx";
import { type Fact, FactList } from "~/components/detail/fact_list.tsx";
import { StaticSiteMap } from "~/components/detail/static_site_map.tsx";
import { ClockBar } from "~/components/due_mark.tsx";
import { RatingMark } from "~/components/form/rating.tsx";
import { Icon } from "~/components/icon.tsx";
import { Card } from "~/components/panel.tsx";
import { PriorityMark } from "~/components/priority_mark.tsx";
import { t } from "~/components/text.ts";
import { due_state, span_text } from "~/components/tickets/due.ts";
import { Time } from "~/components/time.tsx";
import { can } from "~/domain/kernel/actor.ts";
import { paths } from "../../../(_web)/paths.ts";
import { choice_label, choice_tone } from "../../../(_web)/records/labels.ts";
import { list_of } from "../../../(_web)/dashboard_lists.ts";
import type { Reading } from "../../../(_web)/records/value.tsx";
import type { State } from "../../../(_web)/state.ts";
import { EditFact } from "./edit_fact.tsx";
import { next_visit, type TicketContact, type TicketData } from "./read.ts";

interface CardProps {
  data: TicketData;
  state: State;
  read: Reading;
}

export function DueCard({ data, state, read }: CardProps) {
  const { row } = data;
  const due = due_state(row, read.now, read.zone);
  const answered = row.first_response_at ? Date.parse(row.first_response_at) - Date.parse(row.created_at) : null;
  return (
    <Card
      title={due?.over ? t("Resolution") : t("Due")}
      action={<EditFact data={data} state={state} read={read} field="due_at" />}
    >
      {due && row.due_at
        ? (
          <div class="grid gap-2">
            <p class="flex items-center gap-3">
              <span class={cx("fig text-2xl font-semibold", tone_text[due.tone])}>{due.text}</span>
              <span class="text-xs text-ink-3">
                {t("due")} <Time at={row.due_at} now={read.now} zone={read.zone} show="absolute" class="" />
              </span>
            </p>
            <ClockBar
              spans={[{ kind: "used", share: due.used }]}
              tone={due.tone}
              label={t("{n} % of the time is used", { n: Math.round(due.used * 100) })}
            />
          </div>
        )
        : (
          <p class="text-sm text-ink-3">
            {row.status === "canceled" ? t("The ticket was canceled.") : t("No due time is set.")}
          </p>
        )}
      <p class="flex items-center gap-1.5 mt-3 text-xs">
        <Icon
          name={answered === null ? "circle-dashed" : "circle-check"}
          class={answered === null ? "text-ink-3" : "text-ok"}
        />
        {answered === null
          ? t("Nobody has answered the customer yet")
          : t("First answer after {time}", { time: span_text(answered) })}
      </p>
      {row.resolved_at && (
        <p class="flex items-center gap-1.5 mt-1 text-xs">
          <Icon name="circle-check" class="text-ok" />
          {t("Resolved")} <Time at={row.resolved_at} now={read.now} zone={read.zone} />
        </p>
      )}
      {row.rating && (
        <div class="mt-3 grid gap-1 text-xs">
          <span class="flex items-center gap-2">
            {t("Rated")} <RatingMark value={row.rating} />
          </span>
          {row.rating_comment && <q class="text-ink-2 break-words">{row.rating_comment}</q>}
        </div>
      )}
    </Card>
  );
}

export function SubscriberCard({ data: { row, subscriber, site, contact, others }, read }: CardProps) {
  const name = subscriber?.name ?? (row.subscriber_label ? String(row.subscriber_label) : null);
  if (!name || !row.subscriber_id) {
    return (
      <Card title={t("Customer")}>
        {contact
          ? <ContactFacts contact={contact} />
          : <p class="text-sm text-ink-3">{t("No customer is named on this ticket.")}</p>}
      </Card>
    );
  }
  const hints = [
    subscriber?.account_number ?? subscriber?.number,
    subscriber?.service_plan,
    subscriber && choice_label(subscriber.status).toLowerCase(),
  ].filter(Boolean).join(" · ");
  return (
    <Card>
      <div class="flex items-center gap-2.5 mb-3">
        <Avatar name={name} size="md" />
        <div class="flex-1 min-w-0">
          <h2 class="text-base font-semibold truncate">
            {can(read.actor, "subscribers:read")
              ? <a class="hover:underline" href={paths.admin.subscriber(row.subscriber_id)}>{name}</a>
              : name}
          </h2>
          <p class="text-xs text-ink-3 truncate">{hints}</p>
        </div>
        {subscriber?.phone && (
          <a
            class="btn btn-ghost btn-icon"
            href={`tel:${subscriber.phone}`}
            aria-label={t("Call {name}", { name })}
            title={t("Call")}
          >
            <Icon name="phone" />
          </a>
        )}
      </div>
      {site?.point && (
        <StaticSiteMap point={site.point} label={t("Service address: {address}", { address: site.label })} />
      )}
      <div class="mt-3">
        <FactList facts={subscriber_facts(site, subscriber, row.site_id ? String(row.site_label ?? "") : "")} />
      </div>
      {contact && (
        <div class="mt-3 pt-3 border-t border-line">
          <ContactFacts contact={contact} />
        </div>
      )}
      {others.length > 0 && <OtherTickets others={others} read={read} subscriber_id={row.subscriber_id} />}
    </Card>
  );
}

function subscriber_facts(site: TicketData["site"], subscriber: TicketData["subscriber"], site_label: string): Fact[] {
  const address = site?.label ?? site_label;
  return [
    ...(address ? [{ label: t("Address"), value: address }] : []),
    ...(site?.access_notes
      ? [{ label: t("Access"), value: <span class="whitespace-pre-wrap">{site.access_notes}</span> }]
      : []),
    ...(subscriber?.phone ? [{ label: t("Phone"), value: <PhoneLink e164={subscriber.phone} /> }] : []),
    ...(subscriber?.email ? [{ label: t("E-mail"), value: <EmailLink email={subscriber.email} /> }] : []),
    ...(subscriber?.service_speed ? [{ label: t("Speed"), value: subscriber.service_speed }] : []),
  ];
}

function ContactFacts({ contact }: { contact: TicketContact }) {
  return (
    <FactList
      facts={[
        { label: t("Contact"), value: contact.name },
        ...(contact.phone ? [{ label: t("Phone"), value: <PhoneLink e164={contact.phone} /> }] : []),
        ...(contact.email ? [{ label: t("E-mail"), value: <EmailLink email={contact.email} /> }] : []),
      ]}
    />
  );
}

function OtherTickets(
  { others, read, subscriber_id }: { others: TicketData["others"]; read: Reading; subscriber_id: string },
) {
  return (
    <details
      class="mt-3 pt-3 border-t border-line"
      open={others.some((other) => !["closed", "canceled", "resolved"].includes(other.status))}
    >
      <summary class="text-xs font-semibold cursor-pointer">
        {t.n(others.length, "One other ticket", "{n} other tickets")}
      </summary>
      <ul class="grid gap-1.5 mt-2">
        {others.map((other) => (
          <li key={other.id} class="flex items-center gap-2 text-xs">
            <a class="link flex-1 min-w-0 truncate" href={paths.admin.ticket(other.id)}>{other.subject}</a>
            <StatusBadge tone={choice_tone(other.status)} label={choice_label(other.status)} />
            <Time at={other.updated_at} now={read.now} zone={read.zone} class="text-ink-3 whitespace-nowrap" />
          </li>
        ))}
      </ul>
      <a class="link text-xs inline-block mt-2" href={list_of({ subscriber_id })}>{t("All of them")}</a>
    </details>
  );
}

export function VisitCard({ data, read }: CardProps) {
  const { row, visits } = data;
  const next = next_visit(visits);
  const past = visits.filter((visit) => visit !== next);
  const may_create = can(read.actor, "work-orders:create") && !["closed", "canceled"].includes(row.status);
  if (!can(read.actor, "work-orders:read") && !may_create) return null;
  return (
    <Card title={t("Next visit")}>
      {next ? <Visit visit={next} read={read} /> : (
        <div class="grid gap-3">
          <p class="flex items-center gap-2 text-sm text-ink-3">
            <Icon name="calendar-clock" />
            {t("None planned")}
          </p>
          {may_create && (
            <span>
              <LinkButton size="sm" icon="wrench" href={paths.admin.new_work_order(row.id)}>
                {t("Create work order")}
              </LinkButton>
            </span>
          )}
        </div>
      )}
      {past.length > 0 && (
        <ul class="grid gap-1.5 mt-3 pt-3 border-t border-line">
          {past.map(({ row: work }) => (
            <li key={work.id} class="flex items-center gap-2 text-xs">
              <a class="link flex-1 min-w-0 truncate" href={paths.admin.work_order(work.id)}>
                {work.number} {work.title}
              </a>
              <StatusBadge tone={choice_tone(work.status)} label={choice_label(work.status)} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Visit({ visit: { row, technician }, read }: { visit: TicketData["visits"][number]; read: Reading }) {
  const draft = row.status === "draft";
  return (
    <div class="grid gap-2">
      <p class="flex items-center gap-2 text-xs">
        <a class="link font-semibold" href={paths.admin.work_order(row.id)}>{row.number}</a>
        <StatusBadge tone={choice_tone(row.status)} label={choice_label(row.status)} />
      </p>
      {technician && <PersonLine name={technician} />}
      {row.scheduled_start && (
        <p class="text-sm">
          <Time at={row.scheduled_start} now={read.now} zone={read.zone} show="absolute" class="" />
        </p>
      )}
      {draft && (
        <p class="text-sm text-ink-3">
          {t("Waits to be planned, {n} min on site.", { n: row.estimated_duration_minutes })}
        </p>
      )}
      {can(read.actor, "work-orders:dispatch") && ["draft", "scheduled", "dispatched"].includes(row.status) && (
        <span>
          <LinkButton size="sm" icon="calendar-clock" href={paths.admin.dispatch(row.id)}>
            {draft ? t("Choose technician and time") : t("Move the visit")}
          </LinkButton>
        </span>
      )}
    </div>
  );
}

export function DetailsCard({ data, state, read }: CardProps) {
  const { row, kind } = data;
  const edited = (field: "assigned_to_id" | "priority" | "tags", value: preact.ComponentChildren) => (
    <span class="flex flex-wrap items-center gap-1 -my-1 min-h-[30px]">
      {value}
      <EditFact data={data} state={state} read={read} field={field} />
    </span>
  );
  return (
    <Card
      title={t("Details")}
      action={<a class="link" href={paths.admin.history(kind.entity, row.id)}>{t("History")}</a>}
    >
      <FactList
        facts={[
          {
            label: t("Assignee"),
            value: edited(
              "assigned_to_id",
              row.assigned_to_id
                ? <PersonLine name={String(row.assigned_to_label ?? t("unnamed"))} />
                : <span class="text-ink-3">{t("nobody")}</span>,
            ),
          },
          { label: t("Priority"), value: edited("priority", <PriorityMark priority={row.priority} />) },
          {
            label: t("Tags"),
            value: edited(
              "tags",
              row.tags.length
                ? row.tags.map((tag) => <Badge key={tag}>{tag}</Badge>)
                : <span class="text-ink-3">{t("none")}</span>,
            ),
          },
          { label: t("Channel"), value: choice_label(row.channel) },
          {
            label: t("Created"),
            value: (
              <>
                <Time at={row.created_at} now={read.now} zone={read.zone} />
                {row.created_by_label ? ` · ${String(row.created_by_label)}` : ""}
              </>
            ),
          },
          { label: t("Updated"), value: <Time at={row.updated_at} now={read.now} zone={read.zone} /> },
          ...(row.previous_ticket_id
            ? [{
              label: t("Follows"),
              value: (
                <a class="link" href={paths.admin.ticket(row.previous_ticket_id)}>
                  {String(row.previous_ticket_label ?? t("an earlier ticket"))}
                </a>
              ),
            }]
            : []),
        ]}
      />
    </Card>
  );
}
