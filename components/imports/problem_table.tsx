import type { ImportProblem } from "~/domain/subscribers/mod.ts";
import { LinkButton } from "../button.tsx";
import { type Column, DataTable } from "../list/data_table.tsx";
import { number_text } from "../number_text.ts";
import { Panel } from "../panel.tsx";
import { t } from "../text.ts";

/** Every refused row: where it stands in the file, what it says, why it cannot be taken. */
export function ProblemTable({ problems, count, labels, csv_href, first_href, next_href }: {
  problems: readonly ImportProblem[];
  count: number;
  /** Words for the fields, by name. */
  labels: Readonly<Record<string, string>>;
  csv_href: string;
  /** Set on every page but the first. */
  first_href: string | undefined;
  next_href: string | undefined;
}) {
  const columns: Column<ImportProblem>[] = [
    {
      key: "line",
      label: t("Line"),
      card: "title",
      cell: (one) => (
        <span class="fig font-semibold">
          <span class="md:sr-only">{t("Line")}</span>
          {number_text(one.row)}
        </span>
      ),
    },
    { key: "customer", label: t("Customer id"), cell: (one) => one.external_id ?? "–" },
    {
      key: "field",
      label: t("Field"),
      class: "min-w-[130px]",
      cell: (one) => (
        <span class="block">
          {labels[one.field] ?? one.field}
          {one.column && <span class="block text-xs text-ink-3">{t("column {name}", { name: one.column })}</span>}
        </span>
      ),
    },
    {
      key: "value",
      label: t("Value"),
      class: "min-w-[130px]",
      cell: (one) =>
        one.value?.trim()
          ? <code class="text-xs break-words">{one.value}</code>
          : <span class="text-ink-3">{t("empty")}</span>,
    },
    {
      key: "reason",
      label: t("Why it is refused"),
      card: "line",
      cell: (one) => <span class="break-words">{one.message}</span>,
    },
  ];
  return (
    <Panel>
      <header class="flex flex-wrap items-center gap-2 px-4 py-3 border-b border-line">
        <h2 class="text-base font-semibold flex-1">{t.n(count, "One problem", "{n} problems")}</h2>
        <LinkButton size="sm" icon="download" href={csv_href} download>{t("All of them as CSV")}</LinkButton>
      </header>
      <DataTable
        caption={t("Problems of the file")}
        columns={columns}
        rows={[...problems]}
        row_id={(one) => `${one.row}-${one.field}`}
      />
      {(first_href || next_href) && (
        <nav class="flex justify-end gap-2 px-4 py-2.5 border-t border-line" aria-label={t("Pages")}>
          {first_href && <LinkButton size="sm" icon="chevron-left" href={first_href}>{t("First page")}</LinkButton>}
          {next_href && <LinkButton size="sm" icon_end="chevron-right" href={next_href}>{t("Next")}</LinkButton>}
        </nav>
      )}
    </Panel>
  );
}
