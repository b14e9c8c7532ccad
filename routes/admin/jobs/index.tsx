/** What the system does by itself: queues, the workers of this process, tasks by the clock and their runs. */
import { page, type PageProps } from "fresh";
import { LinkButton } from "~/components/button.tsx";
import { type FormError, FormErrors } from "~/components/form/form_errors.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { QueueCards } from "~/components/system/queue_cards.tsx";
import { t } from "~/components/text.ts";
import { can } from "~/domain/kernel/actor.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import { change_task, run_task_now } from "~/domain/operations/mod.ts";
import TimedRefresh from "~/islands/TimedRefresh.tsx";
import { AdminPage } from "../../(_web)/admin_page.tsx";
import { text_of } from "../../(_web)/forms.ts";
import { actor_of } from "../../(_web)/middlewares.ts";
import { action, actions, type Ctx, failure_of, go, reads } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { zone_of } from "../../(_web)/records/zone.ts";
import { define, type State } from "../../(_web)/state.ts";
import { jobs_data, type JobsData } from "./(_parts)/data.ts";
import { Runs } from "./(_parts)/runs.tsx";
import { Tasks } from "./(_parts)/tasks.tsx";
import { Workers } from "./(_parts)/workers.tsx";

export default define.page<typeof handler>(function JobsPage({ data, state, url }: PageProps<JobsData, State>) {
  const actor = actor_of(state);
  const sees = (key: string, href: string) => can(actor, key) ? href : undefined;
  const here = url.pathname + url.search;
  const zone = zone_of(state);
  return (
    <AdminPage state={state} url={url} title={t("Jobs")}>
      <PageHeader
        title={t("Jobs")}
        lead={t("What the system does by itself.")}
        actions={<LinkButton icon="refresh-cw" href={here}>{t("Refresh")}</LinkButton>}
      />
      <FormErrors errors={task_errors(state)} />
      <div class="grid gap-4">
        <QueueCards
          queues={[
            {
              name: t("Events"),
              figures: data.queues.events,
              failed_href: sees("events:read", `${paths.admin.events}?status=failed`),
            },
            {
              name: t("Webhook deliveries"),
              figures: data.queues.webhooks,
              failed_href: sees("webhooks:read", `${paths.admin.home}/webhook-deliveries?status=failed`),
            },
            {
              name: t("Messages"),
              figures: data.queues.notifications,
              failed_href: sees("notifications:read", `${paths.admin.notifications}?status=failed`),
            },
          ]}
        />
        <Tasks data={data} state={state} here={here} zone={zone} />
        <Runs data={data} zone={zone} />
        <Workers data={data} zone={zone} />
      </div>
      <TimedRefresh seconds={5} href={here} />
    </AdminPage>
  );
});

function task_errors(state: State): FormError[] {
  const failure = failure_of(state);
  if (!failure) return [];
  const task = failure.values.task_id ?? "";
  return failure.error.details.length
    ? failure.error.details.map(({ field, message, remedy }) => ({
      message: [message, remedy].filter(Boolean).join(". "),
      label: t("Rhythm"),
      ...(field === "interval_seconds" || field === "cron" ? { field: `${field}-${task}` } : {}),
    }))
    : [{ message: failure.error.message }];
}

const show = reads<JobsData>("jobs:read", async (tx, ctx) => {
  ctx.state.title = t("Jobs");
  return page(await jobs_data(tx, ctx));
});

const back = (ctx: Ctx, text: string) => go(ctx, ctx.url.pathname + ctx.url.search, { tone: "ok", text });

/** Seconds, or a cron line: whichever of the two the form sends. */
function rhythm_of(form: FormData) {
  const cron = text_of(form, "cron").trim();
  if (form.has("cron")) return { cron: cron || null, timezone: text_of(form, "timezone") || "UTC" };
  const typed = text_of(form, "interval_seconds").trim();
  if (!/^\d{1,9}$/.test(typed)) {
    throw invalid("interval_seconds", typed, "must be a whole number of seconds", "Write 5 or more.");
  }
  return { interval_seconds: Number(typed) };
}

export const handler = define.handlers({
  GET: show,
  POST: actions({
    run: action("jobs:run", async (tx, ctx, form) => {
      const task = await run_task_now(tx, text_of(form, "task_id"));
      return back(ctx, t("“{name}” runs now.", { name: task.name }));
    }),
    enable: action("jobs:run", async (tx, ctx, form) => {
      const task = await change_task(tx, text_of(form, "task_id"), { is_enabled: true });
      return back(ctx, t("“{name}” is switched on.", { name: task.name }));
    }),
    disable: action("jobs:run", async (tx, ctx, form) => {
      const task = await change_task(tx, text_of(form, "task_id"), { is_enabled: false });
      return back(ctx, t("“{name}” is switched off.", { name: task.name }));
    }),
    rhythm: action("jobs:run", async (tx, ctx, form) => {
      const task = await change_task(tx, text_of(form, "task_id"), rhythm_of(form));
      return back(ctx, t("“{name}” has its new rhythm.", { name: task.name }));
    }),
  }, show),
});
