/** Which events an endpoint hears of: a type, `ticket.*`, or `*`. */
import { event_types, matches } from "~/domain/kernel/events.ts";
import { invalid } from "~/domain/kernel/errors.ts";

/** Of the house's own plumbing: not fanned out, or a delivery about a delivery would never end. */
const internal = ["notification", "webhook_delivery", "webhook_attempt", "task_run", "event"] as const;

export const is_internal = (type: string): boolean => internal.some((subject) => type.startsWith(`${subject}.`));

/** For SQL: `event_type !~ …`. */
export const internal_types = `^(${internal.join("|")})\\.`;

/** What a webhook form offers. */
export const public_event_types = () => event_types().filter(({ type }) => !is_internal(type));

/** @throws DomainError 422 for a pattern that can never match: a typo would be a silent nothing */
export function check_patterns(patterns: readonly string[]): void {
  patterns.forEach((pattern, at) => {
    if (public_event_types().some(({ type }) => matches(pattern, type))) return;
    throw invalid(
      `event_types.${at}`,
      pattern,
      "matches no event type",
      "Choose one of GET /api/v1/webhook-event-types, such as ticket.created, ticket.* or *.",
    );
  });
}
