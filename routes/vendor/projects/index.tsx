import { page } from "fresh";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { Panel } from "~/components/panel.tsx";
import { Section } from "~/components/portal/section.tsx";
import { t } from "~/components/text.ts";
import { More } from "../../(_web)/desk/more.tsx";
import { reads } from "../../(_web)/pages.ts";
import { PortalPage } from "../../(_web)/portal_page.tsx";
import { zone_of } from "../../(_web)/records/zone.ts";
import { define } from "../../(_web)/state.ts";
import { ProjectLink } from "../(_own)/links.tsx";
import { projects_in } from "../(_own)/lists.ts";

const page_size = 20;

/** The projects that one's company works on, and those that are over. */
export default define.page<typeof handler>(function Projects({ data: { open, past, now }, state, url }) {
  const zone = zone_of(state);
  const first = past.offset === 0;
  return (
    <PortalPage state={state} url={url} title={t("Projects")} live={["projects"]}>
      <h1 class="text-2xl font-semibold">{t("Your projects")}</h1>
      {first && open.items.length > 0 && (
        <Section title={t("Under way and planned")}>
          <ul class="grid gap-2.5">
            {open.items.map((each) => <ProjectLink key={each.id} project={each} now={now} zone={zone} />)}
          </ul>
        </Section>
      )}
      {(past.items.length > 0 || !first) && (
        <Section title={t("Finished")}>
          <ul class="grid gap-2.5">
            {past.items.map((each) => <ProjectLink key={each.id} project={each} now={now} zone={zone} />)}
          </ul>
          <More url={url} page={past} limit={page_size} />
        </Section>
      )}
      {first && open.items.length + past.items.length === 0 && (
        <Panel class="mt-4">
          <EmptyState icon="folder-kanban" title={t("No projects yet")}>
            {t("A project that is given to your company stands here at once.")}
          </EmptyState>
        </Panel>
      )}
    </PortalPage>
  );
});

export const handler = define.handlers({
  GET: reads("projects:read", async (tx, ctx) => {
    ctx.state.title = t("Your projects");
    const past = await projects_in(tx, "completed,canceled", page_size, ctx.url.searchParams.get("offset") ?? "0");
    return page({ open: await projects_in(tx, "planned,active,on_hold", 100), past, now: tx.now().toString() });
  }),
});
