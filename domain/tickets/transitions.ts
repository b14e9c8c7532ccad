import { transitions } from "~/domain/kernel/transitions.ts";
import { declare_event } from "~/domain/kernel/events.ts";
import { ticket } from "./ticket.ts";

declare_event("ticket.resolved", "A ticket was resolved.");
declare_event("ticket.reopened", "A resolved ticket was opened again, by the customer or by staff.");
declare_event("ticket.closed", "A ticket was closed for good.");
declare_event("ticket.canceled", "A ticket was canceled.");

const update = "tickets:update";
const resolve = "tickets:resolve";

export const ticket_moves = transitions(ticket, "status", [
  { from: "new", to: "open", label: "Open", permission: update },
  { from: "new", to: "pending", label: "Wait for customer", permission: update },
  { from: "new", to: "on_hold", label: "Put on hold", permission: update },
  { from: "new", to: "resolved", label: "Resolve", permission: resolve, stamp: "resolved_at", emit: "ticket.resolved" },
  { from: "new", to: "canceled", label: "Cancel", permission: update, stamp: "closed_at", emit: "ticket.canceled" },
  { from: "open", to: "pending", label: "Wait for customer", permission: update },
  { from: "open", to: "on_hold", label: "Put on hold", permission: update },
  {
    from: "open",
    to: "resolved",
    label: "Resolve",
    permission: resolve,
    stamp: "resolved_at",
    emit: "ticket.resolved",
  },
  { from: "open", to: "canceled", label: "Cancel", permission: update, stamp: "closed_at", emit: "ticket.canceled" },
  { from: "pending", to: "open", label: "Open", permission: update },
  { from: "pending", to: "on_hold", label: "Put on hold", permission: update },
  {
    from: "pending",
    to: "resolved",
    label: "Resolve",
    permission: resolve,
    stamp: "resolved_at",
    emit: "ticket.resolved",
  },
  { from: "on_hold", to: "open", label: "Open", permission: update },
  { from: "on_hold", to: "pending", label: "Wait for customer", permission: update },
  {
    from: "on_hold",
    to: "resolved",
    label: "Resolve",
    permission: resolve,
    stamp: "resolved_at",
    emit: "ticket.resolved",
  },
  {
    from: "resolved",
    to: "open",
    label: "Reopen",
    permission: update,
    clear: ["resolved_at"],
    emit: "ticket.reopened",
  },
  { from: "resolved", to: "closed", label: "Close", permission: resolve, stamp: "closed_at", emit: "ticket.closed" },
]);
