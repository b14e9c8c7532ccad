import { page } from "fresh";
import { StatusBadge } from "~/components/badge.tsx";
import { type Fact, FactList } from "~/components/detail/fact_list.tsx";
import { StaticSiteMap } from "~/components/detail/static_site_map.tsx";
import { Icon } from "~/components/icon.tsx";
import { Card } from "~/components/panel.tsx";
import { day_words } from "~/components/portal/when.ts";
import { t } from "~/components/text.ts";
import { projects } from "~/domain/projects/mod.ts";
import { sites } from "~/domain/sites/mod.ts";
import { reads } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { PortalPage } from "../../(_web)/portal_page.tsx";
import { choice_label, choice_tone } from "../../(_web)/records/labels.ts";
import { is_point } from "../../(_web)/records/point_text.ts";
import { zone_of } from "../../(_web)/records/zone.ts";
import { define } from "../../(_web)/state.ts";

/** A project as its contractor needs it: what, where, until when. */
export default define.page<typeof handler>(function ProjectPage({ data: { row, site, now }, state, url }) {
  const day = (date: string | null | undefined) => date ? day_words(`${date}T12:00:00Z`, now, zone_of(state)) : null;
  const facts: Fact[] = [
    { label: t("Number"), value: row.number },
    { label: t("Place"), value: site?.label ?? t("No address is known") },
    { label: t("Starts"), value: day(row.start_on) ?? t("not named") },
    { label: t("Due"), value: day(row.due_on) ?? t("not named") },
  ];
  return (
    <PortalPage state={state} url={url} title={row.name} live={[`project:${row.id}`]}>
      <a class="link inline-flex items-center gap-1 text-sm min-h-[28px]" href={paths.vendor.projects}>
        <Icon name="chevron-left" />
        {t("Your projects")}
      </a>
      <header class="flex items-start gap-3 mt-1">
        <h1 class="text-2xl font-semibold flex-1 min-w-0 break-words">{row.name}</h1>
        <span class="mt-1">
          <StatusBadge tone={choice_tone(row.status)} label={choice_label(row.status)} />
        </span>
      </header>
      <div class="grid gap-3 mt-3">
        {row.description && (
          <Card title={t("What to do")}>
            <p class="whitespace-pre-wrap break-words">{row.description}</p>
          </Card>
        )}
        <Card title={t("Where and when")}>
          {is_point(site?.location) && (
            <div class="mb-3">
              <StaticSiteMap point={site.location.coordinates} label={site.label} />
            </div>
          )}
          <FactList facts={facts} />
        </Card>
      </div>
    </PortalPage>
  );
});

export const handler = define.handlers({
  GET: reads("projects:read", async (tx, ctx) => {
    const row = await projects.get(tx, ctx.params.id ?? "");
    ctx.state.title = row.name;
    return page({ row, site: row.site_id ? await sites.get(tx, row.site_id) : null, now: tx.now().toString() });
  }),
});
