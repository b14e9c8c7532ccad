import { page, type PageProps } from "fresh";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { LinkButton } from "~/components/button.tsx";
import { Panel } from "~/components/panel.tsx";
import { Section } from "~/components/portal/section.tsx";
import { VisitPanel } from "~/components/portal/visit_panel.tsx";
import { t } from "~/components/text.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import type { Visit } from "~/domain/work_orders/mod.ts";
import { reads } from "../pages.ts";
import { place_of } from "./place.ts";
import { PortalPage } from "../portal_page.tsx";
import { zone_of } from "../records/zone.ts";
import type { State } from "../state.ts";
import { coming_visits, past_visits } from "./lists.ts";
import { More } from "./more.tsx";

const page_size = 10;

type Data = Awaited<ReturnType<typeof read_visits>>;

/** When somebody comes, and how it went when somebody came. */
export function VisitsPage({ data: { coming, past, now }, state, url }: PageProps<Data, State>) {
  const place = place_of(url);
  const zone = zone_of(state);
  const cards = (visits: readonly Visit[]) => (
    <ul class="grid gap-2.5">
      {visits.map((visit) => (
        <li key={visit.id}>
          <VisitPanel
            visit={visit}
            now={now}
            zone={zone}
            {...(visit.ticket_id ? { ticket_href: place.ticket(visit.ticket_id) } : {})}
          />
        </li>
      ))}
    </ul>
  );
  return (
    <PortalPage state={state} url={url} title={t("Visits")} live={["work-orders"]}>
      <h1 class="text-2xl font-semibold">{t("Your visits")}</h1>
      <p class="text-sm text-ink-3">{t("Times are those of {zone}.", { zone: zone.replaceAll("_", " ") })}</p>
      {past.offset === 0 && coming.length > 0 && <Section title={t("Coming")}>{cards(coming)}</Section>}
      {(past.items.length > 0 || past.offset > 0) && (
        <Section title={t("Before")}>
          {cards(past.items)}
          <More url={url} page={past} limit={page_size} />
        </Section>
      )}
      {coming.length === 0 && past.count === 0 && (
        <Panel class="mt-4">
          <EmptyState
            icon="calendar-days"
            title={t("No visits")}
            actions={<LinkButton size="lg" href={place.report}>{t("Report a problem")}</LinkButton>}
          >
            {t("Most problems are solved without one. When somebody has to come, the day and the hours stand here.")}
          </EmptyState>
        </Panel>
      )}
    </PortalPage>
  );
}

async function read_visits(tx: Tx, offset: string) {
  const past = await past_visits(tx, page_size, offset);
  return { coming: (await coming_visits(tx, 50)).items, past, now: tx.now().toString() };
}

export const visits_handlers = {
  GET: reads("work-orders:read", async (tx, ctx) => {
    ctx.state.title = t("Your visits");
    return page(await read_visits(tx, ctx.url.searchParams.get("offset") ?? "0"));
  }),
};
