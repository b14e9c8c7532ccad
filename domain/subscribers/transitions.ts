import { declare_event } from "~/domain/kernel/events.ts";
import { transitions } from "~/domain/kernel/transitions.ts";
import { subscriber } from "./subscriber.ts";

declare_event("subscriber.activated", "A subscriber's service is on, for the first time or again.");
declare_event("subscriber.suspended", "A subscriber's service is held back, as a rule for an unpaid bill.");
declare_event("subscriber.terminated", "A subscriber has left.");

const update = "subscribers:update";

/**
 * What people and integrations may do by hand. The billing system is not bound by it: it tells what is, so sync takes over any state it names and
 * keeps the stamps and events of this table (sync/merge.ts).
 */
export const subscriber_moves = transitions(subscriber, "status", [
  {
    from: "pending",
    to: "active",
    label: "Activate",
    permission: update,
    stamp: "activated_at",
    emit: "subscriber.activated",
  },
  {
    from: "active",
    to: "suspended",
    label: "Suspend",
    permission: update,
    stamp: "suspended_at",
    emit: "subscriber.suspended",
  },
  {
    from: "suspended",
    to: "active",
    label: "Lift suspension",
    permission: update,
    clear: ["suspended_at"],
    emit: "subscriber.activated",
  },
  {
    from: "pending",
    to: "terminated",
    label: "Terminate",
    permission: update,
    stamp: "terminated_at",
    emit: "subscriber.terminated",
  },
  {
    from: "active",
    to: "terminated",
    label: "Terminate",
    permission: update,
    stamp: "terminated_at",
    emit: "subscriber.terminated",
  },
  {
    from: "suspended",
    to: "terminated",
    label: "Terminate",
    permission: update,
    stamp: "terminated_at",
    emit: "subscriber.terminated",
  },
  {
    from: "terminated",
    to: "active",
    label: "Take back",
    permission: update,
    clear: ["suspended_at", "terminated_at"],
    emit: "subscriber.activated",
  },
]);
