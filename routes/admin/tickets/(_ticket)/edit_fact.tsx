/** A fact with its small form beside it: opens in place, works without a script, and says by its version what it was changed from. */
import { Button } from "~/components/button.tsx";
import { DateTimeField } from "~/components/form/other_fields.tsx";
import { SelectField } from "~/components/form/select_field.tsx";
import { given, TextField } from "~/components/form/text_field.tsx";
import { Icon } from "~/components/icon.tsx";
import { t } from "~/components/text.ts";
import { can } from "~/domain/kernel/actor.ts";
import type { Field } from "~/domain/kernel/fields.ts";
import { Csrf } from "../../../(_web)/admin_page.tsx";
import { failure_of } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { to_text } from "../../../(_web)/records/form_values.ts";
import { choice_label, field_label } from "../../../(_web)/records/labels.ts";
import { form_errors } from "../../../(_web)/records/problems.ts";
import type { Reading } from "../../../(_web)/records/value.tsx";
import type { State } from "../../../(_web)/state.ts";
import type { inline_fields } from "./actions.ts";
import type { TicketData } from "./read.ts";

interface EditProps {
  data: TicketData;
  state: State;
  read: Reading;
  field: typeof inline_fields[number];
  /** An icon alone, for the line above the title. */
  quiet?: boolean;
}

export function EditFact({ data, state, read, field, quiet }: EditProps) {
  const { kind, row } = data;
  const column = kind.entity.column(field);
  const may = can(read.actor, field === "assigned_to_id" ? "tickets:assign" : "tickets:update");
  if (!column || !may || !row.is_active) return null;
  const failure = failure_of(state);
  const failed = failure?.values.action === "edit" && failure.values.field === field ? failure : null;
  const value = failed ? failed.values[field] ?? "" : to_text(column, row[field], read.zone);
  const error = failed && failed.error.code !== "stale"
    ? form_errors(kind.entity, failed.error)[0]?.message
    : undefined;
  const label = field_label(column);
  return (
    <details id={`edit-${field}`} class="min-w-0" open={failed !== null}>
      <summary
        class="btn btn-ghost btn-sm btn-icon"
        aria-label={t("Edit {field}", { field: label })}
        title={t("Edit {field}", { field: label })}
      >
        <Icon name="pencil" class={quiet ? "size-3.5" : "size-3.5 text-ink-3"} />
      </summary>
      <form
        method="post"
        action={paths.admin.ticket(row.id)}
        class={quiet ? "grid gap-2 py-2 w-full sm:w-[420px]" : "grid gap-2 py-2 min-w-[240px]"}
        data-hold
        data-draft
      >
        <Csrf state={state} />
        <input type="hidden" name="action" value="edit" />
        <input type="hidden" name="field" value={field} />
        <input type="hidden" name="version" value={row.updated_at} />
        <Control column={column} value={value} error={error} data={data} zone={read.zone} />
        <span>
          <Button variant="primary" size="sm">{t("Save")}</Button>
        </span>
      </form>
    </details>
  );
}

function Control(
  { column, value, error, data, zone }: {
    column: Field;
    value: string;
    error: string | undefined;
    data: TicketData;
    zone: string;
  },
) {
  const common = given({
    name: column.name,
    label: field_label(column),
    error,
    hint: undefined,
    required: undefined,
    id: undefined,
    class: undefined,
  });
  switch (column.name) {
    case "assigned_to_id": {
      const options = data.staff.map((person) => ({ value: person.id, label: person.display_name }));
      const gone = value !== "" && !options.some((option) => option.value === value);
      return (
        <SelectField
          small
          {...common}
          value={value}
          empty={t("Nobody")}
          options={gone ? [{ value, label: String(data.row.assigned_to_label ?? t("unnamed")) }, ...options] : options}
        />
      );
    }
    case "priority":
      return (
        <SelectField
          small
          {...common}
          value={value}
          options={(column.choices ?? []).map((choice) => ({ value: choice, label: choice_label(choice) }))}
        />
      );
    case "due_at":
      return <DateTimeField {...common} value={value} zone={zone} />;
    case "tags":
      return <TextField {...common} value={value} hint={t("Separated by commas")} autocomplete="off" />;
    default:
      return <TextField {...common} value={value} required maxLength={200} autocomplete="off" />;
  }
}
