/** One import from its columns to its report: the page follows the state, and the work goes on without it. */
import { page, type PageProps } from "fresh";
import { StatusBadge } from "~/components/badge.tsx";
import { LinkButton } from "~/components/button.tsx";
import { ImportSteps } from "~/components/imports/import_steps.tsx";
import { import_look } from "~/components/imports/import_state.ts";
import { PageHeader } from "~/components/page_header.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { cancel_import, check_import, run_import } from "~/domain/subscribers/mod.ts";
import { AdminPage } from "../../../(_web)/admin_page.tsx";
import { action, actions, go, reads } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { zone_of } from "../../../(_web)/records/zone.ts";
import { define, type State } from "../../../(_web)/state.ts";
import { ColumnsStep } from "../(_parts)/columns_step.tsx";
import { import_data, type ImportData, instructions_of } from "../(_parts)/data.ts";
import { ResultStep } from "../(_parts)/result_step.tsx";
import { RunningStep } from "../(_parts)/running_step.tsx";

export default define.page<typeof handler>(function ImportPage({ data, state, url }: PageProps<ImportData, State>) {
  const { row, step } = data;
  const finished = row.status === "completed";
  const by = typeof row.created_by_label === "string" ? row.created_by_label : t("the system");
  return (
    <AdminPage state={state} url={url} title={row.file_name} live={step === "columns" ? [] : [`import:${row.id}`]}>
      <PageHeader
        title={row.file_name}
        identity={
          <>
            <StatusBadge {...import_look(row.status)} />
            <span class="text-sm">
              {t("uploaded by {name}", { name: by })} <Time at={row.created_at} now={data.now} zone={zone_of(state)} />
            </span>
          </>
        }
        actions={step === "running"
          ? <LinkButton href={url.pathname} icon="refresh-cw">{t("Refresh")}</LinkButton>
          : undefined}
      />
      <ImportSteps
        now={step === "columns"
          ? "columns"
          : row.status === "checking" || row.status === "checked"
          ? "check"
          : "import"}
        finished={finished}
      />
      {step === "columns" && (
        <ColumnsStep data={data} state={state} remembered={url.searchParams.get("columns") === "remembered"} />
      )}
      {step === "running" && <RunningStep data={data} state={state} url={url} />}
      {step === "result" && <ResultStep data={data} state={state} url={url} />}
    </AdminPage>
  );
});

const show = reads<ImportData>("subscribers:import", async (tx, ctx) => {
  const data = await import_data(tx, ctx);
  ctx.state.title = data.row.file_name;
  return page(data);
});

export const handler = define.handlers({
  GET: show,
  POST: actions({
    check_columns: action(
      "subscribers:import",
      async (tx, ctx, form) =>
        go(ctx, paths.admin.import((await check_import(tx, ctx.params.id ?? "", instructions_of(form))).id)),
    ),
    check: action(
      "subscribers:import",
      async (tx, ctx) => go(ctx, paths.admin.import((await check_import(tx, ctx.params.id ?? "")).id)),
    ),
    run: action(
      "subscribers:import",
      async (tx, ctx) => go(ctx, paths.admin.import((await run_import(tx, ctx.params.id ?? "")).id)),
    ),
    cancel: action("subscribers:import", async (tx, ctx) => {
      const row = await cancel_import(tx, ctx.params.id ?? "");
      const text = row.status === "canceled" ? t("Stopped.") : t("Stops after the rows in hand.");
      return go(ctx, paths.admin.import(row.id), { tone: "info", text });
    }),
  }, show),
});
