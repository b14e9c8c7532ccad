/** The reader's choice of columns. It lives in the address like everything else of a list. */
import { Button } from "~/components/button.tsx";
import { pure } from "~/components/kept_html.ts";
import { Menu } from "~/components/menu.tsx";
import { t } from "~/components/text.ts";
import type { Entity } from "~/domain/kernel/entity.ts";
import { choosable, shown_columns } from "./columns.ts";
import { field_label } from "./labels.ts";
import { kept, type ListState, with_changes } from "./list_state.ts";

const columns_form = "columns-form";

export const ColumnChooser = ({ entity, list }: { entity: Entity; list: ListState }) => (
  <Chooser
    columns={choosable(entity).map((column) => ({ name: column.name, label: field_label(column) }))}
    shown={shown_columns(entity, list.columns).map((column) => column.name)}
    declared_href={list.columns ? with_changes(list, { columns: null }) : null}
  />
);

const Chooser = pure("columns", DrawnChooser);

function DrawnChooser({ columns, shown, declared_href }: {
  columns: readonly { name: string; label: string }[];
  shown: readonly string[];
  declared_href: string | null;
}) {
  return (
    <Menu id="columns" label={t("Columns")} icon="columns-3" variant="ghost" size="sm">
      <div class="grid gap-1 p-2 sm:w-[240px]">
        <div class="grid max-h-[300px] overflow-y-auto">
          {columns.map((column) => (
            <label key={column.name} class="tick">
              <input
                type="checkbox"
                class="check-box"
                name="columns"
                value={column.name}
                form={columns_form}
                checked={shown.includes(column.name)}
              />
              {column.label}
            </label>
          ))}
        </div>
        <Button variant="primary" size="sm" form={columns_form}>{t("Show these columns")}</Button>
        {declared_href && <a class="btn btn-ghost btn-sm" href={declared_href}>{t("As declared")}</a>}
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
