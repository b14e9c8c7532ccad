import type { Visit } from "~/domain/work_orders/mod.ts";
import type { Tone } from "../badge.tsx";
import { t } from "../text.ts";

export const coming_statuses = ["scheduled", "dispatched", "in_progress"] as const satisfies readonly Visit["status"][];
export const past_statuses = ["completed", "canceled"] as const satisfies readonly Visit["status"][];

type Timed = Pick<Visit, "status" | "scheduled_start" | "scheduled_end">;

/** A job is handed to a technician long before the van leaves: it is "on the way" only in the hour before its window and until it begins. */
export function is_on_the_way({ status, scheduled_start }: Timed, now: string): boolean {
  if (status !== "dispatched" || !scheduled_start) return false;
  return Temporal.Instant.compare(now, Temporal.Instant.from(scheduled_start).subtract({ hours: 1 })) >= 0;
}

/** The window has gone by and nobody has begun. */
export function is_late({ status, scheduled_end }: Timed, now: string): boolean {
  return (status === "scheduled" || status === "dispatched") && scheduled_end !== null &&
    Temporal.Instant.compare(now, scheduled_end) > 0;
}

export function visit_badge(visit: Timed, now: string): { tone: Tone; label: string } {
  if (is_late(visit, now)) return { tone: "warn", label: t("Delayed") };
  switch (visit.status) {
    case "scheduled":
      return { tone: "info", label: t("Planned") };
    case "dispatched":
      return is_on_the_way(visit, now)
        ? { tone: "primary", label: t("On the way") }
        : { tone: "info", label: t("Confirmed") };
    case "in_progress":
      return { tone: "primary", label: t("At your place") };
    case "completed":
      return { tone: "ok", label: t("Done") };
    case "canceled":
      return { tone: "neutral", label: t("Canceled") };
  }
}

/** "Musa comes", "Musa is on the way", "Musa was there": `null` is a technician who is not named yet. */
export function who_comes(visit: Timed, name: string | null, now: string): string {
  const who = name ?? t("A technician");
  if (is_late(visit, now)) return t("{who} is delayed", { who });
  if (is_on_the_way(visit, now)) return t("{who} is on the way", { who });
  switch (visit.status) {
    case "in_progress":
      return t("{who} is at work", { who });
    case "completed":
      return t("{who} was there", { who });
    case "canceled":
      return t("This visit was called off");
    default:
      return t("{who} comes", { who });
  }
}
