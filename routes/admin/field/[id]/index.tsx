import { page } from "fresh";
import { Partial } from "fresh/runtime";
import { StatusBadge } from "~/components/badge.tsx";
import { Banner } from "~/components/banner.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { PlaceCard } from "~/components/work/place_card.tsx";
import { WindowMark } from "~/components/work/window_mark.tsx";
import { window_text } from "~/components/work/window_text.ts";
import { can } from "~/domain/kernel/actor.ts";
import { FieldPage } from "../../../(_web)/admin_page.tsx";
import { actor_of } from "../../../(_web)/middlewares.ts";
import { failure_of, reads } from "../../../(_web)/pages.ts";
import { choice_label, choice_tone } from "../../../(_web)/records/labels.ts";
import { plain_errors } from "../../../(_web)/records/problems.ts";
import { zone_of } from "../../../(_web)/records/zone.ts";
import { define } from "../../../(_web)/state.ts";
import { upload_actions } from "../../../(_web)/uploads.ts";
import { job_actions } from "../(_job)/actions.ts";
import { Conversation, Noted, Task } from "../(_job)/known.tsx";
import { NextStep } from "../(_job)/next_step.tsx";
import { type JobData, read_job } from "../(_job)/read.ts";
import { NoteForm, Report } from "../(_job)/report.tsx";
import { day_href, topics } from "../(_job)/day.ts";

/** A job at the door: who, where, what, and the one next step. */
export default define.page<typeof handler>(function JobPage({ data, state, url }) {
  const { row, now, day, job } = data;
  const zone = zone_of(state);
  const failure = failure_of(state);
  const window = row.scheduled_start
    ? window_text(row.scheduled_start, row.scheduled_end, now, zone)
    : t("not planned");
  return (
    <FieldPage
      state={state}
      url={url}
      title={row.title}
      subtitle={`${row.number} · ${window}`}
      back_href={day_href(day?.date)}
      live={topics(actor_of(state), `work_order:${row.id}`)}
      action={
        <Partial name="action">
          <section aria-label={t("Next step")}>
            <NextStep data={data} state={state} />
          </section>
        </Partial>
      }
    >
      <Partial name="page">
        {failure && <FormErrors errors={plain_errors(failure.error, ["notes", "body", "files"])} />}
        <Outcome data={data} zone={zone} />
        {job ? <PlaceCard job={job} /> : (
          <Banner tone="info" title={t("Nobody is planned for this job")}>
            {t("Dispatch has not given it to a technician.")}
          </Banner>
        )}
        <Task data={data} />
        <Conversation data={data} zone={zone} />
        {row.status === "in_progress" && <Report data={data} state={state} />}
        <Noted data={data} zone={zone} />
        {can(actor_of(state), "work-orders:note") && <NoteForm data={data} state={state} />}
      </Partial>
    </FieldPage>
  );
});

/** How far it is; after the end, what was done. */
function Outcome({ data: { row, now, own, day }, zone }: { data: JobData; zone: string }) {
  const over = row.status === "completed" || row.status === "canceled";
  return (
    <div class="grid gap-3" {...(over ? { "data-job-over": "" } : {})}>
      <p class="flex flex-wrap items-center gap-2">
        <StatusBadge tone={choice_tone(row.status)} label={choice_label(row.status)} />
        {!over && <WindowMark row={row} now={now} zone={zone} />}
        {!own && day && <span class="text-sm text-ink-2">{t("Job of {name}", { name: day.technician.name })}</span>}
      </p>
      {row.status === "completed" && (
        <Card title={t("What was done")}>
          <p class="text-sm text-ink-2 mb-2">
            {t("Completed")} {row.completed_at && <Time at={row.completed_at} now={now} zone={zone} />}
            {row.started_at && row.completed_at && (
              <>{" · "}{t("{n} min on site", { n: minutes_between(row.started_at, row.completed_at) })}</>
            )}
          </p>
          {row.completion_notes
            ? <p class="whitespace-pre-wrap break-words">{row.completion_notes}</p>
            : <p class="text-ink-3">{t("No notes were written.")}</p>}
        </Card>
      )}
      {row.status === "canceled" && (
        <Banner tone="warning" title={t("This visit was canceled")}>{row.cancel_reason}</Banner>
      )}
    </div>
  );
}

const minutes_between = (from: string, to: string): number =>
  Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / 60_000));

const show = reads("work-orders:execute", async (tx, ctx) => {
  const data = await read_job(tx, ctx);
  ctx.state.title = `${data.row.number} ${data.row.title}`;
  return page(data);
});

export const handler = define.handlers({ GET: show, POST: upload_actions(job_actions, show) });
