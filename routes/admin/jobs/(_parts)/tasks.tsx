import { StatusBadge } from "~/components/badge.tsx";
import { Button } from "~/components/button.tsx";
import { TextField } from "~/components/form/text_field.tsx";
import { Icon } from "~/components/icon.tsx";
import { Panel } from "~/components/panel.tsx";
import { cron_text } from "~/components/system/cron_text.ts";
import { every_text } from "~/components/system/duration_text.ts";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { can } from "~/domain/kernel/actor.ts";
import type { ScheduledTask } from "~/domain/operations/mod.ts";
import { Csrf } from "../../../(_web)/admin_page.tsx";
import { actor_of } from "../../../(_web)/middlewares.ts";
import { failure_of } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import type { State } from "../../../(_web)/state.ts";
import type { JobsData } from "./data.ts";

interface Frame {
  state: State;
  here: string;
  zone: string;
  now: string;
}

/** Every task with its rhythm, its last and next run, and what an operator may do about it. */
export function Tasks({ data, ...frame }: { data: JobsData } & Omit<Frame, "now">) {
  return (
    <Panel>
      <h2 class="text-base font-semibold px-4 py-3">{t("Tasks by the clock")}</h2>
      <ul>{data.tasks.map((task) => <Task key={task.id} task={task} frame={{ ...frame, now: data.now }} />)}</ul>
    </Panel>
  );
}

function Task({ task, frame: { state, here, zone, now } }: { task: ScheduledTask; frame: Frame }) {
  const running = task.locked_until != null && task.locked_until > now;
  const lacking = can(actor_of(state), "jobs:run")
    ? undefined
    : t("It takes the permission {key}.", { key: "jobs:run" });
  return (
    <li class="grid gap-x-6 gap-y-2 px-4 py-3 border-t border-line lg:grid-cols-[minmax(0,1fr)_minmax(0,300px)_auto] lg:items-center">
      <div class="min-w-0">
        <p class="flex flex-wrap items-center gap-2">
          <b class="font-semibold">{task.name}</b>
          <Mark task={task} running={running} />
        </p>
        <p class="text-sm text-ink-2">{task.description}</p>
        {task.last_error && <p class="text-sm text-bad break-words mt-1">{task.last_error}</p>}
      </div>
      <div class="text-sm text-ink-2 grid gap-0.5">
        <Rhythm task={task} state={state} here={here} lacking={lacking} />
        <span class="text-xs text-ink-3">
          {task.last_run_at
            ? (
              <>
                {t("last")} <Time at={task.last_run_at} now={now} zone={zone} />
                {task.last_duration_ms != null && ` · ${task.last_duration_ms} ms`}
              </>
            )
            : t("has not run yet")}
          {task.is_enabled && (
            <>
              {" · "}
              {t("next")} <Time at={task.next_run_at} now={now} zone={zone} />
            </>
          )}
        </span>
      </div>
      <form method="post" action={here} class="flex flex-wrap gap-2">
        <Csrf state={state} />
        <input type="hidden" name="task_id" value={task.id} />
        <a class="btn btn-ghost btn-sm" href={`${paths.admin.jobs}?task=${task.id}#runs`}>
          {t("Runs")}
          <span class="sr-only">{` ${t("of {name}", { name: task.name })}`}</span>
        </a>
        <Button
          size="sm"
          icon="play"
          name="action"
          value="run"
          disabled_reason={lacking ?? (task.is_enabled ? undefined : t("It is switched off."))}
        >
          {t("Run now")}
        </Button>
        {task.is_enabled
          ? (
            <Button size="sm" variant="ghost" name="action" value="disable" disabled_reason={lacking}>
              {t("Switch off")}
            </Button>
          )
          : <Button size="sm" name="action" value="enable" disabled_reason={lacking}>{t("Switch on")}</Button>}
      </form>
    </li>
  );
}

function Mark({ task, running }: { task: ScheduledTask; running: boolean }) {
  if (running) return <StatusBadge tone="primary" label={t("Running")} />;
  if (!task.is_enabled) return <StatusBadge tone="neutral" label={t("Switched off")} />;
  if (task.last_status === "failed") return <StatusBadge tone="bad" label={t("Failed")} />;
  return task.last_status === "completed"
    ? <StatusBadge tone="ok" label={t("Fine")} />
    : <StatusBadge tone="info" label={t("Planned")} />;
}

function Rhythm(
  { task, state, here, lacking }: { task: ScheduledTask; state: State; here: string; lacking: string | undefined },
) {
  const words = task.cron ? `${cron_text(task.cron)} (${task.timezone})` : every_text(task.interval_seconds ?? 60);
  if (lacking) return <span class="fig">{words}</span>;
  const refused = failure_of(state);
  const mine = refused?.values.task_id === task.id && refused.values.action === "rhythm" ? refused : null;
  return (
    <details open={mine !== null}>
      <summary class="cursor-pointer w-max inline-flex items-center gap-1.5">
        <span class="fig font-medium">{words}</span>
        <Icon name="pencil" class="size-3.5 text-ink-3" label={t("Change the rhythm of {name}", { name: task.name })} />
      </summary>
      <form method="post" action={here} class="grid gap-2 mt-2 mb-1">
        <Csrf state={state} />
        <input type="hidden" name="task_id" value={task.id} />
        {task.cron
          ? (
            <>
              <TextField
                name="cron"
                id={`f-cron-${task.id}`}
                label={t("Cron line")}
                value={mine?.values.cron ?? task.cron}
                hint={t("Minute, hour, day, month, weekday")}
                autocomplete="off"
              />
              <TextField
                name="timezone"
                id={`f-timezone-${task.id}`}
                label={t("Time zone")}
                value={mine?.values.timezone ?? task.timezone}
                autocomplete="off"
              />
            </>
          )
          : (
            <TextField
              name="interval_seconds"
              id={`f-interval_seconds-${task.id}`}
              type="number"
              min={5}
              label={t("Seconds between runs")}
              value={mine?.values.interval_seconds ?? String(task.interval_seconds ?? 60)}
            />
          )}
        <span>
          <Button size="sm" variant="primary" name="action" value="rhythm">{t("Save")}</Button>
        </span>
      </form>
    </details>
  );
}
