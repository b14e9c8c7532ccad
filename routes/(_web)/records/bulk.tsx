/** What a derived list offers for many rows at once: changing choices and references, deleting, taking that back. */
import { Button } from "~/components/button.tsx";
import { Dialog } from "~/components/dialog.tsx";
import { SelectField } from "~/components/form/select_field.tsx";
import { Icon } from "~/components/icon.tsx";
import { BulkBar } from "~/components/list/bulk_bar.tsx";
import { command } from "~/components/menu.tsx";
import { t } from "~/components/text.ts";
import type { Entity } from "~/domain/kernel/entity.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import type { Field } from "~/domain/kernel/fields.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import Typeahead from "~/islands/Typeahead.tsx";
import type { Toast } from "../flash.ts";
import { text_of } from "../forms.ts";
import { paths } from "../paths.ts";
import type { RecordKind } from "./entity_of.ts";
import { choice_label, field_label } from "./labels.ts";
import { resolve_text } from "./lookup.ts";

export const bulk_form = "bulk";

export const bulk_fields = (entity: Entity): Field[] =>
  entity.columns.filter((column) =>
    (column.kind === "choice" || column.kind === "ref") && !column.readonly && !column.create_only && !column.secret
  );

const field_name = (column: Field): string => `set.${column.name}`;
const emptied = "null";

export function RecordBulkBar(
  { kind, action, fields }: { kind: RecordKind; action: string; fields: Record<string, string> },
) {
  const { entity, may } = kind;
  const changeable = may.update ? bulk_fields(entity) : [];
  return (
    <BulkBar id={bulk_form} action={action} actions={[]} fields={fields}>
      {changeable.length > 0 && (
        <>
          <button type="button" class="bulk-btn" {...command("bulk-change", "show-modal")}>
            <Icon name="pencil" />
            {t("Change…")}
          </button>
          <Dialog id="bulk-change" title={t("Change the selected rows")} lead={t("What stays empty stays as it is.")}>
            <div class="grid gap-4">
              {changeable.map((column) => <BulkField key={column.name} column={column} />)}
              <div class="flex justify-end gap-2">
                <Button type="button" {...command("bulk-change", "close")}>{t("Cancel")}</Button>
                <Button variant="primary" name="action" value="change">{t("Change")}</Button>
              </div>
            </div>
          </Dialog>
        </>
      )}
      {may.delete && (
        <>
          <button type="button" class="bulk-btn" {...command("bulk-delete", "show-modal")}>
            <Icon name="trash-2" />
            {t("Delete…")}
          </button>
          <Dialog
            id="bulk-delete"
            title={t("Delete the selected rows?")}
            lead={t("They leave all lists and stay in the history. They can be brought back.")}
          >
            <div class="flex justify-end gap-2">
              <Button type="button" {...command("bulk-delete", "close")}>{t("Cancel")}</Button>
              <Button variant="destroy" name="action" value="delete">{t("Delete")}</Button>
            </div>
          </Dialog>
        </>
      )}
    </BulkBar>
  );
}

function BulkField({ column }: { column: Field }) {
  const name = field_name(column);
  if (column.kind === "ref") {
    return <Typeahead source={paths.admin.lookup(column.reference ?? "")} name={name} label={field_label(column)} />;
  }
  const options = (column.choices ?? []).map((value) => ({ value, label: choice_label(value) }));
  return (
    <SelectField
      name={name}
      label={field_label(column)}
      empty={t("Unchanged")}
      options={column.nullable ? [...options, { value: emptied, label: t("(none)") }] : options}
    />
  );
}

const ids_of = (form: FormData): string[] => form.getAll("ids").filter((id) => typeof id === "string");

/** A toast travels in a cookie of 4 KB: the ids of more rows than this do not fit, and are brought back from the list of the deleted. */
const undo_limit = 40;

export async function change_many(tx: Tx, kind: RecordKind, form: FormData): Promise<Toast> {
  const { entity, rows } = kind;
  const changes: Record<string, string | null> = {};
  for (const column of bulk_fields(entity)) {
    const value = text_of(form, field_name(column));
    const typed = text_of(form, `${field_name(column)}_text`);
    if (value) changes[column.name] = value === emptied ? null : value;
    else if (typed && column.reference) {
      const found = await resolve_text(tx, column.reference, typed);
      if (!found) throw invalid(field_label(column), typed, "names no single record", "Type more of its name.");
      changes[column.name] = found.id;
    }
  }
  if (Object.keys(changes).length === 0) {
    throw invalid("changes", "", "names no field to change", "Choose at least one new value.");
  }
  const done = await rows.bulk_update(tx, ids_of(form), changes);
  return { tone: "ok", text: t.n(done.length, "One record changed.", "{n} records changed.") };
}

export async function delete_many(tx: Tx, kind: RecordKind, form: FormData, list_path: string): Promise<Toast> {
  const ids = [...new Set(ids_of(form))].sort();
  if (ids.length === 0 || ids.length > 200) {
    throw invalid("ids", ids.length, "must name 1 to 200 records", "Tick the rows first.");
  }
  for (const id of ids) await kind.rows.remove(tx, id);
  const undo = ids.length <= undo_limit && kind.may.update
    ? { undo: { action: list_path, fields: { action: "restore", ids: ids.join(",") } } }
    : {};
  return { tone: "ok", text: t.n(ids.length, "One record deleted.", "{n} records deleted."), ...undo };
}

export async function restore_many(tx: Tx, kind: RecordKind, form: FormData): Promise<Toast> {
  const ids = ids_of(form).flatMap((id) => id.split(",")).sort();
  if (ids.length === 0 || ids.length > 200) throw invalid("ids", ids.length, "must name 1 to 200 records");
  for (const id of ids) await kind.rows.update(tx, id, { is_active: true });
  return { tone: "ok", text: t.n(ids.length, "One record brought back.", "{n} records brought back.") };
}
