import { page } from "fresh";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { Panel } from "~/components/panel.tsx";
import { first_name } from "~/components/portal/first_name.ts";
import { Section } from "~/components/portal/section.tsx";
import { day_words, greeting } from "~/components/portal/when.ts";
import { t } from "~/components/text.ts";
import { vendors } from "~/domain/vendors/mod.ts";
import { actor_of } from "../(_web)/middlewares.ts";
import { reads } from "../(_web)/pages.ts";
import { paths } from "../(_web)/paths.ts";
import { PortalPage } from "../(_web)/portal_page.tsx";
import { zone_of } from "../(_web)/records/zone.ts";
import { define } from "../(_web)/state.ts";
import { JobLink, ProjectLink } from "./(_own)/links.tsx";
import { coming_jobs, type Job, projects_in, undated_jobs } from "./(_own)/lists.ts";

/** The jobs of the next days by day, those without a day, and the projects. */
export default define.page<typeof handler>(function VendorHome({ data, state, url }) {
  const { now, companies, coming, undated, projects } = data;
  const zone = zone_of(state);
  const days = Map.groupBy(coming.items, (job) => day_of(job, now, zone));
  return (
    <PortalPage state={state} url={url} title={t("Home")} live={["work-orders", "projects"]}>
      <h1 class="text-3xl font-semibold">{greeting(first_name(actor_of(state).label), now, zone)}</h1>
      <p class="text-ink-3 mb-4">
        {companies.length > 0
          ? [companies.map((each) => each.name).join(", "), t.n(coming.count, "1 job to come", "{n} jobs to come")]
            .join(" · ")
          : t("No vendor is linked to your sign-in yet. Ask the provider to link it.")}
      </p>
      {[...days].map(([day, jobs]) => (
        <Section key={day} title={day}>
          <ul class="grid gap-2.5">{jobs.map((job) => <JobLink key={job.id} job={job} now={now} zone={zone} />)}</ul>
        </Section>
      ))}
      {coming.items.length === 0 && (
        <Panel class="mt-4">
          <EmptyState icon="calendar-clock" title={t("No jobs to come")}>
            {t("A job that is given to your company stands here at once, with day, place and what is to be done.")}
          </EmptyState>
        </Panel>
      )}
      {undated.items.length > 0 && (
        <Section title={t("Without a day")}>
          <ul class="grid gap-2.5">
            {undated.items.map((job) => <JobLink key={job.id} job={job} now={now} zone={zone} />)}
          </ul>
        </Section>
      )}
      {projects.items.length > 0 && (
        <Section title={t("Projects")} aside={<a class="link" href={paths.vendor.projects}>{t("All projects")}</a>}>
          <ul class="grid gap-2.5">
            {projects.items.map((each) => <ProjectLink key={each.id} project={each} now={now} zone={zone} />)}
          </ul>
        </Section>
      )}
    </PortalPage>
  );
});

/** Under way and overdue ones first, under a heading of their own. */
function day_of(job: Job, now: string, zone: string): string {
  if (job.status === "in_progress") return t("Under way");
  if (!job.scheduled_start) return t("Without a day");
  if (job.scheduled_end && Temporal.Instant.compare(job.scheduled_end, now) < 0) return t("Overdue");
  const day = day_words(job.scheduled_start, now, zone);
  return day.charAt(0).toUpperCase() + day.slice(1);
}

export const handler = define.handlers({
  GET: reads("account:read", async (tx, ctx) => {
    ctx.state.title = t("Home");
    return page({
      now: tx.now().toString(),
      companies: (await vendors.list(tx)).items,
      coming: await coming_jobs(tx, 30),
      undated: await undated_jobs(tx),
      projects: await projects_in(tx, "planned,active,on_hold", 5),
    });
  }),
});
