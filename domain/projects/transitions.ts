import { declare_event } from "~/domain/kernel/events.ts";
import { transitions } from "~/domain/kernel/transitions.ts";
import { project } from "./project.ts";

declare_event("project.completed", "The work of a project is done.");
declare_event("project.canceled", "A project was called off.");

const update = "projects:update";
const done = { stamp: "completed_at", emit: "project.completed" };
const off = { label: "Cancel", permission: update, emit: "project.canceled" };

export const project_moves = transitions(project, "status", [
  { from: "planned", to: "active", label: "Start", permission: update },
  { from: "planned", to: "canceled", ...off },
  { from: "active", to: "on_hold", label: "Put on hold", permission: update },
  { from: "active", to: "completed", label: "Complete", permission: update, ...done },
  { from: "active", to: "canceled", ...off },
  { from: "on_hold", to: "active", label: "Go on", permission: update },
  { from: "on_hold", to: "canceled", ...off },
  { from: "completed", to: "active", label: "Take up again", permission: update, clear: ["completed_at"] },
]);
