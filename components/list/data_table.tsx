import type { ComponentChildren } from "preact";
import { cx } from "../cx.ts";
import { Icon } from "../icon.tsx";
import { kept_drawings, raw_html } from "../kept_html.ts";
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
  /**
   * All that the cells depend on but the row itself: the reader's zone and rights, the clock, the columns. With it a row
   * that was drawn before is not drawn again.
   */
  drawn_for?: string;
}

const card_classes = {
  title: cx("card-title"),
  corner: cx("card-corner"),
  line: cx("card-line"),
  meta: "", // what a cell is that says nothing else: of all kinds the most frequent
  fact: cx("card-fact"),
  hide: cx("card-hide"),
};

/** A column with what all its cells have in common, worked out once: a list has four hundred cells. */
interface Drawn<Row> extends Column<Row> {
  title: boolean;
  look: string | undefined;
  /** Shown before the value on a phone. */
  said: string | undefined;
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const title_at = Math.max(0, props.columns.findIndex((column) => column.card === "title"));
  const columns = props.columns.map((column, at) => drawn(column, at === title_at));
  return (
    <div
      class={cx("table-wrap", props.wide && "table-wide")}
      {...(props.wide ? { tabIndex: 0, role: "region", "aria-label": props.caption } : {})}
    >
      <table class="data cards" data-list>
        <caption class="sr-only">{props.caption}</caption>
        <thead>
          <tr>
            {props.bulk && (
              <th scope="col" class="w-9">
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
            {columns.map(heading)}
          </tr>
        </thead>
        <tbody>{table_rows(columns, props)}</tbody>
      </table>
    </div>
  );
}

function drawn<Row>(column: Column<Row>, title: boolean): Drawn<Row> {
  const place = column.card ?? (title ? "title" : "fact");
  return {
    ...column,
    title,
    look: cx(card_classes[place], column.align === "end" && "text-right", column.class) || undefined,
    said: place === "fact" ? column.label : undefined,
  };
}

// Functions, not components: what Preact keeps for each component costs more than a cell's own markup.

function heading<Row>({ label, sort, align, class: extra }: Column<Row>) {
  const look = cx(align === "end" && "text-right", extra) || undefined;
  if (!sort) return <th scope="col" class={look}>{label}</th>;
  const { href, direction } = sort;
  return (
    <th scope="col" class={look} aria-sort={direction}>
      <a href={href} class="sort">
        {label}
        <Icon
          name={direction === "ascending" ? "arrow-up" : direction === "descending" ? "arrow-down" : "chevrons-up-down"}
        />
      </a>
    </th>
  );
}

function table_rows<Row>(columns: Drawn<Row>[], table: DataTableProps<Row>) {
  const { rows, drawn_for, selected, bulk = "" } = table;
  if (!drawn_for || selected?.length) return rows.map((row) => table_row(row, columns, table));
  const kept = kept_drawings(`row ${table.caption} ${bulk} ${drawn_for}`);
  return raw_html(rows.map((row) => kept(JSON.stringify(row), () => table_row(row, columns, table))).join(""));
}

/** The key holds a row to its ticks and its focus when a refresh puts others before it. The end of a UUID is chance enough to tell the rows of a page apart. */
function table_row<Row>(row: Row, columns: Drawn<Row>[], table: DataTableProps<Row>) {
  const id = table.row_id(row);
  const href = table.row_href?.(row);
  return (
    <tr key={id.length === 36 ? id.slice(-12) : id}>
      {table.bulk && (
        <td>
          <input
            type="checkbox"
            class="check-box row-pick"
            name="ids"
            value={id}
            form={table.bulk}
            checked={table.selected?.includes(id) ?? false}
            aria-label={t("Select {row}", { row: table.row_label?.(row) ?? id })}
          />
        </td>
      )}
      {columns.map((column) => cell(column, row, href))}
    </tr>
  );
}

function cell<Row>({ look, said, title, cell: content }: Drawn<Row>, row: Row, href: string | undefined) {
  const shown = content(row);
  return (
    <td class={look} data-label={said}>
      {title && href ? <a href={href} class="row-link">{shown}</a> : shown}
    </td>
  );
}
