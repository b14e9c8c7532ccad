import { Banner } from "~/components/banner.tsx";
import { Button, LinkButton } from "~/components/button.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { changes_nothing, type Figures, figures_of } from "~/components/imports/import_state.ts";
import { ProblemTable } from "~/components/imports/problem_table.tsx";
import { ReportFigures } from "~/components/imports/report_figures.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { Csrf } from "../../../(_web)/admin_page.tsx";
import { failure_of } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import type { State } from "../../../(_web)/state.ts";
import type { ImportData } from "./data.ts";
import { field_labels } from "./fields.ts";

/** What the check foretells, or what the import did, with every refused row and the way on. */
export function ResultStep({ data, state, url }: { data: ImportData; state: State; url: URL }) {
  const { row } = data;
  const figures = figures_of(row.report);
  const failure = failure_of(state);
  const here = paths.admin.import(row.id);
  return (
    <div class="grid gap-4">
      {failure && <FormErrors errors={[{ message: failure.error.message }]} />}
      <Verdict data={data} figures={figures} state={state} />
      {figures && (
        <Card title={row.status === "checked" ? t("What the import would do") : t("What the import did")}>
          <ReportFigures figures={figures} dry={row.status === "checked"} />
        </Card>
      )}
      {data.problem_count > 0 && (
        <ProblemTable
          problems={data.problems}
          count={data.problem_count}
          labels={field_labels()}
          csv_href={`${here}/problems.csv`}
          first_href={url.searchParams.has("after") ? here : undefined}
          next_href={data.more_after ? `${here}?after=${encodeURIComponent(data.more_after)}` : undefined}
        />
      )}
    </div>
  );
}

function Verdict({ data: { row }, figures, state }: { data: ImportData; figures: Figures | null; state: State }) {
  const customers = `${paths.admin.subscribers}?external_system=${encodeURIComponent(row.external_system)}`;
  const again = <LinkButton icon="upload" href={paths.admin.imports}>{t("Import another file")}</LinkButton>;
  const ways = row.is_active ? <Ways id={row.id} state={state} figures={figures} status={row.status} /> : undefined;
  switch (row.status) {
    case "completed": {
      const nothing = figures !== null && changes_nothing(figures);
      const title = nothing
        ? t("Nothing changed: everything was already as the file says")
        : t("The customers are imported");
      return (
        <Banner
          tone="ok"
          title={title}
          action={
            <span class="flex flex-wrap gap-2">
              {again}
              <LinkButton variant="primary" icon_end="arrow-right" href={customers}>
                {t("Customers of {system}", { system: row.external_system })}
              </LinkButton>
            </span>
          }
        />
      );
    }
    case "checked": {
      const nothing = figures !== null && changes_nothing(figures);
      return (
        <Banner
          tone={nothing ? "ok" : "info"}
          title={nothing
            ? t("Nothing would change: everything is already as the file says")
            : t("The file is checked; nothing is written yet")}
          action={ways}
        >
          {figures && figures.refused > 0 && (
            <p>
              {t.n(
                figures.refused,
                "One row is refused, the others can be imported.",
                "{n} rows are refused, the others can be imported.",
              )}
            </p>
          )}
        </Banner>
      );
    }
    case "failed":
      return (
        <Banner tone="danger" title={t("It stopped with an error")} action={ways}>
          <p>{row.error}</p>
        </Banner>
      );
    default:
      return (
        <Banner tone="warning" title={t("It was stopped")} action={ways}>
          <p>{t("What was written until then stays. It can go on where it stopped.")}</p>
        </Banner>
      );
  }
}

/** Back to the columns, look again, or write. */
function Ways({ id, state, figures, status }: { id: string; state: State; figures: Figures | null; status: string }) {
  const here = paths.admin.import(id);
  const taken = figures ? figures.rows - figures.refused - figures.repeated : 0;
  return (
    <form method="post" action={here} class="flex flex-wrap gap-2">
      <Csrf state={state} />
      <LinkButton icon="arrow-left" href={`${here}?step=columns`}>{t("Back to the columns")}</LinkButton>
      {status !== "checked" && <Button icon="list-checks" name="action" value="check">{t("Check the file")}</Button>}
      <Button
        variant="primary"
        icon="upload"
        name="action"
        value="run"
        disabled_reason={status === "checked" && taken === 0 ? t("No row of the file can be taken.") : undefined}
      >
        {status === "checked" ? t.n(taken, "Import one customer", "Import {n} customers") : t("Import")}
      </Button>
    </form>
  );
}
