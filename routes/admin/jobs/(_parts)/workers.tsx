import { StatusBadge } from "~/components/badge.tsx";
import { type Column, DataTable } from "~/components/list/data_table.tsx";
import { Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import type { JobsData } from "./data.ts";

type Worker = JobsData["workers"]["workers"]["events"] & { name: string };

/** The workers of the process that answers. Other replicas have their own. */
export function Workers({ data: { workers: { workers, last_tick_at }, now }, zone }: { data: JobsData; zone: string }) {
  const rows: Worker[] = Object.entries(workers).map(([name, state]) => ({ name, ...state }));
  const columns: Column<Worker>[] = [
    {
      key: "name",
      label: t("Worker"),
      card: "title",
      cell: (row) => <span class="font-medium">{t(names[row.name] ?? row.name)}</span>,
    },
    {
      key: "state",
      label: t("State"),
      card: "corner",
      cell: (row) =>
        row.failures > 0
          ? <StatusBadge tone="bad" label={t.n(row.failures, "One failed round", "{n} failed rounds")} />
          : row.busy
          ? <StatusBadge tone="primary" label={t("Busy")} />
          : <StatusBadge tone="ok" label={t("Ready")} />,
    },
    {
      key: "error",
      label: t("Last error"),
      card: "line",
      cell: (row) => row.last_error ? <span class="text-bad break-words">{row.last_error}</span> : "–",
    },
    {
      key: "done",
      label: t("Last round"),
      class: "text-xs text-ink-3",
      cell: (row) =>
        row.last_done_at ? <Time at={new Date(row.last_done_at).toISOString()} now={now} zone={zone} /> : t("none yet"),
    },
  ];
  return (
    <Panel>
      <header class="flex flex-wrap items-baseline gap-x-3 px-4 py-3">
        <h2 class="text-base font-semibold">{t("Workers of this process")}</h2>
        <p class="text-xs text-ink-3">
          {last_tick_at
            ? (
              <>
                {t("last tick of the clock")} <Time at={last_tick_at} now={now} zone={zone} />
              </>
            )
            : t("the clock has not ticked yet")}
        </p>
      </header>
      <DataTable caption={t("Workers of this process")} columns={columns} rows={rows} row_id={(row) => row.name} />
    </Panel>
  );
}

const names: Record<string, string> = {
  events: "Events",
  notifications: "Messages",
  webhooks: "Webhooks",
  imports: "Imports",
  tick: "Clock",
};
