/** A technician's day: the jobs in their order, the next one first in sight. */
import { page } from "fresh";
import { Partial } from "fresh/runtime";
import { StatusBadge } from "~/components/badge.tsx";
import { Button, IconButton, LinkButton } from "~/components/button.tsx";
import { cx } from "~/components/cx.ts";
import { Icon } from "~/components/icon.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { Panel } from "~/components/panel.tsx";
import { PriorityMark } from "~/components/priority_mark.tsx";
import { t } from "~/components/text.ts";
import { clock_span, day_of, day_text, full_day_text, is_day } from "~/components/work/window_text.ts";
import { DomainError } from "~/domain/kernel/errors.ts";
import { technician_day, type TechnicianDay } from "~/domain/technicians/mod.ts";
import { work_order } from "~/domain/work_orders/mod.ts";
import TimedRefresh from "~/islands/TimedRefresh.tsx";
import { Csrf, FieldPage } from "../../(_web)/admin_page.tsx";
import { actor_of } from "../../(_web)/middlewares.ts";
import { reads } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { choice_label, choice_tone } from "../../(_web)/records/labels.ts";
import { zone_of } from "../../(_web)/records/zone.ts";
import { define } from "../../(_web)/state.ts";
import { day_href, type DayStop, stops_of, topics } from "./(_job)/day.ts";

/** A job moved to another time rings no bell: the page looks by itself. */
const refresh_seconds = 120;

export default define.page<typeof handler>(function DayPage({ data: { day, date, now }, state, url }) {
  const zone = zone_of(state);
  const on = Temporal.PlainDate.from(date);
  const subtitle = [full_day_text(on), day && t.n(day.jobs.length, "one job", "{n} jobs")].filter(Boolean).join(" · ");
  return (
    <FieldPage
      state={state}
      url={url}
      title={t("My day")}
      subtitle={subtitle}
      live={topics(actor_of(state), "work-orders")}
    >
      <Partial name="page">
        <DayChooser on={on} today={day_of(now, zone)} />
        {day ? <Day day={day} zone={zone} on={on} now={now} /> : (
          <Panel>
            <EmptyState
              icon="hard-hat"
              title={t("You are no technician yet")}
              actions={<LinkButton size="lg" href={paths.admin.home}>{t("To the start page")}</LinkButton>}
            >
              {t(
                "An administrator makes you one under Technicians, with your skills and shifts. Then your jobs appear here.",
              )}
            </EmptyState>
          </Panel>
        )}
      </Partial>
      <footer class="grid grid-cols-2 gap-2 mt-4">
        <LinkButton size="lg" variant="ghost" icon="bell" href={paths.admin.inbox_notifications}>
          {t("Notifications")}
        </LinkButton>
        <form method="post" action={paths.auth.sign_out} class="grid">
          <Csrf state={state} />
          <Button size="lg" variant="ghost" icon="log-out">{t("Sign out")}</Button>
        </form>
      </footer>
      <TimedRefresh seconds={refresh_seconds} href={url.pathname + url.search} />
    </FieldPage>
  );
});

function DayChooser({ on, today }: { on: Temporal.PlainDate; today: Temporal.PlainDate }) {
  const [before, after] = [on.subtract({ days: 1 }), on.add({ days: 1 })];
  return (
    <nav class="grid grid-cols-1 gap-2" aria-label={t("Day")}>
      <form method="get" action={paths.field.day} class="flex items-center gap-2">
        <a
          class="btn btn-lg btn-icon"
          href={day_href(before.toString())}
          aria-label={t("Previous day, {day}", { day: full_day_text(before) })}
        >
          <Icon name="chevron-left" class="size-5" />
        </a>
        <input
          type="date"
          name="date"
          value={on.toString()}
          aria-label={t("Day")}
          required
          class="input h-11 fig flex-1 min-w-0"
        />
        <IconButton type="submit" size="lg" variant="secondary" icon="search" label={t("Show this day")} />
        <a
          class="btn btn-lg btn-icon"
          href={day_href(after.toString())}
          aria-label={t("Next day, {day}", { day: full_day_text(after) })}
        >
          <Icon name="chevron-right" class="size-5" />
        </a>
      </form>
      {!on.equals(today) && <LinkButton size="lg" href={paths.field.day}>{t("Back to today")}</LinkButton>}
    </nav>
  );
}

