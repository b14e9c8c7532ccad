import type { SubscriberImport } from "~/domain/subscribers/mod.ts";
import { StatusBadge } from "../badge.tsx";
import { TitleCell } from "../list/cells.tsx";
import { type Column, DataTable } from "../list/data_table.tsx";
import { t } from "../text.ts";
import { Time } from "../time.tsx";
import { figures_of, figures_text, import_look, is_running } from "./import_state.ts";

export type ImportRow = SubscriberImport & Record<string, unknown>;

export function ImportTable(
  { rows, href, now, zone }: { rows: readonly ImportRow[]; href: (id: string) => string; now: string; zone: string },
) {
  const columns: Column<ImportRow>[] = [
    { key: "file", label: t("File"), card: "title", cell: (row) => <TitleCell title={row.file_name} /> },
    { key: "status", label: t("Status"), card: "corner", cell: (row) => <StatusBadge {...import_look(row.status)} /> },
    { key: "system", label: t("Billing system"), cell: (row) => row.external_system },
    {
      key: "result",
      label: t("Result"),
      card: "line",
      cell: (row) => <span class="fig text-ink-2">{result_text(row)}</span>,
    },
    {
      key: "by",
      label: t("By"),
      cell: (row) => typeof row.created_by_label === "string" ? row.created_by_label : t("the system"),
    },
    {
      key: "at",
      label: t("Uploaded"),
      class: "text-xs text-ink-3",
      cell: (row) => <Time at={row.created_at} now={now} zone={zone} />,
    },
  ];
  return (
    <DataTable
      caption={t("Imports")}
      columns={columns}
      rows={[...rows]}
      row_id={(row) => row.id}
      row_href={(row) => href(row.id)}
      row_label={(row) => row.file_name}
    />
  );
}

function result_text(row: ImportRow): string {
  const figures = figures_of(row.report);
  if (is_running(row.status)) {
    return row.rows_total
      ? t("{done} of {total} rows", { done: row.rows_done, total: row.rows_total })
      : t.n(row.rows_read, "one row read", "{n} rows read");
  }
  if (figures) {
    return row.status === "checked"
      ? t("would be: {figures}", { figures: figures_text(figures) })
      : figures_text(figures);
  }
  return row.error ?? "–";
}
