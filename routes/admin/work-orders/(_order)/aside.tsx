/** The facts at the right of a job: who comes when, what it takes, why, for whom and where. */
import { Avatar, PersonLine } from "~/components/avatar.tsx";
import { Badge, StatusBadge } from "~/components/badge.tsx";
import { Button, LinkButton } from "~/components/button.tsx";
import { EmailLink, PhoneLink } from "~/components/contact_links.tsx";
import { type Fact, FactList } from "~/components/detail/fact_list.tsx";
import { StaticSiteMap } from "~/components/detail/static_site_map.tsx";
import { CheckboxGroup } from "~/components/form/choices.tsx";
import { Icon } from "~/components/icon.tsx";
import { Card } from "~/components/panel.tsx";
import { PriorityMark } from "~/components/priority_mark.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { WindowMark } from "~/components/work/window_mark.tsx";
import { duration_text } from "~/components/work/window_text.ts";
import { can } from "~/domain/kernel/actor.ts";
import { work_order_actions } from "~/domain/work_orders/mod.ts";
import { Csrf } from "../../../(_web)/admin_page.tsx";
import { paths } from "../../../(_web)/paths.ts";
import { failure_of } from "../../../(_web)/pages.ts";
import { choice_label, choice_tone } from "../../../(_web)/records/labels.ts";
import type { Reading } from "../../../(_web)/records/value.tsx";
import type { State } from "../../../(_web)/state.ts";
import { EditFact } from "./edit_fact.tsx";
import type { OrderData } from "./read.ts";

interface CardProps {
  data: OrderData;
  state: State;
  read: Reading;
}

export function PlanCard({ data: { row, own, technician }, read }: CardProps) {
  const move = work_order_actions(read.actor, row, own).find(({ verb, reason }) =>
    verb === "schedule" && reason === null
  );
  return (
    <Card title={t("Technician and time")}>
      <div class="grid gap-2.5">
        {technician
          ? (
            <PersonLine
              name={technician.name}
              size="md"
              hint={row.status === "scheduled" ? t("planned, not sent yet") : choice_label(row.status)}
            />
          )
          : (
            <p class="flex items-center gap-2 text-sm text-ink-3">
              <Icon name="user-x" />
              {row.status === "canceled" ? t("The visit was canceled.") : t("Nobody yet")}
            </p>
          )}
        <p class="flex items-center gap-2 text-sm">
          <Icon name="clock" class="text-ink-3" />
          <WindowMark row={row} now={read.now} zone={read.zone} />
        </p>
        {row.started_at && (
          <p class="flex items-center gap-2 text-xs text-ink-2">
            <Icon name="play" class="text-ink-3" />
            {t("Began")} <Time at={row.started_at} now={read.now} zone={read.zone} />
          </p>
        )}
        {row.completed_at && (
          <p class="flex items-center gap-2 text-xs text-ink-2">
            <Icon name="circle-check" class="text-ok" />
            {t("Done")} <Time at={row.completed_at} now={read.now} zone={read.zone} />
          </p>
        )}
        {row.cancel_reason && (
          <p class="text-sm break-words">
            <span class="text-ink-3">{t("Reason:")}</span> {row.cancel_reason}
          </p>
        )}
        {move && (
          <span>
            <LinkButton size="sm" icon="calendar-clock" href={paths.admin.dispatch(row.id)}>
              {row.scheduled_start ? t("Move or give to another") : t("Choose technician and time")}
            </LinkButton>
          </span>
        )}
      </div>
    </Card>
  );
}

export function SkillsCard({ data: { row, skills, all_skills }, state }: CardProps) {
  const failed = failure_of(state)?.values.action === "skills";
  return (
    <Card title={t("Required skills")}>
      {skills.length
        ? (
          <ul class="flex flex-wrap gap-1.5">
            {skills.map((skill) => (
              <li key={skill.id}>
                <Badge icon="badge-check">{skill.name}</Badge>
              </li>
            ))}
          </ul>
        )
        : <p class="text-sm text-ink-3">{t("Any technician can do it.")}</p>}
      {all_skills.length > 0 && row.is_active && !["completed", "canceled"].includes(row.status) && (
        <details class="mt-3" open={failed}>
          <summary class="btn btn-ghost btn-sm w-max -ml-2.5">
            <Icon name="pencil" />
            {t("Change skills")}
          </summary>
          <form method="post" action={paths.admin.work_order(row.id)} class="grid gap-3 mt-3" data-guard>
            <Csrf state={state} />
            <CheckboxGroup
              name="skills"
              label={t("The technician needs all of these")}
              options={all_skills.map(({ id, name }) => ({ value: id, label: name }))}
              values={skills.map(({ id }) =>
                id
              )}
            />
            <span>
              <Button variant="primary" size="sm" name="action" value="skills">{t("Save skills")}</Button>
            </span>
          </form>
        </details>
      )}
    </Card>
  );
}

