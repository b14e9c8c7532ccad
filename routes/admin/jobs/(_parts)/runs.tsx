import { StatusBadge } from "~/components/badge.tsx";
import { LinkButton } from "~/components/button.tsx";
import { type Column, DataTable } from "~/components/list/data_table.tsx";
import { Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { paths } from "../../../(_web)/paths.ts";
import { choice_label, choice_tone } from "../../../(_web)/records/labels.ts";
import type { JobsData, TaskRun } from "./data.ts";

export function Runs({ data: { runs, of_task, now }, zone }: { data: JobsData; zone: string }) {
  const columns: Column<TaskRun>[] = [
    {
      key: "task",
      label: t("Task"),
      card: "title",
      cell: (run) => (
        <span class="font-medium">{typeof run.task_label === "string" ? run.task_label : t("unnamed")}</span>
      ),
    },
    {
      key: "status",
      label: t("Status"),
      card: "corner",
      cell: (run) => <StatusBadge tone={choice_tone(run.status)} label={choice_label(run.status)} />,
    },
    { key: "result", label: t("Result"), card: "line", cell: (run) => <Result run={run} /> },
    { key: "took", label: t("Took"), align: "end", cell: (run) => <span class="fig">{took(run)}</span> },
    { key: "replica", label: t("Process"), class: "text-xs text-ink-3", cell: (run) => run.replica },
    {
      key: "at",
      label: t("Began"),
      class: "text-xs text-ink-3",
      cell: (run) => <Time at={run.started_at} now={now} zone={zone} />,
    },
  ];
  return (
    <Panel>
      <header id="runs" class="flex flex-wrap items-center gap-2 px-4 py-3">
        <h2 class="text-base font-semibold flex-1">
          {of_task ? t("Last runs of “{name}”", { name: of_task.name }) : t("Last runs")}
        </h2>
        {of_task && <LinkButton size="sm" icon="x" href={paths.admin.jobs}>{t("Runs of all tasks")}</LinkButton>}
      </header>
      {runs.items.length === 0
        ? <p class="px-4 pb-4 text-sm text-ink-2">{t("None yet.")}</p>
        : <DataTable caption={t("Last runs")} columns={columns} rows={[...runs.items]} row_id={(run) => run.id} />}
    </Panel>
  );
}

function Result({ run }: { run: TaskRun }) {
  if (run.error) return <span class="text-bad break-words">{run.error}</span>;
  if (!run.result || Object.keys(run.result).length === 0) return <span class="text-ink-3">{t("nothing to do")}</span>;
  return (
    <code class="text-xs break-words">
      {Object.entries(run.result).map(([name, value]) =>
        `${name}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`
      ).join(", ").slice(0, 300)}
    </code>
  );
}

function took({ started_at, finished_at }: TaskRun): string {
  if (!finished_at) return "–";
  const ms = Date.parse(finished_at) - Date.parse(started_at);
  return ms < 10_000 ? `${ms} ms` : `${Math.round(ms / 1000)} s`;
}
