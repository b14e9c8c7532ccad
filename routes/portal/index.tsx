import { page } from "fresh";
import { StatusBadge } from "~/components/badge.tsx";
import { is_customers_side, said_by } from "~/components/portal/conversation.tsx";
import { first_name } from "~/components/portal/first_name.ts";
import { steps_of } from "~/components/portal/progress.ts";
import { Section } from "~/components/portal/section.tsx";
import { TicketLink } from "~/components/portal/ticket_link.tsx";
import { meaning_of, ticket_badge } from "~/components/portal/ticket_words.ts";
import { VisitPanel } from "~/components/portal/visit_panel.tsx";
import { is_late } from "~/components/portal/visit_words.ts";
import { date_words, greeting } from "~/components/portal/when.ts";
import { Hero } from "~/components/hero.tsx";
import { Icon } from "~/components/icon.tsx";
import { ActionTile } from "~/components/shell/portal_shell.tsx";
import { Stepper } from "~/components/stepper.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import type { Tx } from "~/domain/kernel/tx.ts";
import { type Ticket, timeline, type TimelineItem } from "~/domain/tickets/mod.ts";
import type { Visit } from "~/domain/work_orders/mod.ts";
import { actor_of } from "../(_web)/middlewares.ts";
import { reads } from "../(_web)/pages.ts";
import { paths } from "../(_web)/paths.ts";
import { PortalPage } from "../(_web)/portal_page.tsx";
import { zone_of } from "../(_web)/records/zone.ts";
import { define } from "../(_web)/state.ts";
import {
  address_of,
  coming_visits,
  finished_tickets,
  lately_finished,
  open_tickets,
  own_services,
  type Service,
  telling_visit,
  visits_of_ticket,
} from "../(_web)/desk/lists.ts";
import { rating_state, read_terms } from "../(_web)/desk/rating.ts";

/** What is going on, what comes next, and what one can do about it. */
export default define.page<typeof handler>(function Home({ data, state, url }) {
  const { now, services, problem, next_visit } = data;
  const zone = zone_of(state);
  const reader = actor_of(state).label;
  return (
    <PortalPage
      state={state}
      url={url}
      title={t("Home")}
      live={["tickets", "work-orders", ...(problem ? [`ticket:${problem.row.id}`] : [])]}
    >
      <h1 class="text-3xl font-semibold">{greeting(first_name(reader), now, zone)}</h1>
      <p class="text-ink-3 mb-4">
        <ServiceLine services={services} />
      </p>
      {problem ? <ProblemHero problem={problem} now={now} zone={zone} /> : <QuietHero services={services} />}
      {next_visit && (
        <div class="mt-3">
          <VisitPanel
            visit={next_visit}
            now={now}
            zone={zone}
            notes={false}
            level={2}
            {...(next_visit.ticket_id && next_visit.ticket_id !== problem?.row.id
              ? { ticket_href: paths.portal.ticket(next_visit.ticket_id) }
              : {})}
          />
        </div>
      )}
      {data.to_rate && <RatePrompt row={data.to_rate} zone={zone} />}
      <Section title={t("What can we do?")}>
        <div class="grid gap-2.5 grid-cols-2">
          <ActionTile href={paths.portal.report} icon="wifi-off">{t("Report a problem")}</ActionTile>
          <ActionTile href={paths.portal.visits} icon="calendar-clock">{t("My visits")}</ActionTile>
          <ActionTile href={paths.portal.tickets} icon="ticket">{t("My tickets")}</ActionTile>
          <ActionTile href={paths.portal.service} icon="router">{t("My service")}</ActionTile>
        </div>
      </Section>
      {data.recent.length > 0 && (
        <Section title={t("Your tickets")} aside={<a class="link" href={paths.portal.tickets}>{t("All tickets")}</a>}>
          <ul class="grid gap-2.5">
            {data.recent.map((row) => (
              <TicketLink key={row.id} row={row} href={paths.portal.ticket(row.id)}>
                {row.id === problem?.row.id && problem.last
                  ? <LastWord item={problem.last} reader={reader} now={now} zone={zone} />
                  : date_words(row.created_at, zone)}
              </TicketLink>
            ))}
          </ul>
        </Section>
      )}
    </PortalPage>
  );
});

function ServiceLine({ services }: { services: readonly Service[] }) {
  const [only] = services;
  if (!only) return <>{t("No service is linked to your sign-in yet. Ask our service desk to link it.")}</>;
  if (services.length > 1) {
    return <a class="link" href={paths.portal.service}>{t.n(services.length, "1 service", "{n} services")}</a>;
  }
  return <>{[address_of(only), only.service_plan].filter(Boolean).join(" · ") || only.name}</>;
}

