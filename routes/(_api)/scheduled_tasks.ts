import { change_task, run_task_now, scheduled_tasks, task_change, task_runs } from "~/domain/operations/mod.ts";
import { crud, nested } from "./crud.ts";
import { type Endpoint, param, verb } from "./endpoint.ts";

const tag = scheduled_tasks.entity.plural;
const returns = scheduled_tasks.entity.read;

export const scheduled_task_routes: Endpoint[] = [
  ...crud(scheduled_tasks),
  verb("PATCH", "/scheduled-tasks/{id}", {
    permission: "jobs:run",
    summary: "Switch a task on or off, or change its rhythm",
    tag,
    body: task_change,
    returns,
  }, (tx, { params, body }) => change_task(tx, param(params), body)),
  verb("POST", "/scheduled-tasks/{id}/run", {
    permission: "jobs:run",
    summary: "Run a task now",
    tag,
    returns,
    status: 202,
  }, (tx, { params }) => run_task_now(tx, param(params))),
  nested(scheduled_tasks.entity, "runs", task_runs, "task_id"),
];
