import { Progress } from "~/components/progress.tsx";
import { Panel } from "~/components/panel.tsx";
import { number_text } from "~/components/number_text.ts";
import { t } from "~/components/text.ts";
import TimedRefresh from "~/islands/TimedRefresh.tsx";
import { csrf_field } from "../../../(_web)/csrf.ts";
import { paths } from "../../../(_web)/paths.ts";
import type { State } from "../../../(_web)/state.ts";
import type { ImportData } from "./data.ts";

/** How far it is. First the file is read, then its rows are judged or written; both are one bar. */
export function RunningStep({ data: { row }, state, url }: { data: ImportData; state: State; url: URL }) {
  const reading = row.rows_total === null;
  const label = reading
    ? t("Reading the file")
    : row.status === "checking"
    ? t("Comparing with what is here")
    : t("Writing customers");
  return (
    <Panel class="p-5 max-w-[720px] grid gap-3">
      <Progress
        label={row.cancel_requested ? t("Stopping after the rows in hand") : label}
        done={reading ? row.rows_read : row.rows_done}
        {...(row.rows_total ? { total: row.rows_total } : {})}
        detail={reading
          ? t("{n} rows read", { n: number_text(row.rows_read) })
          : t("{done} of {total} rows", { done: number_text(row.rows_done), total: number_text(row.rows_total ?? 0) })}
        {...(row.cancel_requested
          ? {}
          : { cancel: { action: paths.admin.import(row.id), fields: { [csrf_field]: state.csrf, action: "cancel" } } })}
      />
      <p class="text-sm text-ink-2">
        {t("It goes on when you close this page. What is written by the time it is stopped stays.")}
      </p>
      <TimedRefresh seconds={1} href={url.pathname} />
    </Panel>
  );
}
