/** The line above the desk's table: search, filters, columns and saved views. */
import { Button } from "~/components/button.tsx";
import { CheckboxField } from "~/components/form/choices.tsx";
import { SearchField } from "~/components/form/search_field.tsx";
import { TextField } from "~/components/form/text_field.tsx";
import { Icon } from "~/components/icon.tsx";
import { pure } from "~/components/kept_html.ts";
import { FilterBar } from "~/components/list/filter_bar.tsx";
import { Menu } from "~/components/menu.tsx";
import { t } from "~/components/text.ts";
import { type Actor, can } from "~/domain/kernel/actor.ts";
import { Csrf } from "../../../(_web)/admin_page.tsx";
import { paths } from "../../../(_web)/paths.ts";
import { asked_columns, asked_names, FilterChips, FilterFields } from "../../../(_web)/records/filters.tsx";
import { href_of, is_filtered, kept, type ListState, with_changes } from "../../../(_web)/records/list_state.ts";
import type { State } from "../../../(_web)/state.ts";
import type { DeskData } from "./read.ts";
import { column_label, desk_columns, shown_desk_columns } from "./table.tsx";
import { everything_href } from "./views.ts";

/** Filters that a desk asks for; the rest of the entity's stays in the address where a link puts it. */
const desk_filters = ["status", "priority", "subscriber_id", "assigned_to_id", "due_at", "rating", "created_at"];

export function DeskFilters(
  { data: { kind: { entity }, list, labels, tabs }, actor }: { data: DeskData; actor: Actor },
) {
  const columns = asked_columns(entity, actor).filter((column) => desk_filters.includes(column.name));
  const names = asked_names(columns);
  return (
    <FilterBar
      action={list.path}
      keep={kept(list, (name) => names.has(name) || /^due_at_lt$/.test(name))}
      search={<SearchField value={list.query.q ?? ""} placeholder={t("Number or subject…")} />}
      chips={
        <FilterChips entity={entity} state={tabs.current?.moving ? without_moments(list) : list} labels={labels} />
      }
      fields={<FilterFields columns={columns} state={list} labels={labels} />}
      tools={<ColumnChooser list={list} />}
      {...(is_filtered(entity, list) ? { clear_href: everything_href } : {})}
    />
  );
}

/** The tab says it; a chip with the second of this reading would say it worse. */
function without_moments(list: ListState): ListState {
  const search = new URLSearchParams([...list.search].filter(([name]) => !name.startsWith("due_at")));
  return { ...list, search };
}

const columns_form = "columns-form";

const ColumnChooser = ({ list }: { list: ListState }) => (
  <DeskColumns
    shown={shown_desk_columns(list.columns)}
    usual_href={list.columns ? with_changes(list, { columns: null }) : null}
  />
);

const DeskColumns = pure("desk columns", DrawnColumns);

function DrawnColumns({ shown, usual_href }: { shown: readonly string[]; usual_href: string | null }) {
  return (
    <Menu id="columns" label={t("Columns")} icon="columns-3" variant="ghost" size="sm">
      <div class="grid gap-1 p-2 sm:w-[240px]">
        {desk_columns.map((name) => (
          <label key={name} class="tick">
            <input
              type="checkbox"
              class="check-box"
              name="columns"
              value={name}
              form={columns_form}
              checked={shown.includes(name)}
            />
            {column_label(name)}
          </label>
        ))}
        <Button variant="primary" size="sm" form={columns_form}>{t("Show these columns")}</Button>
        {usual_href && <a class="btn btn-ghost btn-sm" href={usual_href}>{t("The usual ones")}</a>}
      </div>
    </Menu>
  );
}

/** Forms do not nest: the boxes of the chooser, which stands in the filter's form, belong to this one. */
export function ColumnsForm({ list }: { list: ListState }) {
  return (
    <form id={columns_form} method="get" action={list.path} hidden>
      {Object.entries(kept(list, (name) => name === "columns")).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </form>
  );
}

/** Keeps the list as it is now under a name, and lets one's own go. */
export function ViewMenu(
  { data: { list, saved, to_save }, state, actor }: { data: DeskData; state: State; actor: Actor },
) {
  const may_share = can(actor, "saved-views:update");
  const removable = saved.filter((view) => view.person_id === actor.person_id || may_share);
  const may_save = to_save !== null && (actor.person_id !== null || may_share);
  if (!may_save && removable.length === 0) return null;
  const back = <input type="hidden" name="back" value={href_of(list.path, list.search)} />;
  return (
    <Menu
      id="views-menu"
      label={may_save ? t("Save view") : t("Views")}
      icon={may_save ? "plus" : "bookmark"}
      variant="ghost"
      size="sm"
    >
      <div class="grid gap-3 p-2 sm:w-[280px]">
        {may_save && (
          <form method="post" action={paths.admin.tickets} class="grid gap-3">
            <Csrf state={state} />
            {back}
            <input type="hidden" name="query" value={to_save} />
            <input type="hidden" name="columns" value={list.columns?.join(",") ?? ""} />
            <TextField name="name" label={t("Name of this view")} required maxLength={80} autocomplete="off" />
            {may_share && <CheckboxField name="shared" label={t("For all staff")} />}
            <Button variant="primary" size="sm" name="action" value="save_view">{t("Save view")}</Button>
          </form>
        )}
        {removable.length > 0 && (
          <form method="post" action={paths.admin.tickets} class="grid gap-1">
            <Csrf state={state} />
            {back}
            <input type="hidden" name="action" value="remove_view" />
            <p class="menu-head">{t("Saved views")}</p>
            {removable.map((view) => (
              <span key={view.id} class="flex items-center gap-2 pl-2.5 text-sm">
                <span class="flex-1 min-w-0 truncate">{view.name}</span>
                <button
                  type="submit"
                  class="btn btn-ghost btn-icon btn-sm"
                  name="id"
                  value={view.id}
                  aria-label={t("Remove the view {name}", { name: view.name })}
                  title={t("Remove")}
                >
                  <Icon name="x" />
                </button>
              </span>
            ))}
          </form>
        )}
      </div>
    </Menu>
  );
}
