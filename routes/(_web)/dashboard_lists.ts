import { open_statuses } from "~/domain/reports/mod.ts";
import { paths } from "./paths.ts";

/** Filters of the ticket list that hold what each figure of the start page counts. */
const open = { status: open_statuses.join(",") };
export const lists = {
  open,
  unassigned: { ...open, assigned_to_id: "null" },
  urgent: { ...open, priority: "urgent" },
  waiting: { status: "pending" },
} as const;

export const list_of = (filter: Record<string, string>): string =>
  `${paths.admin.tickets}?${new URLSearchParams(filter).toString().replaceAll("%2C", ",")}`;
