/** Files of customers: choose one, and what became of those before. */
import { page, type PageProps } from "fresh";
import { type FormError, FormErrors } from "~/components/form/form_errors.tsx";
import { ImportTable } from "~/components/imports/import_table.tsx";
import { UploadForm } from "~/components/imports/upload_form.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { Pager } from "~/components/list/pager.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { entity_by_path } from "~/domain/kernel/entity.ts";
import { type FieldProblem, invalid } from "~/domain/kernel/errors.ts";
import type { Page } from "~/domain/kernel/manager.ts";
import { read_setting } from "~/domain/kernel/settings.ts";
import {
  external_system_schema,
  import_max_mb,
  imports,
  type SubscriberImport,
  upload_import,
} from "~/domain/subscribers/mod.ts";
import { AdminPage, Csrf } from "../../(_web)/admin_page.tsx";
import { text_of } from "../../(_web)/forms.ts";
import { action, actions, failure_of, go, problem_of, reads, value_of } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { count_text } from "../../(_web)/records/list_page.tsx";
import { type ListState, next_href, previous_href, read_list_state } from "../../(_web)/records/list_state.ts";
import { zone_of } from "../../(_web)/records/zone.ts";
import { define, type State } from "../../(_web)/state.ts";

interface ImportsData {
  found: Page<SubscriberImport>;
  list: ListState;
  max_mb: number;
  now: string;
}

export default define.page<typeof handler>(
  function ImportsPage({ data: { found, list, max_mb, now }, state, url }: PageProps<ImportsData, State>) {
    const failure = failure_of(state);
    return (
      <AdminPage state={state} url={url} title={t("Imports")} live={["imports"]}>
        <PageHeader
          title={t("Imports")}
          count={count_text(found)}
          lead={t(
            "Customers from a billing system's export. The same file may be sent again and again: only what differs is written.",
          )}
        />
        {failure && (
          <FormErrors
            errors={failure.error.details.length
              ? failure.error.details.map((each) => error_line(each))
              : [{ message: failure.error.message }]}
          />
        )}
        <div class="grid gap-4">
          <UploadForm
            max_mb={max_mb}
            system={value_of(state, "external_system", "")}
            problems={{ file: problem_of(state, "file"), external_system: problem_of(state, "external_system") }}
          >
            <Csrf state={state} />
          </UploadForm>
          <Panel>
            {found.items.length === 0
              ? (
                <EmptyState icon="file-spreadsheet" title={t("No file was imported yet")}>
                  {t("Export the customers of your billing system as CSV and choose the file above.")}
                </EmptyState>
              )
              : (
                <>
                  <ImportTable rows={found.items} href={paths.admin.import} now={now} zone={zone_of(state)} />
                  <Pager
                    from={list.at + 1}
                    to={list.at + found.items.length}
                    total={Math.max(found.count, list.at + found.items.length)}
                    more={found.count_capped}
                    previous_href={previous_href(list)}
                    next_href={next_href(list, found.next, found.items.length)}
                  />
                </>
              )}
          </Panel>
        </div>
      </AdminPage>
    );
  },
);

const labels: Record<string, string> = { file: "File of customers", external_system: "Billing system" };

function error_line({ field, message, remedy }: FieldProblem): FormError {
  const said = [message, remedy].filter(Boolean).join(". ");
  return labels[field] ? { field, label: t(labels[field]), message: said } : { message: `${field}: ${said}` };
}

const show = reads<ImportsData>("subscribers:import", async (tx, ctx) => {
  ctx.state.title = t("Imports");
  const entity = entity_by_path("imports");
  if (!entity) throw new Error("imports are declared no more");
  const list = read_list_state(entity, ctx.url, zone_of(ctx.state));
  const [found, max_mb] = await Promise.all([imports.list(tx, list.query), read_setting(tx, import_max_mb)]);
  return page({ found, list, max_mb, now: tx.now().toString() });
});

const upload = action("subscribers:import", async (tx, ctx, form) => {
  const file = form.get("file");
  if (!(file instanceof File) || (file.size === 0 && file.name === "")) {
    throw invalid("file", "", "is missing", "Choose the file that your billing system exported.");
  }
  const system = text_of(form, "external_system").trim();
  const read = external_system_schema.safeParse(system);
  if (system && !read.success) {
    throw invalid(
      "external_system",
      system,
      read.error.issues[0]?.message ?? "does not fit",
      "Write a short name such as splynx.",
    );
  }
  const uploaded = await upload_import(tx, {
    source: file.stream(),
    file_name: file.name,
    external_system: read.success ? read.data : null,
  });
  const from = uploaded.suggestion.remembered ? "?columns=remembered" : "";
  return go(ctx, paths.admin.import(uploaded.import.id) + from, {
    tone: "ok",
    text: t("The file is here. Say which column is what."),
  });
});

export const handler = define.handlers({ GET: show, POST: actions({ save: upload }, show) });
