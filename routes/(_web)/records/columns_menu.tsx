/** The reader's choice of columns. It lives in the address like everything else of a list. */
import { Button } from "~/components/button.tsx";
import { Menu } from "~/components/menu.tsx";
import { t } from "~/components/text.ts";
import type { Entity } from "~/domain/kernel/entity.ts";
import { choosable, shown_columns } from "./columns.ts";
import { field_label } from "./labels.ts";
import { kept, type ListState, with_changes } from "./list_state.ts";

const columns_form = "columns-form";

export function ColumnChooser({ entity, list }: { entity: Entity; list: ListState }) {
  const shown = new Set(shown_columns(entity, list.columns).map((column) => column.name));
  return (
    <Menu id="columns" label={t("Columns")} icon="columns-3" variant="ghost" size="sm">
      <div class="grid gap-1 p-2 sm:w-[240px]">
        <div class="grid max-h-[300px] overflow-y-auto">
          {choosable(entity).map((column) => (
            <label key={column.name} class="tick">
              <input
                type="checkbox"
                class="check-box"
                name="columns"
                value={column.name}
                form={columns_form}
                checked={shown.has(column.name)}
              />
              {field_label(column)}
            </label>
          ))}
        </div>
        <Button variant="primary" size="sm" form={columns_form}>{t("Show these columns")}</Button>
        {list.columns && (
          <a class="btn btn-ghost btn-sm" href={with_changes(list, { columns: null })}>{t("As declared")}</a>
        )}
      </div>
    </Menu>
  );
}

/** The chooser stands inside the filter's form, and forms do not nest: its boxes belong to this one. */
export function ColumnsForm({ list }: { list: ListState }) {
  const keep = kept(list, (name) => name === "columns");
  return (
    <form id={columns_form} method="get" action={list.path} hidden>
      {Object.entries(keep).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
    </form>
  );
}
