import { page } from "fresh";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { SearchField } from "~/components/form/search_field.tsx";
import { Panel } from "~/components/panel.tsx";
import { first_name } from "~/components/portal/first_name.ts";
import { Section } from "~/components/portal/section.tsx";
import { TicketLink } from "~/components/portal/ticket_link.tsx";
import { VisitPanel } from "~/components/portal/visit_panel.tsx";
import { greeting } from "~/components/portal/when.ts";
import { ActionTile } from "~/components/shell/portal_shell.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { resellers } from "~/domain/resellers/mod.ts";
import { coming_visits, open_tickets, served } from "../(_web)/desk/lists.ts";
import { ServiceLink } from "../(_web)/desk/service_link.tsx";
import { actor_of } from "../(_web)/middlewares.ts";
import { reads } from "../(_web)/pages.ts";
import { paths } from "../(_web)/paths.ts";
import { PortalPage } from "../(_web)/portal_page.tsx";
import { zone_of } from "../(_web)/records/zone.ts";
import { define } from "../(_web)/state.ts";

const shown = 5;

/** What presses at one's customers, who comes to them next, and the way to each of them. */
export default define.page<typeof handler>(function ResellerHome({ data, state, url }) {
  const { now, companies, customers, held_back, open, coming } = data;
  const zone = zone_of(state);
  return (
    <PortalPage state={state} url={url} title={t("Home")} live={["tickets", "work-orders", "subscribers"]}>
      <h1 class="text-3xl font-semibold">{greeting(first_name(actor_of(state).label), now, zone)}</h1>
      <p class="text-ink-3 mb-4">
        {companies.length > 0
          ? [companies.map((each) => each.name).join(", "), t.n(customers.count, "1 customer", "{n} customers")].join(
            " · ",
          )
          : t("No reseller is linked to your sign-in yet. Ask the provider to link it.")}
      </p>
      <div class="grid gap-2.5 grid-cols-2">
        <ActionTile href={paths.reseller.report} icon="wifi-off">{t("Report a problem")}</ActionTile>
        <ActionTile href={paths.reseller.subscribers} icon="contact">{t("My customers")}</ActionTile>
      </div>
      <Section
        title={t("Open tickets")}
        aside={<a class="link" href={paths.reseller.tickets}>{t("All tickets")}</a>}
      >
        {open.items.length === 0 && <p class="text-sm text-ink-3">{t("Nothing is open at your customers.")}</p>}
        <ul class="grid gap-2.5">
          {open.items.map((row) => (
            <TicketLink key={row.id} row={row} href={paths.reseller.ticket(row.id)}>
              {typeof row.subscriber_label === "string" && <>{row.subscriber_label} ·{" "}</>}
              <Time at={row.updated_at} now={now} zone={zone} />
            </TicketLink>
          ))}
        </ul>
        {open.count > open.items.length && (
          <p class="text-sm text-ink-3 mt-2">{t("{n} are open in all.", { n: open.count })}</p>
        )}
      </Section>
      {held_back.items.length > 0 && (
        <Section title={t("Suspended")}>
          <ul class="grid gap-2.5">
            {held_back.items.map((row) => (
              <ServiceLink key={row.id} service={row} href={paths.reseller.subscriber(row.id)} />
            ))}
          </ul>
        </Section>
      )}
      {coming.items.length > 0 && (
        <Section title={t("Next visits")} aside={<a class="link" href={paths.reseller.visits}>{t("All visits")}</a>}>
          <ul class="grid gap-2.5">
            {coming.items.map((visit) => (
              <li key={visit.id}>
                <VisitPanel
                  visit={visit}
                  now={now}
                  zone={zone}
                  notes={false}
                  {...(visit.ticket_id ? { ticket_href: paths.reseller.ticket(visit.ticket_id) } : {})}
                />
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section
        title={t("Customers")}
        aside={customers.count > customers.items.length
          ? <a class="link" href={paths.reseller.subscribers}>{t("All customers")}</a>
          : undefined}
      >
        {customers.count > shown && (
          <form method="get" action={paths.reseller.subscribers} class="mb-3">
            <SearchField label={t("Search customers")} placeholder={t("Name, number, phone…")} class="w-full" />
          </form>
        )}
        <ul class="grid gap-2.5">
          {customers.items.map((row) => (
            <ServiceLink key={row.id} service={row} href={paths.reseller.subscriber(row.id)} />
          ))}
        </ul>
        {customers.count === 0 && (
          <Panel>
            <EmptyState
              icon="contact"
              title={t("No customers yet")}
            >
              {t("The provider links customers to your company; they stand here from that moment on.")}
            </EmptyState>
          </Panel>
        )}
      </Section>
    </PortalPage>
  );
});

export const handler = define.handlers({
  GET: reads("account:read", async (tx, ctx) => {
    ctx.state.title = t("Home");
    return page({
      now: tx.now().toString(),
      companies: (await resellers.list(tx)).items,
      customers: await served(tx, { limit: String(shown) }),
      held_back: await served(tx, { status: "suspended", limit: String(shown) }),
      open: await open_tickets(tx, shown),
      coming: await coming_visits(tx, 3),
    });
  }),
});