export function TicketCard({ data: { row, ticket }, read }: CardProps) {
  if (!row.ticket_id) return null;
  if (!ticket) {
    return (
      <Card title={t("Ticket")}>
        <p class="text-sm break-words">{String(row.ticket_label ?? t("a ticket"))}</p>
      </Card>
    );
  }
  return (
    <Card title={t("Ticket")}>
      <p class="flex items-center gap-2 mb-1 text-xs">
        <span class="fig text-ink-3">{ticket.number}</span>
        <StatusBadge tone={choice_tone(ticket.status)} label={choice_label(ticket.status)} />
      </p>
      <a class="link text-sm font-semibold break-words" href={paths.admin.ticket(ticket.id)}>{ticket.subject}</a>
      <p class="text-xs text-ink-3 mt-1">
        {t("reported")} <Time at={ticket.created_at} now={read.now} zone={read.zone} />
      </p>
    </Card>
  );
}

export function PlaceCard({ data: { row, subscriber, site }, read }: CardProps) {
  const name = subscriber?.name ?? (row.subscriber_label ? String(row.subscriber_label) : null);
  const label = site?.label ?? (row.site_label ? String(row.site_label) : null);
  if (!name && !label) {
    return (
      <Card title={t("Customer and place")}>
        <p class="text-sm text-ink-3">{t("Neither a customer nor a place is named on this work order.")}</p>
      </Card>
    );
  }
  const facts: Fact[] = [
    ...(label
      ? [{
        label: t("Address"),
        value: row.site_id && can(read.actor, "sites:read")
          ? <a class="link" href={`${paths.admin.home}/sites/${row.site_id}`}>{label}</a>
          : label,
      }]
      : []),
    ...(site?.access_notes
      ? [{ label: t("Access"), value: <span class="whitespace-pre-wrap break-words">{site.access_notes}</span> }]
      : []),
    ...(subscriber?.phone ? [{ label: t("Phone"), value: <PhoneLink e164={subscriber.phone} /> }] : []),
    ...(subscriber?.email ? [{ label: t("E-mail"), value: <EmailLink email={subscriber.email} /> }] : []),
    ...(subscriber?.service_plan
      ? [{ label: t("Plan"), value: [subscriber.service_plan, subscriber.service_speed].filter(Boolean).join(" · ") }]
      : []),
  ];
  return (
    <Card>
      {name && (
        <div class="flex items-center gap-2.5 mb-3">
          <Avatar name={name} size="md" />
          <div class="flex-1 min-w-0">
            <h2 class="text-base font-semibold truncate">
              {subscriber ? <a class="hover:underline" href={paths.admin.subscriber(subscriber.id)}>{name}</a> : name}
            </h2>
            {subscriber && (
              <p class="text-xs text-ink-3 truncate">
                {[subscriber.account_number ?? subscriber.number, choice_label(subscriber.status).toLowerCase()].filter(
                  Boolean,
                ).join(" · ")}
              </p>
            )}
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
      )}
      {site?.point && (
        <StaticSiteMap point={site.point} label={t("Place of the work: {address}", { address: site.label })} />
      )}
      {facts.length > 0 && (
        <div class="mt-3">
          <FactList facts={facts} />
        </div>
      )}
    </Card>
  );
}

export function DetailsCard({ data, state, read }: CardProps) {
  const { row, kind } = data;
  const edited = (field: "priority" | "work_type" | "estimated_duration_minutes", value: preact.ComponentChildren) => (
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
          { label: t("Type"), value: edited("work_type", choice_label(row.work_type)) },
          { label: t("Priority"), value: edited("priority", <PriorityMark priority={row.priority} />) },
          {
            label: t("On site"),
            value: edited(
              "estimated_duration_minutes",
              <span class="fig">{t("about {time}", { time: duration_text(row.estimated_duration_minutes) })}</span>,
            ),
          },
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
        ]}
      />
    </Card>
  );
}
