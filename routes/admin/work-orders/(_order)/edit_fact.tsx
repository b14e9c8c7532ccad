/** A fact with its small form beside it: opens in place, works without a script, and says by its version what it was changed from. */
import { Button } from "~/components/button.tsx";
import { SelectField } from "~/components/form/select_field.tsx";
import { given, TextField } from "~/components/form/text_field.tsx";
import { Icon } from "~/components/icon.tsx";
import { t } from "~/components/text.ts";
import { can } from "~/domain/kernel/actor.ts";
import { Csrf } from "../../../(_web)/admin_page.tsx";
import { failure_of } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { to_text } from "../../../(_web)/records/form_values.ts";
import { choice_label, field_label } from "../../../(_web)/records/labels.ts";
import { form_errors } from "../../../(_web)/records/problems.ts";
import type { Reading } from "../../../(_web)/records/value.tsx";
import type { State } from "../../../(_web)/state.ts";
import type { inline_fields } from "./actions.ts";
import type { OrderData } from "./read.ts";

interface EditProps {
  data: OrderData;
  state: State;
  read: Reading;
  field: typeof inline_fields[number];
  /** Smaller, for the line above the title. */
  quiet?: boolean;
}

export function EditFact({ data: { kind, row }, state, read, field, quiet }: EditProps) {
  const column = kind.entity.column(field);
  if (!column || !can(read.actor, "work-orders:update") || !row.is_active) return null;
  const failure = failure_of(state);
  const failed = failure?.values.action === "edit" && failure.values.field === field ? failure : null;
  const value = failed ? failed.values[field] ?? "" : to_text(column, row[field], read.zone);
  const error = failed && failed.error.code !== "stale"
    ? form_errors(kind.entity, failed.error)[0]?.message
    : undefined;
  const label = field_label(column);
  const common = given({ name: field, label, error, required: true, hint: undefined, id: undefined, class: undefined });
  return (
    <details id={`edit-${field}`} class="min-w-0" open={failed !== null}>
      <summary
        class="btn btn-ghost btn-sm btn-icon"
        aria-label={t("Edit {field}", { field: label })}
        title={t("Edit {field}", { field: label })}
      >
        <Icon name="pencil" class={quiet ? "size-3.5" : "size-3.5 text-ink-3"} />
      </summary>
      <form method="post" action={paths.admin.work_order(row.id)} class="grid gap-2 py-2 min-w-[240px]" data-guard>
        <Csrf state={state} />
        <input type="hidden" name="action" value="edit" />
        <input type="hidden" name="field" value={field} />
        <input type="hidden" name="version" value={row.updated_at} />
        {column.choices
          ? (
            <SelectField
              small
              {...common}
              value={value}
              options={column.choices.map((choice) => ({ value: choice, label: choice_label(choice) }))}
            />
          )
          : column.kind === "integer"
          ? <TextField {...common} type="number" min={5} max={1440} step={5} value={value} />
          : <TextField {...common} value={value} maxLength={200} autocomplete="off" />}
        <span>
          <Button variant="primary" size="sm">{t("Save")}</Button>
        </span>
      </form>
    </details>
  );
}
