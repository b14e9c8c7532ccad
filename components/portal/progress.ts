/** How far a ticket has come, from what really happened to it: its own times, its stream and its visit. */
import type { Ticket, TimelineItem } from "~/domain/tickets/mod.ts";
import type { Visit } from "~/domain/work_orders/mod.ts";
import type { Step } from "../stepper.tsx";
import { t } from "../text.ts";
import { is_open } from "./ticket_words.ts";
import { is_on_the_way } from "./visit_words.ts";
import { stamp } from "./when.ts";

export interface Progress {
  ticket: Pick<Ticket, "status" | "created_at" | "first_response_at" | "resolved_at" | "closed_at">;
  items: readonly TimelineItem[];
  /** The visit that counts: the one to come, else the last that took place. */
  visit: Pick<Visit, "status" | "scheduled_start" | "scheduled_end" | "started_at" | "completed_at"> | null;
  now: string;
  zone: string;
}

export function steps_of({ ticket, items, visit, now, zone }: Progress): Step[] {
  const over = !is_open(ticket.status);
  const looked_at = first_look(ticket, items);
  const at = (time: string | null | undefined) => time ? { at: stamp(time, now, zone) } : {};
  const checked: Step = looked_at || ticket.status !== "new"
    ? { label: t("Checked"), state: "done", ...at(looked_at) }
    : { label: t("Check"), state: "now", icon: "search" };
  const reported: Step = { label: t("Reported"), state: "done", ...at(ticket.created_at) };
  if (ticket.status === "canceled") return [reported, { label: t("Canceled"), state: "done", ...at(ticket.closed_at) }];
  if (over) {
    return [reported, { ...checked, state: "done" }, ...visited(visit, at), {
      label: t("Fixed"),
      state: "done",
      ...at(ticket.resolved_at),
    }];
  }
  const middle = under_way(ticket.status, visit, checked.state === "done", { now, at });
  return [reported, checked, middle, {
    label: t("Fixed"),
    state: middle.state === "done" ? "now" : "next",
    ...(middle.state === "done" ? { icon: "list-checks" as const } : {}),
  }];
}

type Stamp = (time: string | null | undefined) => { at?: string };

const visited = (visit: Progress["visit"], at: Stamp): Step[] =>
  visit?.status === "completed" ? [{ label: t("Visited"), state: "done", ...at(visit.completed_at) }] : [];

/** What holds the ticket now. Somebody at the door matters more than a question that is open, and that more than a date to come. */
function under_way(
  status: Ticket["status"],
  visit: Progress["visit"],
  checked: boolean,
  { now, at }: { now: string; at: Stamp },
): Step {
  if (visit?.status === "in_progress") {
    return { label: t("At your place"), state: "now", icon: "wrench", ...at(visit.started_at) };
  }
  if (visit && is_on_the_way(visit, now)) {
    return { label: t("On the way"), state: "now", icon: "truck", ...at(visit.scheduled_start) };
  }
  if (status === "pending") return { label: t("Your answer"), state: "now", icon: "message-square" };
  if (visit?.status === "scheduled" || visit?.status === "dispatched") {
    return { label: t("Visit planned"), state: "now", icon: "calendar-days", ...at(visit.scheduled_start) };
  }
  if (status === "on_hold") return { label: t("On hold"), state: "now", icon: "circle-pause" };
  if (visit?.status === "completed") return { label: t("Visited"), state: "done", ...at(visit.completed_at) };
  return { label: t("In work"), state: checked ? "now" : "next", icon: "wrench" };
}

/** When the house first did something about it. */
function first_look(ticket: Progress["ticket"], items: readonly TimelineItem[]): string | null {
  const by_staff = items.find((item) =>
    item.by_kind === "staff" && item.kind !== "created" && item.visibility === "public" &&
    Temporal.Instant.compare(item.at, ticket.created_at) > 0
  );
  const times = [ticket.first_response_at, by_staff?.at].filter((time) => typeof time === "string");
  return times.sort((a, b) => Temporal.Instant.compare(a, b))[0] ?? null;
}
