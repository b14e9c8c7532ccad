import type { ComponentChildren } from "preact";
import { StatusBadge, type Tone } from "../badge.tsx";
import { Button } from "../button.tsx";
import { Icon } from "../icon.tsx";
import { EmptyState } from "../list/empty_state.tsx";
import { Pager } from "../list/pager.tsx";
import { type SavedView, ViewTabs } from "../list/view_tabs.tsx";
import { Panel } from "../panel.tsx";
import { t } from "../text.ts";
import { Time } from "../time.tsx";

export interface LoggedDelivery {
  id: string;
  event_id: string;
  event_type: string;
  status: "pending" | "delivered" | "failed" | "canceled";
  attempts: number;
  next_attempt_at?: string | null;
  response_status?: number | null;
  last_error?: string | null;
  created_at: string;
}

export interface LoggedAttempt {
  id: string;
  attempt: number;
  duration_ms?: number | null;
  response_status?: number | null;
  response_excerpt?: string | null;
  error?: string | null;
  created_at: string;
}

const looks: Record<LoggedDelivery["status"], { tone: Tone; label: string }> = {
  pending: { tone: "info", label: "Waiting" },
  delivered: { tone: "ok", label: "Delivered" },
  failed: { tone: "bad", label: "Failed" },
  canceled: { tone: "neutral", label: "Canceled" },
};
export const delivery_look = (status: LoggedDelivery["status"]) => ({
  tone: looks[status].tone,
  label: t(looks[status].label),
});

/** Deliveries, each opening to its attempts: what was answered, how fast, what comes next. */
export function DeliveryLog(props: {
  deliveries: readonly LoggedDelivery[];
  attempts: ReadonlyMap<string, readonly LoggedAttempt[]>;
  tabs: SavedView[];
  from: number;
  total: number;
  capped: boolean;
  previous_href: string | undefined;
  next_href: string | undefined;
  event_href: ((id: string) => string) | undefined;
  replay: { action: string; fields: ComponentChildren } | undefined;
  now: string;
  zone: string;
}) {
  const { deliveries, from } = props;
  return (
    <div>
      <ViewTabs views={props.tabs} />
      <Panel label={t("Deliveries")}>
        {deliveries.length === 0
          ? (
            <EmptyState icon="send" title={t("No deliveries here")}>
              {t("Send a test, or wait for an event that it hears of.")}
            </EmptyState>
          )
          : (
            <>
              <ul>{deliveries.map((one) => <Delivery key={one.id} one={one} {...props} />)}</ul>
              <Pager
                from={from}
                to={from + deliveries.length - 1}
                total={props.total}
                more={props.capped}
                previous_href={props.previous_href}
                next_href={props.next_href}
              />
            </>
          )}
      </Panel>
    </div>
  );
}

function Delivery(
  { one, attempts, event_href, replay, now, zone }:
    & { one: LoggedDelivery }
    & Pick<Parameters<typeof DeliveryLog>[0], "attempts" | "event_href" | "replay" | "now" | "zone">,
) {
  const tried = attempts.get(one.id) ?? [];
  return (
    <li class="border-t border-line first:border-t-0">
      <details>
        <summary class="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 cursor-pointer hover:bg-sunken">
          <Icon name="chevron-right" class="text-ink-3" />
          <span class="flex-1 min-w-[180px] font-medium break-words">{one.event_type}</span>
          <StatusBadge {...delivery_look(one.status)} />
          <span class="fig text-xs text-ink-3 w-[110px]">
            {one.response_status
              ? t("answered {status}", { status: one.response_status })
              : one.attempts > 0
              ? t("no answer")
              : t("not sent yet")}
          </span>
          <Time
            at={one.created_at}
            now={now}
            zone={zone}
            class="text-xs text-ink-3 whitespace-nowrap w-[90px] text-right"
          />
        </summary>
        <div class="px-4 pb-4 pt-1 sm:pl-11 grid gap-3">
          {one.status === "pending" && one.next_attempt_at && (
            <p class="text-sm text-ink-2">
              {t("Next attempt")} <Time at={one.next_attempt_at} now={now} zone={zone} />.
            </p>
          )}
          {one.last_error && <p class="text-sm text-bad break-words">{one.last_error}</p>}
          {tried.length > 0 && (
            <ol class="grid gap-2" reversed>
              {tried.map((attempt) => <Attempt key={attempt.id} attempt={attempt} now={now} zone={zone} />)}
            </ol>
          )}
          <div class="flex flex-wrap gap-3 items-center">
            {event_href && <a class="link text-sm" href={event_href(one.event_id)}>{t("The event")}</a>}
            {replay && (
              <form method="post" action={replay.action}>
                {replay.fields}
                <input type="hidden" name="delivery_id" value={one.id} />
                <Button
                  size="sm"
                  icon="rotate-ccw"
                  name="action"
                  value="replay"
                  disabled_reason={one.status === "pending" ? t("It is on its way already.") : undefined}
                >
                  {t("Send again")}
                </Button>
              </form>
            )}
          </div>
        </div>
      </details>
    </li>
  );
}

function Attempt({ attempt, now, zone }: { attempt: LoggedAttempt; now: string; zone: string }) {
  return (
    <li class="rounded-lg bg-sunken px-3 py-2 text-sm grid gap-1">
      <span class="flex flex-wrap gap-x-3 text-ink-2">
        <b class="font-semibold text-ink">{t("Attempt {n}", { n: attempt.attempt })}</b>
        <span class="fig">{attempt.response_status ?? t("no answer")}</span>
        {attempt.duration_ms != null && <span class="fig">{attempt.duration_ms} ms</span>}
        <Time at={attempt.created_at} now={now} zone={zone} class="ml-auto text-xs text-ink-3 whitespace-nowrap" />
      </span>
      {attempt.error && <span class="break-words text-bad">{attempt.error}</span>}
      {attempt.response_excerpt && (
        <code class="block text-xs whitespace-pre-wrap break-all max-h-[160px] overflow-auto">
          {attempt.response_excerpt}
        </code>
      )}
    </li>
  );
}