function Day({ day, zone, on, now }: { day: TechnicianDay; zone: string; on: Temporal.PlainDate; now: string }) {
  const times = (spans: readonly { start_at: string; end_at: string }[]) =>
    spans.map((span) => clock_span(span.start_at, span.end_at, zone)).join(", ");
  return (
    <>
      <div class="grid gap-1 text-sm text-ink-2">
        <p class="flex items-center gap-2">
          <Icon name="clock" class="text-ink-3" />
          {day.shifts.length ? t("Shift {times}", { times: times(day.shifts) }) : t("No shift on this day")}
        </p>
        {day.absences.map((absence) => (
          <p key={absence.start_at} class="flex items-center gap-2">
            <Icon name="circle-minus" class="text-ink-3" />
            {t("Away {times}", { times: times([absence]) })}
            {absence.reason && `: ${absence.reason}`}
          </p>
        ))}
      </div>
      {day.jobs.length === 0
        ? (
          <Panel>
            <EmptyState
              icon="calendar-days"
              title={t("No jobs {day}", { day: day_text(on, now, zone).toLowerCase() })}
              actions={
                <LinkButton size="lg" icon_end="chevron-right" href={day_href(on.add({ days: 1 }).toString())}>
                  {t("Look at the day after")}
                </LinkButton>
              }
            >
              {t("What dispatch plans for you appears here by itself.")}
            </EmptyState>
          </Panel>
        )
        : (
          <ol class="grid grid-cols-1 gap-3">
            {stops_of(day).map((stop) => <Stop key={stop.job.id} stop={stop} zone={zone} />)}
          </ol>
        )}
    </>
  );
}

const known_priorities = work_order.fields.priority;

function Stop({ stop: { job, km, is_next }, zone }: { stop: DayStop; zone: string }) {
  const over = job.status === "completed" || job.status === "canceled";
  const priority = known_priorities.safeParse(job.priority).data;
  return (
    <li class="grid grid-cols-1 gap-1.5 min-w-0">
      {km !== null && (
        <p class="flex items-center gap-1.5 pl-1 text-xs text-ink-3">
          <Icon name="route" class="size-3.5" />
          {km < 1 ? t("less than 1 km on") : t("about {n} km on", { n: Math.round(km) })}
        </p>
      )}
      <a
        href={paths.field.job(job.id)}
        class={cx("panel lift block p-4", is_next && "border-primary bg-primary-soft", over && "bg-sunken")}
        {...(is_next ? { "aria-current": "step" as const } : {})}
      >
        <span class="flex flex-wrap items-center gap-x-2 gap-y-1">
          <b class="fig text-lg font-semibold">{clock_span(job.start_at, job.end_at, zone)}</b>
          {is_next && (
            <span class="pill bg-primary text-primary-ink">{job.status === "in_progress" ? t("Now") : t("Next")}</span>
          )}
          <span class="ml-auto">
            <StatusBadge tone={choice_tone(job.status)} label={choice_label(job.status)} />
          </span>
        </span>
        <span class="block mt-1 font-semibold break-words">{job.subscriber_name ?? job.title}</span>
        <span class="block text-sm text-ink-2 break-words">{job.address ?? t("No address is known")}</span>
        <span class="flex flex-wrap items-center gap-2 mt-1.5 text-sm text-ink-2">
          <span class="break-words min-w-0">{job.title}</span>
          {priority && (priority === "urgent" || priority === "high") && <PriorityMark priority={priority} />}
        </span>
      </a>
    </li>
  );
}

export const handler = define.handlers({
  GET: reads("work-orders:execute", async (tx, ctx) => {
    ctx.state.title = t("My day");
    const asked = ctx.url.searchParams.get("date");
    const date = is_day(asked) ? asked : day_of(tx.now().toString(), zone_of(ctx.state)).toString();
    return page({
      day: await own_day(() => technician_day(tx, tx.actor.person_id ?? "", date, zone_of(ctx.state))),
      date,
      now: tx.now().toString(),
    });
  }),
});

/** Null for who is no technician. */
async function own_day(read: () => Promise<TechnicianDay>): Promise<TechnicianDay | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DomainError && error.status === 404) return null;
    throw error;
  }
}
