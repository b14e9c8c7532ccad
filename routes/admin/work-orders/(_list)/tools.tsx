/** The line above the table: search, filters, columns, and views to keep. */
import { Button } from "~/components/button.tsx";
import { CheckboxField } from "~/components/form/choices.tsx";
import { SearchField } from "~/components/form/search_field.tsx";
import { TextField } from "~/components/form/text_field.tsx";
import { Icon } from "~/components/icon.tsx";
import { FilterBar } from "~/components/list/filter_bar.tsx";
import { Menu } from "~/components/menu.tsx";
import { t } from "~/components/text.ts";
import { type Actor, can } from "~/domain/kernel/actor.ts";
import { Csrf } from "../../../(_web)/admin_page.tsx";
import { paths } from "../../../(_web)/paths.ts";
import { problem_of, value_of } from "../../../(_web)/pages.ts";
import { asked_columns, asked_names, FilterChips, FilterFields } from "../../../(_web)/records/filters.tsx";
import { href_of, is_filtered, kept, type ListState, with_changes } from "../../../(_web)/records/list_state.ts";
import type { State } from "../../../(_web)/state.ts";
import type { OrdersData } from "./read.ts";
import { column_label, order_columns_shown, shown_columns } from "./table.tsx";
import { everything_href } from "./views.ts";

/** Filters that dispatch asks for; the rest of the entity's stays in the address where a link puts it. */
const asked = ["status", "priority", "work_type", "scheduled_start", "subscriber_id", "site_id", "created_at"];

/** What the tab of an open view says needs no chips beside it. */
export function OrderFilters(
  { data: { kind: { entity }, list, labels, tabs }, actor }: { data: OrdersData; actor: Actor },
) {
  const columns = asked_columns(entity, actor).filter((column) => asked.includes(column.name));
  const names = asked_names(columns);
  return (
    <FilterBar
      action={list.path}
      keep={kept(list, (name) => names.has(name) || name === "scheduled_start_lt")}
      search={
        <SearchField value={list.query.q ?? ""} label={t("Search work orders")} placeholder={t("Number or title…")} />
      }
      chips={tabs.current ? undefined : <FilterChips entity={entity} state={list} labels={labels} />}
      fields={<FilterFields columns={columns} state={list} labels={labels} />}
      tools={<ColumnChooser list={list} />}
      {...(is_filtered(entity, list) && (!tabs.current || list.query.q) ? { clear_href: everything_href } : {})}
    />
  );
}

const columns_form = "columns-form";

function ColumnChooser({ list }: { list: ListState }) {
  const shown = shown_columns(list.columns);
  return (
    <Menu id="columns" label={t("Columns")} icon="columns-3" variant="ghost" size="sm">
      <div class="grid gap-1 p-2 sm:w-[240px]">
        {order_columns_shown.filter((name) => name !== "technician").map((name) => (
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
        {list.columns && (
          <a class="btn btn-ghost btn-sm" href={with_changes(list, { columns: null })}>{t("The usual ones")}</a>
        )}
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

/** Keeps the list as it is now under a name, and lets the one that is open go. */
export function ViewMenu(
  { data: { list, tabs, to_save }, state, actor }: { data: OrdersData; state: State; actor: Actor },
) {
  const may_share = can(actor, "saved-views:update");
  const removable = tabs.saved && (tabs.saved.person_id === actor.person_id || may_share) ? tabs.saved : null;
  const may_save = to_save !== null && (actor.person_id !== null || may_share);
  if (!may_save && !removable) return null;
  const problem = problem_of(state, "name");
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
          <form method="post" action={paths.admin.work_orders} class="grid gap-3">
            <Csrf state={state} />
            <input type="hidden" name="back" value={href_of(list.path, list.search)} />
            <input type="hidden" name="query" value={to_save} />
            <input type="hidden" name="columns" value={list.columns?.join(",") ?? ""} />
            <TextField
              name="name"
              label={t("Name of this view")}
              value={value_of(state, "name", "")}
              required
              maxLength={80}
              autocomplete="off"
              {...(problem ? { error: problem } : {})}
            />
            {may_share && <CheckboxField name="shared" label={t("For all staff")} />}
            <Button variant="primary" size="sm" name="action" value="save_view">{t("Save view")}</Button>
          </form>
        )}
        {removable && (
          <form method="post" action={paths.admin.work_orders}>
            <Csrf state={state} />
            <input type="hidden" name="view_id" value={removable.id} />
            <button type="submit" class="menu-item menu-item-danger" name="action" value="delete_view">
              <Icon name="trash-2" />
              {t("Delete the view {name}", { name: removable.name })}
            </button>
          </form>
        )}
      </div>
    </Menu>
  );
}
