/** The states of a ticket in the words of whoever waits for it. */
import type { Ticket } from "~/domain/tickets/mod.ts";
import type { Tone } from "../badge.tsx";
import { t } from "../text.ts";

type Status = Ticket["status"];

export const is_open = (status: Status): boolean => open_statuses.some((each) => each === status);
export const open_statuses = ["new", "open", "pending", "on_hold"] as const satisfies readonly Status[];
export const finished_statuses = ["resolved", "closed", "canceled"] as const satisfies readonly Status[];

const states: Record<Status, { tone: Tone; label: () => string; meaning: () => string }> = {
  new: {
    tone: "info",
    label: () => t("Received"),
    meaning: () => t("We have your report. Somebody looks at it next."),
  },
  open: { tone: "primary", label: () => t("In work"), meaning: () => t("We are working on it.") },
  pending: {
    tone: "warn",
    label: () => t("Your turn"),
    meaning: () => t("We asked you something and go on as soon as you answer."),
  },
  on_hold: {
    tone: "neutral",
    label: () => t("On hold"),
    meaning: () => t("We wait for something from outside and go on when it is here. You need to do nothing."),
  },
  resolved: { tone: "ok", label: () => t("Fixed"), meaning: () => t("We think that it is fixed.") },
  closed: { tone: "neutral", label: () => t("Closed"), meaning: () => t("This is finished.") },
  canceled: { tone: "neutral", label: () => t("Canceled"), meaning: () => t("This was called off.") },
};

export const ticket_badge = (status: Status): { tone: Tone; label: string } => ({
  tone: states[status].tone,
  label: states[status].label(),
});
export const meaning_of = (status: Status): string => states[status].meaning();

/** What the customer can count on next. `reopens` tells whether an answer wakes this ticket or begins another. */
export function next_words(status: Status, reopens: boolean, reopen_days: number): string {
  if (is_open(status)) {
    return status === "pending"
      ? t("Answer below, or add a photo: that puts the ticket back into our hands.")
      : t("You hear from us here as soon as there is something new. Write below if something changes.");
  }
  if (reopens) {
    return t.n(
      reopen_days,
      "Not right yet? Answer below within one day, and we take it up again.",
      "Not right yet? Answer below within {n} days, and we take it up again.",
    );
  }
  return t("Is it back? Your answer opens a new ticket that is linked to this one.");
}
