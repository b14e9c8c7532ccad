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
import { JobLink } from "../(_own)/links.tsx";
import { coming_jobs, past_jobs, undated_jobs } from "../(_own)/lists.ts";

const page_size = 20;

/** All jobs of one's company: to come, without a day, and done, by pages. */
export default define.page<typeof handler>(function Jobs({ data: { open, past, now }, state, url }) {
  const zone = zone_of(state);
  const first = past.offset === 0;
  return (
    <PortalPage state={state} url={url} title={t("Jobs")} live={["work-orders"]}>
      <h1 class="text-2xl font-semibold">{t("Your jobs")}</h1>
      {first && open.length > 0 && (
        <Section title={t("To do")}>
          <ul class="grid gap-2.5">{open.map((job) => <JobLink key={job.id} job={job} now={now} zone={zone} />)}</ul>
        </Section>
      )}
      {(past.items.length > 0 || !first) && (
        <Section title={t("Before")}>
          <ul class="grid gap-2.5">
            {past.items.map((job) => <JobLink key={job.id} job={job} now={now} zone={zone} />)}
          </ul>
          <More url={url} page={past} limit={page_size} />
        </Section>
      )}
      {first && open.length + past.items.length === 0 && (
        <Panel class="mt-4">
          <EmptyState icon="wrench" title={t("No jobs yet")}>
            {t("A job that is given to your company stands here at once.")}
          </EmptyState>
        </Panel>
      )}
    </PortalPage>
  );
});

export const handler = define.handlers({
  GET: reads("work-orders:read", async (tx, ctx) => {
    ctx.state.title = t("Your jobs");
    const past = await past_jobs(tx, page_size, ctx.url.searchParams.get("offset") ?? "0");
    const open = [...(await coming_jobs(tx)).items, ...(await undated_jobs(tx)).items];
    return page({ open, past, now: tx.now().toString() });
  }),
});
