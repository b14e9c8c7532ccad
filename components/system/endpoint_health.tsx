import type { ComponentChildren } from "preact";
import { StatusBadge } from "../badge.tsx";
import { number_text } from "../number_text.ts";
import { t } from "../text.ts";
import { Time } from "../time.tsx";

/** Deliveries of the last 24 hours. Counts stop at 1,000, as in every list. */
export interface DayCounts {
  delivered: number;
  delivered_capped: boolean;
  failed: number;
  failed_capped: boolean;
}

export interface EndpointState {
  status: "enabled" | "paused";
  paused_reason?: string | null;
  failing_since?: string | null;
  throttled_until?: string | null;
}

const capped = (n: number, is_capped: boolean) => number_text(n) + (is_capped ? "+" : "");

export function DayFigures({ day }: { day: DayCounts }) {
  return (
    <span class="fig whitespace-nowrap">
      <span class={day.delivered > 0 ? "text-ok font-medium" : "text-ink-3"}>
        {t("{n} delivered", { n: capped(day.delivered, day.delivered_capped) })}
      </span>
      {" · "}
      <span class={day.failed > 0 ? "text-bad font-semibold" : "text-ink-3"}>
        {t("{n} failed", { n: capped(day.failed, day.failed_capped) })}
      </span>
    </span>
  );
}

/** In a word and a colour, with what stands behind it. */
export function EndpointHealth({ endpoint, now, zone }: { endpoint: EndpointState; now: string; zone: string }) {
  if (endpoint.status === "paused") {
    return <Said badge={<StatusBadge tone="warn" label={t("Paused")} />}>{endpoint.paused_reason}</Said>;
  }
  if (endpoint.failing_since) {
    return (
      <Said badge={<StatusBadge tone="bad" label={t("Failing")} />}>
        {t("since")} <Time at={endpoint.failing_since} now={now} zone={zone} />
      </Said>
    );
  }
  if (endpoint.throttled_until && endpoint.throttled_until > now) {
    return (
      <Said badge={<StatusBadge tone="warn" label={t("Waiting")} />}>
        {t("the receiver asked for a pause until")}{" "}
        <Time at={endpoint.throttled_until} now={now} zone={zone} show="clock" />
      </Said>
    );
  }
  return <StatusBadge tone="ok" label={t("Sending")} />;
}

function Said({ badge, children }: { badge: ComponentChildren; children: ComponentChildren }) {
  return (
    <span class="block min-w-0">
      {badge}
      {children && <span class="block text-xs text-ink-3 mt-0.5">{children}</span>}
    </span>
  );
}
