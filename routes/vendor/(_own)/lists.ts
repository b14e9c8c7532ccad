/** What a contractor's pages ask for: everything through the managers, under the contractor's own scope. */
import type { Entity } from "~/domain/kernel/entity.ts";
import { parse_list } from "~/domain/kernel/list_query.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { project, projects } from "~/domain/projects/mod.ts";
import { work_order, work_orders } from "~/domain/work_orders/mod.ts";

const query = (entity: unknown, asked: Record<string, string>) =>
  parse_list(entity as Entity, new URLSearchParams({ labels: "true", ...asked }));

/** Jobs with a window that are not over, the next first. */
export const coming_jobs = (tx: Tx, limit = 50) =>
  work_orders.list(
    tx,
    query(work_order, {
      status: "scheduled,dispatched,in_progress",
      order_by: "scheduled_start",
      order_dir: "asc",
      limit: String(limit),
    }),
  );
export type Job = Awaited<ReturnType<typeof coming_jobs>>["items"][number];

/** Given to the contractor, and no day is named yet. */
export const undated_jobs = (tx: Tx, limit = 20) =>
  work_orders.list(tx, query(work_order, { status: "draft", limit: String(limit) }));

export const past_jobs = (tx: Tx, limit: number, offset = "0") =>
  work_orders.list(
    tx,
    query(work_order, {
      status: "completed,canceled",
      order_by: "scheduled_start",
      order_dir: "desc",
      limit: String(limit),
      offset,
    }),
  );

export const projects_in = (tx: Tx, statuses: string, limit: number, offset = "0") =>
  projects.list(tx, query(project, { status: statuses, limit: String(limit), offset }));
export type OwnProject = Awaited<ReturnType<typeof projects_in>>["items"][number];
