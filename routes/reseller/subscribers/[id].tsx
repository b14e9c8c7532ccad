import { page } from "fresh";
import { LinkButton } from "~/components/button.tsx";
import { Icon } from "~/components/icon.tsx";
import { Section } from "~/components/portal/section.tsx";
import { TicketLink } from "~/components/portal/ticket_link.tsx";
import { finished_statuses, open_statuses } from "~/components/portal/ticket_words.ts";
import { VisitPanel } from "~/components/portal/visit_panel.tsx";
import { date_words } from "~/components/portal/when.ts";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { sites } from "~/domain/sites/mod.ts";
import { one_service, tickets_of, visits_of } from "../../(_web)/desk/lists.ts";
import { ServiceCard } from "../../(_web)/desk/service_card.tsx";
import { reads } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { PortalPage } from "../../(_web)/portal_page.tsx";
import { is_point } from "../../(_web)/records/point_text.ts";
import { zone_of } from "../../(_web)/records/zone.ts";
import { define } from "../../(_web)/state.ts";

/** A customer of the reseller: what they have, what is wrong, who comes. */
export default define.page<typeof handler>(function Customer({ data, state, url }) {
  const { row, point, open, finished, visits, now } = data;
  const zone = zone_of(state);
  return (
    <PortalPage
      state={state}
      url={url}
      title={row.name}
      live={[`subscriber:${row.id}`]}
    >
      <a class="link inline-flex items-center gap-1 text-sm min-h-[28px]" href={paths.reseller.subscribers}>
        <Icon name="chevron-left" />
        {t("My customers")}
      </a>
      <header class="flex flex-wrap items-center gap-3 mt-1 mb-4">
        <h1 class="text-2xl font-semibold flex-1 min-w-0 break-words">{row.name}</h1>
        <LinkButton variant="primary" size="lg" icon="plus" href={paths.reseller.report_for(row.id)}>
          {t("Report a problem")}
        </LinkButton>
      </header>
      <ServiceCard service={row} point={point ?? undefined} zone={zone} />
      <Section title={t("Open tickets")}>
        {open.length === 0 && <p class="text-sm text-ink-3">{t("Nothing is open.")}</p>}
        <ul class="grid gap-2.5">
          {open.map((each) => (
            <TicketLink key={each.id} row={each} href={paths.reseller.ticket(each.id)}>
              {t("last change")} <Time at={each.updated_at} now={now} zone={zone} />
            </TicketLink>
          ))}
        </ul>
      </Section>
      {visits.length > 0 && (
        <Section title={t("Visits")}>
          <ul class="grid gap-2.5">
            {visits.map((visit) => (
              <li key={visit.id}>
                <VisitPanel visit={visit} now={now} zone={zone} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {finished.length > 0 && (
        <Section title={t("Finished")}>
          <ul class="grid gap-2.5">
            {finished.map((each) => (
              <TicketLink key={each.id} row={each} href={paths.reseller.ticket(each.id)}>
                {date_words(each.created_at, zone)}
              </TicketLink>
            ))}
          </ul>
        </Section>
      )}
    </PortalPage>
  );
});

export const handler = define.handlers({
  GET: reads("subscribers:read", async (tx, ctx) => {
    const row = await one_service(tx, ctx.params.id ?? "");
    ctx.state.title = row.name;
    const site = row.site_id ? await sites.get(tx, row.site_id) : null;
    return page({
      row,
      point: is_point(site?.location) ? site.location : null,
      open: (await tickets_of(tx, row.id, open_statuses, 20)).items,
      finished: (await tickets_of(tx, row.id, finished_statuses, 10)).items,
      visits: await visits_of(tx, row.id, 5),
      now: tx.now().toString(),
    });
  }),
});
