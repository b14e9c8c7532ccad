/** Rows of a derived list as columns of the DataTable. */
import { StatusBadge } from "~/components/badge.tsx";
import { TitleCell } from "~/components/list/cells.tsx";
import { type Column, DataTable } from "~/components/list/data_table.tsx";
import { t } from "~/components/text.ts";
import type { Entity } from "~/domain/kernel/entity.ts";
import { paths } from "../paths.ts";
import { shown_columns } from "./columns.ts";
import { type AnyColumn, field_label, is_field, is_state_field, row_label } from "./labels.ts";
import { type ListState, sort_of } from "./list_state.ts";
import { Nothing, type Reading, reading_key, Value } from "./value.tsx";

export type RecordRow = { id: string; updated_at: string; is_active: boolean } & Record<string, unknown>;

export function RecordTable({ entity, rows, state, read, bulk, selected }: {
  entity: Entity;
  rows: readonly RecordRow[];
  state: ListState;
  read: Reading;
  /** Id of the bulk form; none where nothing may be done with many rows. */
  bulk: string | null;
  selected: string[];
}) {
  const others = shown_columns(entity, state.columns);
  const columns: Column<RecordRow>[] = [
    title_column(entity, state, read),
    ...others.map((column) => other_column(entity, column, state, read)),
  ];
  return (
    <DataTable
      caption={t(entity.plural)}
      columns={columns}
      rows={[...rows]}
      row_id={(row) => row.id}
      row_href={(row) => paths.admin.record(entity, row.id)}
      row_label={(row) => row_label(entity, row, read.zone)}
      {...(bulk ? { bulk } : {})}
      selected={selected}
      wide={columns.length > 9}
      drawn_for={reading_key(read, [entity.name, ...columns.map((column) => column.key)])}
    />
  );
}

const at_end: Pick<Column<RecordRow>, "align"> = { align: "end" };

function title_column(entity: Entity, state: ListState, read: Reading): Column<RecordRow> {
  const label_column = entity.column(entity.label_field);
  const sort = label_column && sort_of(entity, state, label_column);
  return {
    key: entity.label_field,
    label: label_column && label_column.kind !== "text" ? field_label(label_column) : t(entity.label),
    card: "title",
    ...(sort ? { sort } : {}),
    cell: (row) => Title({ entity, row, read }),
  };
}

function Title({ entity, row, read }: { entity: Entity; row: RecordRow; read: Reading }) {
  const column = entity.column(entity.label_field);
  const gone = row.is_active ? undefined : <StatusBadge tone="neutral" label={t("Deleted")} />;
  const number = typeof row.number === "string" ? row.number : undefined;
  // A time or a choice in the title's place keeps the look of its kind.
  if (column && ["timestamp", "choice", "integer"].includes(column.kind)) {
    return (
      <span class="block font-semibold">
        <Value column={column} row={row} read={read} links={false} /> {gone}
      </span>
    );
  }
  return (
    <TitleCell
      title={row_label(entity, row, read.zone)}
      {...(number ? { number } : {})}
      {...(gone ? { marks: gone } : {})}
    />
  );
}

function other_column(entity: Entity, column: AnyColumn, state: ListState, read: Reading): Column<RecordRow> {
  const sort = sort_of(entity, state, column);
  const is_base = !is_field(column);
  return {
    key: column.name,
    label: field_label(column),
    ...(sort ? { sort } : {}),
    ...(column.kind === "integer" || column.kind === "decimal" ? at_end : {}),
    card: is_base ? "hide" : is_state_field(column) ? "corner" : "fact",
    ...(is_base ? { class: "stamp" } : {}),
    cell: (row) =>
      column.kind === "text" || column.kind === "long_text"
        ? <span class="cell-text">{text_or_nothing(row[column.name])}</span>
        : Value({ column, row, read, brief: true }), // called, not rendered: half the cost of a cell
  };
}

const text_or_nothing = (value: unknown) =>
  value === null || value === undefined || value === "" ? <Nothing /> : String(value);
