import { page } from "fresh";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { LinkButton } from "~/components/button.tsx";
import { Panel } from "~/components/panel.tsx";
import { Section } from "~/components/portal/section.tsx";
import { VisitPanel } from "~/components/portal/visit_panel.tsx";
import { t } from "~/components/text.ts";
import type { Visit } from "~/domain/work_orders/mod.ts";
import { reads } from "../(_web)/pages.ts";
import { paths } from "../(_web)/paths.ts";
import { PortalPage } from "../(_web)/portal_page.tsx";
import { zone_of } from "../(_web)/records/zone.ts";
import { define } from "../(_web)/state.ts";
import { coming_visits, past_visits } from "./(_own)/lists.ts";
import { More } from "./(_own)/more.tsx";

const page_size = 10;

/** When somebody comes, and how it went when somebody came. */
export default define.page<typeof handler>(function Visits({ data: { coming, past, now }, state, url }) {
  const zone = zone_of(state);
  const cards = (visits: readonly Visit[]) => (
    <ul class="grid gap-2.5">
      {visits.map((visit) => (
        <li key={visit.id}>
          <VisitPanel
            visit={visit}
            now={now}
            zone={zone}
            {...(visit.ticket_id ? { ticket_href: paths.portal.ticket(visit.ticket_id) } : {})}
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
            actions={<LinkButton size="lg" href={paths.portal.report}>{t("Report a problem")}</LinkButton>}
          >
            {t("Most problems are solved without one. When somebody has to come, the day and the hours stand here.")}
          </EmptyState>
        </Panel>
      )}
    </PortalPage>
  );
});

export const handler = define.handlers({
  GET: reads("portal:work-orders:read", async (tx, ctx) => {
    ctx.state.title = t("Your visits");
    const past = await past_visits(tx, page_size, ctx.url.searchParams.get("offset") ?? "0");
    return page({ coming: (await coming_visits(tx, 50)).items, past, now: tx.now().toString() });
  }),
});
