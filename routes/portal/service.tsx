import { page } from "fresh";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { sites } from "~/domain/sites/mod.ts";
import { reads } from "../(_web)/pages.ts";
import { paths } from "../(_web)/paths.ts";
import { PortalPage } from "../(_web)/portal_page.tsx";
import { is_point, type Point } from "../(_web)/records/point_text.ts";
import { zone_of } from "../(_web)/records/zone.ts";
import { define } from "../(_web)/state.ts";
import { own_services } from "../(_web)/desk/lists.ts";
import { ServiceCard } from "../(_web)/desk/service_card.tsx";

/** What one has from us, where, and how we reach one. */
export default define.page<typeof handler>(function ServicePage({ data: { services, points }, state, url }) {
  const zone = zone_of(state);
  return (
    <PortalPage state={state} url={url} title={t("My service")} live={["subscribers"]}>
      <h1 class="text-2xl font-semibold">{t("My service")}</h1>
      <ul class="grid gap-4 mt-4">
        {services.map((service) => (
          <li key={service.id}>
            <ServiceCard
              service={service}
              point={points.get(service.site_id ?? "")}
              zone={zone}
              report_href={(topic) => `${paths.portal.report}?topic=${topic}&service=${service.id}`}
            />
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
