import { Button, LinkButton } from "~/components/button.tsx";
import { type FormError, FormErrors } from "~/components/form/form_errors.tsx";
import { FormActions } from "~/components/form/form_section.tsx";
import { TextField } from "~/components/form/text_field.tsx";
import { Icon } from "~/components/icon.tsx";
import { t } from "~/components/text.ts";
import MappingRows from "~/islands/MappingRows.tsx";
import { Csrf } from "../../../(_web)/admin_page.tsx";
import { failure_of, problem_of, value_of } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import type { State } from "../../../(_web)/state.ts";
import type { ImportData } from "./data.ts";
import { field_labels, mapped_fields, samples_by_column } from "./fields.ts";

/** Each field with the column that holds it; whatever the file does not have stays as it is. */
export function ColumnsStep(
  { data: { row, samples }, state, remembered }: { data: ImportData; state: State; remembered: boolean },
) {
  return (
    <form method="post" action={paths.admin.import(row.id)} class="panel">
      <Csrf state={state} />
      <div class="px-5 pt-5 grid gap-4">
        <FormErrors errors={mapping_errors(state)} />
        {remembered && (
          <p class="flex gap-2 text-sm">
            <Icon name="history" class="text-ink-3 mt-0.5" />
            {t("A file with these columns was imported before: the choices below are remembered from it.")}
          </p>
        )}
        <div class="grid gap-x-8 gap-y-4 lg:grid-cols-[320px_minmax(0,1fr)] pb-4">
          <TextField
            name="external_system"
            label={t("Billing system")}
            required
            maxLength={60}
            autocomplete="off"
            value={value_of(state, "external_system", row.external_system)}
            error={problem_of(state, "external_system")}
            hint={t("The same name for every file of that system.")}
          />
          <p class="text-sm text-ink-2 lg:pt-6">
            {t(
              "A customer is known again by this name and the customer id. What a row leaves empty, and what is not in the file, stays as it is here: nothing is erased.",
            )}
          </p>
        </div>
      </div>
      <MappingRows
        fields={mapped_fields(row, state, remembered)}
        columns={[...row.header]}
        samples={samples_by_column(samples, row.header)}
      />
      <div class="px-5">
        <FormActions note={t("The check writes nothing.")}>
          <LinkButton href={paths.admin.imports}>{t("Cancel")}</LinkButton>
          <Button variant="primary" icon="list-checks" name="action" value="check_columns">
            {t("Check the file")}
          </Button>
        </FormActions>
      </div>
    </form>
  );
}

function mapping_errors(state: State): FormError[] {
  const failure = failure_of(state);
  if (!failure) return [];
  const labels = field_labels();
  if (failure.error.details.length === 0) return [{ message: failure.error.message }];
  return failure.error.details.map(({ field, message, remedy }) => {
    const name = field.replace(/^mapping\./, "");
    const said = [message.replace(/\.$/, ""), remedy].filter(Boolean).join(". ");
    if (field === "external_system") return { field, label: t("Billing system"), message: said };
    return labels[name] ? { field, label: labels[name], message: said } : { message: `${field}: ${said}` };
  });
}