interface Problem {
  row: Ticket;
  items: TimelineItem[];
  visit: Visit | null;
  /** The newest words on it. */
  last: TimelineItem | null;
}

/** The newest open ticket. Red is for what presses; a question that waits for the customer, or a small wish, is told calmly. */
function ProblemHero({ problem: { row, items, visit }, now, zone }: { problem: Problem; now: string; zone: string }) {
  const calm = row.status === "pending" || row.status === "on_hold" || row.priority === "low";
  return (
    <div class="relative">
      <Hero
        tone={calm ? "info" : "bad"}
        live={row.status !== "on_hold"}
        title={row.subject}
        lead={meaning_of(row.status)}
      >
        <Stepper label={t("How far it is")} steps={steps_of({ ticket: row, items, visit, now, zone })} />
        <a
          href={paths.portal.ticket(row.id)}
          class="mt-4 flex items-center justify-center gap-2 h-11 rounded-lg border border-white text-white font-semibold hover:underline"
        >
          {row.status === "pending" ? t("Answer now") : t("Open the ticket")}
          <Icon name="arrow-right" />
        </a>
      </Hero>
    </div>
  );
}

function QuietHero({ services }: { services: readonly Service[] }) {
  const suspended = services.filter((service) => service.status === "suspended");
  if (suspended.length > 0) {
    return (
      <Hero
        tone="info"
        title={t.n(suspended.length, "Your service is suspended", "{n} of your services are suspended")}
        lead={t("It comes back as soon as the reason is settled. Write to us if you do not know it.")}
      />
    );
  }
  return (
    <Hero
      tone="ok"
      title={t("No open problems")}
      lead={t("Nothing is waiting, with you or with us. If something is wrong, tell us: it takes a minute.")}
    />
  );
}

function LastWord({ item, reader, now, zone }: { item: TimelineItem; reader: string; now: string; zone: string }) {
  const who = said_by(item, reader);
  return (
    <>
      {is_customers_side(item) ? t("{who} wrote", { who }) : t("{who} answered", { who })}{" "}
      <Time at={item.at} now={now} zone={zone} />
    </>
  );
}

function RatePrompt({ row, zone }: { row: Ticket; zone: string }) {
  return (
    <a href={`${paths.portal.ticket(row.id)}#rating`} class="panel lift flex items-center gap-3 p-4 mt-3">
      <span class="grid place-items-center size-11 flex-none rounded-full bg-orange-soft text-orange">
        <Icon name="star" class="size-5" />
      </span>
      <span class="flex-1 min-w-0">
        <span class="block font-semibold">{t("How did we do?")}</span>
        <span class="block text-sm text-ink-2 break-words">{row.subject}</span>
        <span class="block text-xs text-ink-3">
          {row.number}
          {row.resolved_at && <>{" · "}{t("fixed {day}", { day: date_words(row.resolved_at, zone) })}</>}
        </span>
      </span>
      <StatusBadge {...ticket_badge(row.status)} />
    </a>
  );
}

/** Asked for within two weeks: later nobody remembers, and asking forever is nagging. */
const asking_days = 14;

async function to_rate(tx: Tx): Promise<Ticket | null> {
  const terms = await read_terms(tx);
  const { items } = await lately_finished(tx, 5);
  const earliest = tx.now().subtract({ hours: 24 * asking_days });
  const asked = items.filter((row) =>
    rating_state(row, terms.rating_days, tx.now()) === "open" && row.resolved_at &&
    Temporal.Instant.compare(row.resolved_at, earliest) > 0
  );
  return asked[0] ?? null;
}

async function problem_of(tx: Tx, row: Ticket | undefined): Promise<Problem | null> {
  if (!row) return null;
  const items = (await timeline(tx, row.id)).filter((item) => item.visibility === "public");
  return {
    row,
    items,
    visit: telling_visit(await visits_of_ticket(tx, row.id)),
    last: items.findLast((item) => item.kind === "comment") ?? null,
  };
}

export const handler = define.handlers({
  GET: reads("portal:account:read", async (tx, ctx) => {
    ctx.state.title = t("Home");
    const now = tx.now().toString();
    const open = await open_tickets(tx, 4);
    const recent = open.items.length < 4
      ? [...open.items, ...(await finished_tickets(tx, 4 - open.items.length)).items]
      : open.items;
    const coming = (await coming_visits(tx, 10)).items;
    return page({
      now,
      services: await own_services(tx),
      problem: await problem_of(tx, open.items[0]),
      next_visit: coming.find((visit) => !is_late(visit, now)) ?? coming.at(-1) ?? null,
      to_rate: await to_rate(tx),
      recent: recent.slice(0, 4),
    });
  }),
});
