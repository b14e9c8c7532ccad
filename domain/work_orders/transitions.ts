/**
 * The life of a job. Every move has a verb of its own, because each writes more than the status: a window, an
 * assignment, a reason. Pages read the buttons from actions.ts, which reads this table.
 */
import { transitions } from "~/domain/kernel/transitions.ts";
import { work_order } from "./work_order.ts";

const dispatch = "work-orders:dispatch";
const execute = "work-orders:execute";

export const work_order_moves = transitions(work_order, "status", [
  { from: "draft", to: "scheduled", label: "Schedule", permission: dispatch, by_verb: true },
  { from: "draft", to: "canceled", label: "Cancel", permission: dispatch, by_verb: true },
  { from: "scheduled", to: "draft", label: "Take off the schedule", permission: dispatch, by_verb: true },
  { from: "scheduled", to: "dispatched", label: "Send to technician", permission: dispatch, by_verb: true },
  { from: "scheduled", to: "in_progress", label: "Start", permission: execute, stamp: "started_at", by_verb: true },
  { from: "scheduled", to: "canceled", label: "Cancel", permission: dispatch, by_verb: true },
  { from: "dispatched", to: "scheduled", label: "Reschedule", permission: dispatch, by_verb: true },
  { from: "dispatched", to: "draft", label: "Take off the schedule", permission: dispatch, by_verb: true },
  { from: "dispatched", to: "in_progress", label: "Start", permission: execute, stamp: "started_at", by_verb: true },
  { from: "dispatched", to: "canceled", label: "Cancel", permission: dispatch, by_verb: true },
  {
    from: "in_progress",
    to: "completed",
    label: "Complete",
    permission: execute,
    stamp: "completed_at",
    by_verb: true,
  },
]);
