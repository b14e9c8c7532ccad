/** The buttons of a job, live or disabled with their reason, from the table that the verbs obey. */
import { type Actor, can } from "~/domain/kernel/actor.ts";
import { work_order_moves } from "./transitions.ts";
import type { WorkOrder } from "./work_orders.ts";

export type WorkOrderVerb = "schedule" | "unassign" | "dispatch" | "start" | "complete" | "cancel";

export interface WorkOrderAction {
  verb: WorkOrderVerb;
  label: string;
  permission: string;
  reason: string | null;
}

const verbs: Record<string, WorkOrderVerb> = {
  scheduled: "schedule",
  draft: "unassign",
  dispatched: "dispatch",
  in_progress: "start",
  completed: "complete",
  canceled: "cancel",
};

/** @param own whether the job is the actor's own (`is_own`) */
export function work_order_actions(actor: Actor, row: WorkOrder, own: boolean): WorkOrderAction[] {
  const moves = work_order_moves.moves.filter((move) => move.from === row.status);
  const actions = moves.flatMap((move): WorkOrderAction[] => {
    const verb = verbs[move.to];
    return verb
      ? [{ verb, label: move.label, permission: move.permission, reason: reason(actor, move.permission, own) }]
      : [];
  });
  // Another window is no other state, but it is a button.
  return row.status === "scheduled"
    ? [{
      verb: "schedule",
      label: "Reschedule",
      permission: "work-orders:dispatch",
      reason: reason(actor, "work-orders:dispatch", own),
    }, ...actions]
    : actions;
}

function reason(actor: Actor, key: string, own: boolean): string | null {
  if (!can(actor, key)) return `It takes the permission ${key}.`;
  return key === "work-orders:execute" && !own && !can(actor, "work-orders:dispatch")
    ? "It is assigned to somebody else."
    : null;
}
