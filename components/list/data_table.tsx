import type { ComponentChildren } from "preact";
import { cx } from "../cx.ts";
import { Icon } from "../icon.tsx";
import { t } from "../text.ts";

export interface Column<Row> {
  key: string;
  label: string;
  cell: (row: Row) => ComponentChildren;
  /** Where a click on the heading leads, and how the list is sorted by it now. */
  sort?: { href: string; direction: "ascending" | "descending" | "none" };
  align?: "end";
  /** On a phone the row is a card: its title (the first column by default), its upper right corner, a line of its own, one mark among others in a line, a line with its label (the default), or left out. */
  card?: "title" | "corner" | "line" | "meta" | "fact" | "hide";
  class?: string;
}

export interface DataTableProps<Row> {
  /** What the rows are, for screen readers: "Tickets". */
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  row_id: (row: Row) => string;
  /** The page of a row; its link covers the row, so that a click anywhere opens it, also in a new tab. */
  row_href?: (row: Row) => string;
  row_label?: (row: Row) => string;
  /** Id of the BulkBar's form, which the ticks belong to as values `ids`. The rows stay free for forms of their own. */
  bulk?: string;
  selected?: string[];
  /** Many columns: the table scrolls in itself, sideways, too. */
  wide?: boolean;
}

const card_classes = {
  title: cx("card-title"),
  corner: cx("card-corner"),
  line: cx("card-line"),
  meta: cx("card-meta"),
  fact: cx("card-fact"),
  hide: cx("card-hide"),
};

export function DataTable<Row>(props: DataTableProps<Row>) {
  return (
    <div
      class={cx("table-wrap", props.wide && "table-wide")}
      {...(props.wide ? { tabIndex: 0, role: "region", "aria-label": props.caption } : {})}
    >
      <table class="data cards" role="table" data-list>
        <caption class="sr-only">{props.caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {props.bulk && (
              <th role="columnheader" scope="col" class="w-9">
                <span class="sr-only">{t("Select")}</span>
                {/* ticks rows, which takes a script: ListKeys brings it out */}
                <input
                  type="checkbox"
                  class="check-box js-pick-all"
                  aria-label={t("Select all rows on this page")}
                  hidden
                />
              </th>
            )}
            {props.columns.map((column) => <Heading key={column.key} column={column} />)}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {props.rows.map((row) => <DataRow key={props.row_id(row)} row={row} table={props} />)}
        </tbody>
      </table>
    </div>
  );
}

function Heading<Row>({ column }: { column: Column<Row> }) {
  const look = cx(column.align === "end" && "text-right", column.class);
  if (!column.sort) return <th role="columnheader" scope="col" class={look}>{column.label}</th>;
  const { href, direction } = column.sort;
  return (
    <th role="columnheader" scope="col" class={look} aria-sort={direction}>
      <a href={href} class="sort">
        {column.label}
        <Icon
          name={direction === "ascending" ? "arrow-up" : direction === "descending" ? "arrow-down" : "chevrons-up-down"}
        />
      </a>
    </th>
  );
}

function DataRow<Row>({ row, table }: { row: Row; table: DataTableProps<Row> }) {
  const id = table.row_id(row);
  const href = table.row_href?.(row);
  const label = table.row_label?.(row) ?? id;
  const title_at = Math.max(0, table.columns.findIndex((column) => column.card === "title"));
  return (
    <tr role="row" data-row={id}>
      {table.bulk && (
        <td role="cell" class="card-pick w-9">
          <input
            type="checkbox"
            class="check-box row-pick"
            name="ids"
            value={id}
            form={table.bulk}
            checked={table.selected?.includes(id) ?? false}
            aria-label={t("Select {row}", { row: label })}
          />
        </td>
      )}
      {table.columns.map((column, at) => {
        const place = column.card ?? (at === title_at ? "title" : "fact");
        return (
          <td
            role="cell"
            key={column.key}
            class={cx(card_classes[place], column.align === "end" && "text-right", column.class)}
            data-label={column.label}
          >
            {at === title_at && href ? <a href={href} class="row-link">{column.cell(row)}</a> : column.cell(row)}
          </td>
        );
      })}
    </tr>
  );
}
