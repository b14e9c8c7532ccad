import { page } from "fresh";
import { Banner } from "~/components/banner.tsx";
import { BarChart } from "~/components/chart/bar_chart.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { LinkButton } from "~/components/button.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Panel } from "~/components/panel.tsx";
import { Stat } from "~/components/stat.tsx";
import { date_writer } from "~/components/formatters.ts";
import { number_text } from "~/components/number_text.ts";
import { t } from "~/components/text.ts";
import { can } from "~/domain/kernel/actor.ts";
import {
  type Dashboard,
  due_soon_hours,
  read_dashboard,
  type TicketDay,
  type TicketFigures,
  type VisitFigures,
} from "~/domain/reports/mod.ts";
import { AdminPage } from "../(_web)/admin_page.tsx";
import { list_of, lists } from "../(_web)/dashboard_lists.ts";
import { actor_of } from "../(_web)/middlewares.ts";
import { reads } from "../(_web)/pages.ts";
import { paths } from "../(_web)/paths.ts";
import { zone_of } from "../(_web)/records/zone.ts";
import { define } from "../(_web)/state.ts";

/** The start page: what waits, each figure the way to the list behind it. */
export default define.page<typeof handler>(function DashboardPage({ data, state, url }) {
  const actor = actor_of(state);
  const { figures: { tickets, days, visits, failures }, today, soon, now } = data;
  const empty = !tickets && !visits && !failures;
  return (
    <AdminPage state={state} url={url} title={t("Dashboard")} live={["tickets", "work-orders", "events"]}>
      <PageHeader
        title={t("Dashboard")}
        actions={can(actor, "tickets:create")
          ? <LinkButton variant="primary" icon="plus" href={paths.admin.new_ticket}>{t("New ticket")}</LinkButton>
          : undefined}
      />
      <div class="grid gap-5">
        {failures && <Failures {...failures} />}
        {tickets && <Tickets figures={tickets} now={now} soon={soon} me={actor.person_id} />}
        {visits && <Visits figures={visits} today={today} />}
        {days.length > 0 && (
          <Panel class="p-4">
            <Days days={days} />
          </Panel>
        )}
        {empty && (
          <Panel>
            <EmptyState
              icon="layout-dashboard"
              title={t("Nothing to count for you")}
              actions={can(actor, "work-orders:execute")
                ? <LinkButton variant="primary" href={paths.field.day}>{t("My jobs")}</LinkButton>
                : undefined}
            >
              {t("Your roles read neither tickets nor work orders.")}
            </EmptyState>
          </Panel>
        )}
      </div>
    </AdminPage>
  );
});

const number = (n: number): string => number_text(n);

function Tickets({ figures, now, soon, me }: { figures: TicketFigures; now: string; soon: string; me: string | null }) {
  return (
    <section aria-labelledby="figures-tickets">
      <h2 id="figures-tickets" class="text-lg mb-2">{t("Tickets")}</h2>
      <div class="grid gap-3 grid-cols-2 md:grid-cols-3 xl:grid-cols-4">
        <Stat icon="ticket" hue="rose" label={t("Open")} value={number(figures.open)} href={list_of(lists.open)} />
        {me && (
          <Stat
            icon="user-check"
            hue="cyan"
            label={t("Mine")}
            value={number(figures.mine)}
            href={list_of({ ...lists.open, assigned_to_id: me })}
          />
        )}
        <Stat
          icon="user-plus"
          hue="amber"
          label={t("Unassigned")}
          value={number(figures.unassigned)}
          href={list_of(lists.unassigned)}
        />
        <Stat
          icon="chevrons-up"
          hue="orange"
          label={t("Urgent")}
          value={number(figures.urgent)}
          href={list_of(lists.urgent)}
        />
        <Stat
          icon="timer"
          hue="violet"
          label={t("Overdue")}
          value={number(figures.overdue)}
          href={list_of({ ...lists.open, due_at_lt: now })}
        />
        <Stat
          icon="clock"
          hue="indigo"
          label={t("Due in {n} h", { n: due_soon_hours })}
          value={number(figures.due_soon)}
          href={list_of({ ...lists.open, due_at_gte: now, due_at_lt: soon })}
        />
        <Stat
          icon="hourglass"
          hue="sky"
          label={t("Waiting for customer")}
          value={number(figures.waiting)}
          href={list_of(lists.waiting)}
        />
      </div>
    </section>
  );
}

function Visits({ figures, today }: { figures: VisitFigures; today: string }) {
  const list = (filter: Record<string, string>) =>
    `${paths.admin.work_orders}?${new URLSearchParams(filter).toString().replaceAll("%2C", ",")}`;
  return (
    <section aria-labelledby="figures-visits">
      <h2 id="figures-visits" class="text-lg mb-2">{t("Visits")}</h2>
      <div class="grid gap-3 grid-cols-2 md:grid-cols-3 xl:grid-cols-4">
        <Stat
          icon="calendar-days"
          hue="emerald"
          label={t("Today")}
          value={number(figures.today)}
          href={list({
            status: "scheduled,dispatched,in_progress,completed",
            scheduled_start_gte: today,
            scheduled_start_lte: today,
          })}
        />
        <Stat
          icon="truck"
          hue="green"
          label={t("Under way")}
          value={number(figures.under_way)}
          href={list({ status: "in_progress" })}
        />
        <Stat
          icon="calendar-clock"
          hue="indigo"
          label={t("To plan")}
          value={number(figures.to_plan)}
          href={list({ status: "draft" })}
        />
      </div>
    </section>
  );
}

/** What broke and waits for a person. Silence is the good news: without failures there is no box. */
function Failures({ events, webhooks }: NonNullable<Dashboard["failures"]>) {
  if (!events && !webhooks) return null;
  return (
    <Banner tone="warning" title={t("Something needs an operator")}>
      <ul class="flex flex-wrap gap-x-5 gap-y-1">
        {events
          ? (
            <li>
              <a class="link" href={`${paths.admin.events}?status=failed`}>
                {t.n(events, "One event failed", "{n} events failed")}
              </a>
            </li>
          )
          : null}
        {webhooks
          ? (
            <li>
              <a class="link" href={paths.admin.webhooks}>
                {t.n(webhooks, "One webhook is paused", "{n} webhooks are paused")}
              </a>
            </li>
          )
          : null}
      </ul>
    </Banner>
  );
}

const day_label = date_writer({ day: "numeric", month: "short" });

function Days({ days }: { days: TicketDay[] }) {
  return (
    <BarChart
      title={t("Created and resolved, last 14 days")}
      labels={days.map(({ day }) => day_label(new Date(`${day}T00:00:00Z`), "en-GB", "UTC"))}
      series={[
        { label: t("Created"), hue: "rose", values: days.map((day) => day.created) },
        { label: t("Resolved"), hue: "emerald", values: days.map((day) => day.resolved) },
      ]}
    />
  );
}

export const handler = define.handlers({
  GET: reads("signed-in", async (tx, ctx) => {
    ctx.state.title = t("Dashboard");
    const zone = zone_of(ctx.state);
    const figures = await read_dashboard(tx, zone);
    return page({
      figures,
      now: tx.now().round("minute").toString(),
      soon: tx.now().round("minute").add({ hours: due_soon_hours }).toString(),
      today: tx.now().toZonedDateTimeISO(zone).toPlainDate().toString(),
    });
  }),
});
