/** The desk's table: what an agent decides by, in the order of the decision. */
import { Badge, StatusBadge } from "~/components/badge.tsx";
import { RatingMark } from "~/components/form/rating.tsx";
import { TitleCell, TwoLines } from "~/components/list/cells.tsx";
import { type Column, DataTable } from "~/components/list/data_table.tsx";
import { t } from "~/components/text.ts";
import { PriorityMark } from "~/components/priority_mark.tsx";
import { due_state } from "~/components/tickets/due.ts";
import { DueInList, FaceInList } from "~/components/list/marks.tsx";
import { Time } from "~/components/time.tsx";
import { order_columns } from "~/domain/kernel/list_query.ts";
import { paths } from "../../../(_web)/paths.ts";
import { choice_label, choice_tone } from "../../../(_web)/records/labels.ts";
import { type ListState, sort_of } from "../../../(_web)/records/list_state.ts";
import type { RecordKind } from "../../../(_web)/records/entity_of.ts";
import { type Reading, reading_key } from "../../../(_web)/records/value.tsx";
import type { TicketRow } from "./read.ts";

/** Form of the rows' "Assign to me", which stands outside the table: fifty forms would be fifty tokens. */
export const take_form = "take";

/** Columns by the field that they tell of, as the address and saved views name them. */
const chosen_first = ["subscriber_id", "status", "priority", "due_at", "assigned_to_id", "updated_at"] as const;
const chosen_later = ["channel", "tags", "rating", "created_at"] as const;
export const desk_columns: readonly string[] = [...chosen_first, ...chosen_later];
export const shown_desk_columns = (chosen: readonly string[] | null): readonly string[] =>
  chosen ? desk_columns.filter((name) => chosen.includes(name)) : chosen_first;

export const column_label = (name: string): string => labels[name]?.() ?? name;
const labels: Record<string, () => string> = {
  subscriber_id: () => t("Customer and site"),
  status: () => t("Status"),
  priority: () => t("Priority"),
  due_at: () => t("Due"),
  assigned_to_id: () => t("Assignee"),
  updated_at: () => t("Updated"),
  channel: () => t("Channel"),
  tags: () => t("Tags"),
  rating: () => t("Rating"),
  created_at: () => t("Created"),
};

export function TicketTable({ kind, rows, list, read, bulk, selected, may_take }: {
  kind: RecordKind;
  rows: TicketRow[];
  list: ListState;
  read: Reading;
  bulk: string | null;
  selected: string[];
  may_take: boolean;
}) {
  const sorted = (name: string) => {
    const column = order_columns(kind.entity).find((each) => each.name === name);
    const sort = column && sort_of(kind.entity, list, column);
    return sort ? { sort } : {};
  };
  const cells = cells_of(read, may_take);
  const others = shown_desk_columns(list.columns).flatMap((name): Column<TicketRow>[] => {
    const cell = cells[name];
    return cell ? [{ key: name, label: column_label(name), ...sorted(name), ...cell }] : [];
  });
  return (
    <DataTable
      caption={t("Tickets")}
      columns={[{
        key: "number",
        label: t("Ticket"),
        ...sorted("number"),
        card: "title",
        cell: (row) => TitleCell({ number: row.number ?? "", title: row.subject, marks: deleted_mark(row) }),
      }, ...others]}
      rows={rows}
      row_id={(row) => row.id}
      row_href={(row) => paths.admin.ticket(row.id)}
      row_label={(row) => row.number ?? row.subject}
      {...(bulk ? { bulk } : {})}
      selected={selected}
      wide={others.length > 8}
      drawn_for={reading_key(read, [String(may_take), ...others.map((column) => column.key)])}
    />
  );
}

const deleted_mark = (row: TicketRow) =>
  row.is_active ? undefined : <StatusBadge tone="neutral" label={t("Deleted")} />;

/** The marks are called as the functions they are: as components they made a cell twice as dear. */
type Cells = Record<string, Omit<Column<TicketRow>, "key" | "label" | "sort">>;

const cells_of = ({ now, zone }: Reading, may_take: boolean): Cells => ({
  subscriber_id: {
    card: "line",
    cell: (row) =>
      row.subscriber_label
        ? TwoLines({ main: row.subscriber_label, sub: row.site_label })
        : <span class="text-ink-3">{t("no customer")}</span>,
  },
  status: {
    card: "corner",
    cell: (row) => StatusBadge({ tone: choice_tone(row.status), label: choice_label(row.status) }),
  },
  priority: { card: "meta", cell: (row) => PriorityMark(row) },
  due_at: { card: "meta", cell: (row) => due_cell(row, now, zone) },
  assigned_to_id: { card: "meta", cell: (row) => assignee_cell(row, may_take) },
  updated_at: {
    card: "meta",
    align: "end",
    class: "stamp",
    cell: (row) => Time({ at: row.updated_at, now, zone }),
  },
  channel: { card: "hide", cell: (row) => choice_label(row.channel) },
  tags: {
    card: "hide",
    cell: (row) => <span class="flex flex-wrap gap-1">{row.tags.map((tag) => <Badge key={tag}>{tag}</Badge>)}</span>,
  },
  rating: { card: "hide", cell: (row) => row.rating ? <RatingMark value={row.rating} /> : null },
  created_at: {
    card: "hide",
    class: "stamp",
    cell: (row) => Time({ at: row.created_at, now, zone }),
  },
});

function due_cell(row: TicketRow, now: string, zone: string) {
  const due = due_state(row, now, zone);
  return due ? DueInList(due) : <span class="stamp">{t("none")}</span>;
}

function assignee_cell(row: TicketRow, may_take: boolean) {
  if (row.assigned_to_id) return FaceInList({ name: row.assigned_to_label ?? t("unnamed") });
  const ended = ["resolved", "closed", "canceled"].includes(row.status);
  if (!may_take || ended) return <span class="stamp">{t("nobody")}</span>;
  return (
    <button
      type="submit"
      form={take_form}
      name="id"
      value={row.id}
      class="take"
      aria-label={t("Assign to me: {number}", { number: row.number ?? "" })}
    >
      {t("Assign to me")}
    </button>
  );
}
