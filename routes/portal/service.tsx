import { page } from "fresh";
import { StatusBadge, type Tone } from "~/components/badge.tsx";
import { LinkButton } from "~/components/button.tsx";
import { EmailLink, PhoneLink } from "~/components/contact_links.tsx";
import { type Fact, FactList } from "~/components/detail/fact_list.tsx";
import { StaticSiteMap } from "~/components/detail/static_site_map.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { Card, Panel } from "~/components/panel.tsx";
import { date_words } from "~/components/portal/when.ts";
import { t } from "~/components/text.ts";
import { sites } from "~/domain/sites/mod.ts";
import { reads } from "../(_web)/pages.ts";
import { paths } from "../(_web)/paths.ts";
import { PortalPage } from "../(_web)/portal_page.tsx";
import { is_point, type Point } from "../(_web)/records/point_text.ts";
import { zone_of } from "../(_web)/records/zone.ts";
import { define } from "../(_web)/state.ts";
import { address_of, own_services, type Service } from "./(_own)/lists.ts";

const states: Record<Service["status"], { tone: Tone; label: () => string }> = {
  pending: { tone: "info", label: () => t("Being set up") },
  active: { tone: "ok", label: () => t("Active") },
  suspended: { tone: "warn", label: () => t("Suspended") },
  terminated: { tone: "neutral", label: () => t("Ended") },
};

/** What one has from us, where, and how we reach one. */
export default define.page<typeof handler>(function ServicePage({ data: { services, points }, state, url }) {
  const zone = zone_of(state);
  return (
    <PortalPage state={state} url={url} title={t("My service")} live={["subscribers"]}>
      <h1 class="text-2xl font-semibold">{t("My service")}</h1>
      <ul class="grid gap-4 mt-4">
        {services.map((service) => (
          <li key={service.id}>
            <ServiceCard service={service} point={points.get(service.site_id ?? "")} zone={zone} />
          </li>
        ))}
      </ul>
      {services.length === 0 && (
        <Panel class="mt-4">
          <EmptyState icon="router" title={t("No service is linked to your sign-in yet")}>
            {t("Ask our service desk to link it: they need the account number of your bill.")}
          </EmptyState>
        </Panel>
      )}
    </PortalPage>
  );
});

function ServiceCard({ service, point, zone }: { service: Service; point: Point | undefined; zone: string }) {
  const address = address_of(service);
  const state = states[service.status];
  const facts: Fact[] = [
    fact(t("Plan"), service.service_plan),
    fact(t("Speed"), service.service_speed),
    fact(t("Account number"), service.account_number),
    fact(t("Customer number"), service.number),
    fact(t("Since"), service.activated_at ? date_words(service.activated_at, zone) : null),
  ].flat();
  const contact: Fact[] = [
    ...(service.phone ? [{ label: t("Phone"), value: <PhoneLink e164={service.phone} icon /> }] : []),
    ...(service.email ? [{ label: t("E-mail"), value: <EmailLink email={service.email} icon /> }] : []),
  ];
  const report = (topic: string) => `${paths.portal.report}?topic=${topic}&service=${service.id}`;
  return (
    <Card>
      <header class="flex items-start gap-3 mb-3">
        <div class="flex-1 min-w-0">
          <h2 class="text-lg break-words">{service.name}</h2>
          {address && <p class="text-sm text-ink-2 break-words">{address}</p>}
        </div>
        <StatusBadge tone={state.tone} label={state.label()} />
      </header>
      {point && (
        <div class="mb-3">
          <StaticSiteMap point={point.coordinates} label={address ?? service.name} />
        </div>
      )}
      <FactList facts={facts} />
      <h3 class="text-sm font-semibold mt-4 mb-1">{t("How we reach you")}</h3>
      {contact.length > 0
        ? <FactList facts={contact} />
        : <p class="text-sm text-ink-2">{t("We have neither a phone number nor an e-mail address of yours.")}</p>}
      <div class="grid gap-2 mt-4 sm:grid-cols-2">
        <LinkButton size="lg" icon="pencil" href={report("details")}>{t("Change this data")}</LinkButton>
        <LinkButton size="lg" icon="move" href={report("move")}>{t("Move my service")}</LinkButton>
      </div>
    </Card>
  );
}

const fact = (label: string, value: string | null | undefined): Fact[] => value ? [{ label, value }] : [];

export const handler = define.handlers({
  GET: reads("portal:subscribers:read", async (tx, ctx) => {
    ctx.state.title = t("My service");
    const services = await own_services(tx);
    const own_sites = services.some((service) => service.site_id) ? (await sites.list(tx, { limit: 50 })).items : [];
    const points = new Map(
      own_sites.flatMap((site): [string, Point][] => is_point(site.location) ? [[site.id, site.location]] : []),
    );
    return page({ services, points });
  }),
});
