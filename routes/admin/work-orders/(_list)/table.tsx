/** The table of work orders: what a dispatcher plans by. */

import { StatusBadge } from "~/components/badge.tsx";
import { TitleCell, TwoLines } from "~/components/list/cells.tsx";
import { type Column, DataTable } from "~/components/list/data_table.tsx";
import { PriorityMark } from "~/components/priority_mark.tsx";
import { FaceInList } from "~/components/list/marks.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { WindowCell } from "~/components/work/window_mark.tsx";
import { duration_text } from "~/components/work/window_text.ts";
import { order_columns } from "~/domain/kernel/list_query.ts";
import { paths } from "../../../(_web)/paths.ts";
import { choice_label, choice_tone } from "../../../(_web)/records/labels.ts";
import { sort_of } from "../../../(_web)/records/list_state.ts";
import { type Reading, reading_key } from "../../../(_web)/records/value.tsx";
import type { OrderRow, OrdersData } from "./read.ts";

/** Columns by the field that they tell of, as the address and saved views name them. */
const usual = [
  "subscriber_id",
  "work_type",
  "status",
  "priority",
  "scheduled_start",
  "technician",
  "updated_at",
] as const;
const further = ["estimated_duration_minutes", "completed_at", "created_at"] as const;
export const order_columns_shown: readonly string[] = [...usual, ...further];
export const shown_columns = (chosen: readonly string[] | null): readonly string[] =>
  chosen ? order_columns_shown.filter((name) => name === "technician" || chosen.includes(name)) : usual;

export const column_label = (name: string): string => labels[name]?.() ?? name;
const labels: Record<string, () => string> = {
  subscriber_id: () => t("Customer and site"),
  work_type: () => t("Type"),
  status: () => t("Status"),
  priority: () => t("Priority"),
  scheduled_start: () => t("Window"),
  technician: () => t("Technician"),
  updated_at: () => t("Updated"),
  estimated_duration_minutes: () => t("Duration"),
  completed_at: () => t("Completed"),
  created_at: () => t("Created"),
};

export function OrderTable({ data: { kind, list, found, technicians }, read, bulk, selected }: {
  data: OrdersData;
  read: Reading;
  bulk: string | null;
  selected: string[];
}) {
  const sorted = (name: string) => {
    const column = order_columns(kind.entity).find((each) => each.name === name);
    const sort = column && sort_of(kind.entity, list, column);
    return sort ? { sort } : {};
  };
  const cells = cells_of(read, technicians);
  const others = shown_columns(list.columns).flatMap((name): Column<OrderRow>[] => {
    const cell = cells[name];
    return cell ? [{ key: name, label: column_label(name), ...sorted(name), ...cell }] : [];
  });
  return (
    <DataTable
      caption={t("Work orders")}
      columns={[{
        key: "number",
        label: t("Work order"),
        ...sorted("number"),
        card: "title",
        cell: (row) => <Title row={row} />,
      }, ...others]}
      rows={found.items}
      row_id={(row) => row.id}
      row_href={(row) => paths.admin.work_order(row.id)}
      row_label={(row) => `${row.number} ${row.title}`}
      {...(bulk ? { bulk } : {})}
      selected={selected}
      wide={others.length > 8}
      drawn_for={reading_key(read, [JSON.stringify([...technicians]), ...others.map((column) => column.key)])}
    />
  );
}

const Title = ({ row }: { row: OrderRow }) => (
  <TitleCell
    number={row.number ?? ""}
    title={row.title}
    {...(row.is_active ? {} : { marks: <StatusBadge tone="neutral" label={t("Deleted")} /> })}
  />
);

type Cells = Record<string, Omit<Column<OrderRow>, "key" | "label" | "sort">>;

const cells_of = ({ now, zone }: Reading, technicians: OrdersData["technicians"]): Cells => ({
  subscriber_id: {
    card: "line",
    cell: (row) =>
      row.subscriber_label
        ? TwoLines({ main: row.subscriber_label, sub: row.site_label })
        : <span class="text-ink-3">{row.site_label ?? t("no customer")}</span>,
  },
  work_type: { card: "meta", cell: (row) => choice_label(row.work_type) },
  status: {
    card: "corner",
    cell: (row) => StatusBadge({ tone: choice_tone(row.status), label: choice_label(row.status) }),
  },
  priority: { card: "meta", cell: (row) => PriorityMark(row) },
  scheduled_start: { card: "meta", class: "text-sm", cell: (row) => <WindowCell row={row} now={now} zone={zone} /> },
  technician: {
    card: "meta",
    cell: (row) =>
      technicians.has(row.id)
        ? FaceInList({ name: technicians.get(row.id) ?? "" })
        : <span class="stamp">{t("nobody")}</span>,
  },
  updated_at: {
    card: "hide",
    align: "end",
    class: "stamp",
    cell: (row) => Time({ at: row.updated_at, now, zone }),
  },
  estimated_duration_minutes: {
    card: "hide",
    align: "end",
    class: "fig",
    cell: (row) => duration_text(row.estimated_duration_minutes),
  },
  completed_at: {
    card: "hide",
    class: "stamp",
    cell: (row) => row.completed_at ? <Time at={row.completed_at} now={now} zone={zone} /> : null,
  },
  created_at: {
    card: "hide",
    class: "stamp",
    cell: (row) => Time({ at: row.created_at, now, zone }),
  },
});
