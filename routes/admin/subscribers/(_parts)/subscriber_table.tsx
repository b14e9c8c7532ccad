import { StatusBadge } from "~/components/badge.tsx";
import { TitleCell, TwoLines } from "~/components/list/cells.tsx";
import { type Column, DataTable } from "~/components/list/data_table.tsx";
import { PhoneLink } from "~/components/contact_links.tsx";
import { t } from "~/components/text.ts";
import { find_entity } from "~/domain/kernel/entity.ts";
import { paths } from "../../../(_web)/paths.ts";
import { choice_label, choice_tone } from "../../../(_web)/records/labels.ts";
import { type ListState, sort_of } from "../../../(_web)/records/list_state.ts";
import type { RecordRow } from "../../../(_web)/records/list_table.tsx";
import { Nothing } from "../../../(_web)/records/value.tsx";

/** What the table reads of a subscriber. */
export const table_columns = [
  "name",
  "status",
  "service_plan",
  "service_speed",
  "site_id",
  "phone",
  "account_number",
];

const said = (row: RecordRow, name: string): string => typeof row[name] === "string" ? row[name] : "";

export function SubscriberTable(
  { rows, list, bulk, selected }: {
    rows: readonly RecordRow[];
    list: ListState;
    bulk: string | null;
    selected: string[];
  },
) {
  const entity = find_entity("subscriber");
  const name = entity?.column("name");
  const sort = entity && name ? sort_of(entity, list, name) : undefined;
  const columns: Column<RecordRow>[] = [
    {
      key: "name",
      label: t("Subscriber"),
      card: "title",
      ...(sort ? { sort } : {}),
      cell: (row) =>
        TitleCell({
          number: said(row, "number"),
          title: said(row, "name"),
          marks: row.is_active ? undefined : <StatusBadge tone="neutral" label={t("Deleted")} />,
        }),
    },
    {
      key: "status",
      label: t("Status"),
      card: "corner",
      cell: (row) => StatusBadge({ tone: choice_tone(said(row, "status")), label: choice_label(said(row, "status")) }),
    },
    {
      key: "plan",
      label: t("Plan"),
      cell: (row) =>
        said(row, "service_plan")
          ? TwoLines({ main: said(row, "service_plan"), sub: said(row, "service_speed") })
          : <Nothing />,
    },
    {
      key: "site",
      label: t("Service address"),
      card: "line",
      cell: (row) => said(row, "site_label") ? <span class="cell-text">{said(row, "site_label")}</span> : <Nothing />,
    },
    {
      key: "phone",
      label: t("Phone"),
      cell: (row) => said(row, "phone") ? <PhoneLink e164={said(row, "phone")} /> : <Nothing />,
    },
    {
      key: "account",
      label: t("Account"),
      cell: (row) => said(row, "account_number") ? <span class="fig">{said(row, "account_number")}</span> : <Nothing />,
    },
  ];
  return (
    <DataTable
      caption={t("Subscribers")}
      columns={columns}
      rows={[...rows]}
      row_id={(row) => row.id}
      row_href={(row) => paths.admin.subscriber(row.id)}
      row_label={(row) => said(row, "name")}
      {...(bulk ? { bulk } : {})}
      selected={selected}
      drawn_for="subscribers"
    />
  );
}
