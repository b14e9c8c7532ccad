/** Saved views of a list: own and shared ones as tabs, the filters of now kept under a name. */
import { Button } from "~/components/button.tsx";
import { Dialog, DialogButton } from "~/components/dialog.tsx";
import { CheckboxField } from "~/components/form/choices.tsx";
import { TextField } from "~/components/form/text_field.tsx";
import { IconButton } from "~/components/button.tsx";
import { ViewTabs } from "~/components/list/view_tabs.tsx";
import { t } from "~/components/text.ts";
import { type Actor, can } from "~/domain/kernel/actor.ts";
import type { Entity } from "~/domain/kernel/entity.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { remove_view, save_view, type SavedView } from "~/domain/saved_views/mod.ts";
import { Csrf } from "../admin_page.tsx";
import { text_of } from "../forms.ts";
import { problem_of, value_of } from "../pages.ts";
import type { State } from "../state.ts";
import { href_of, is_filtered, type ListState } from "./list_state.ts";

/** The address that a view stands for. */
export function view_href(path: string, view: Pick<SavedView, "id" | "query" | "columns">): string {
  const search = new URLSearchParams(view.query);
  if (view.columns.length) search.set("columns", view.columns.join(","));
  search.set("view", view.id);
  return href_of(path, search);
}

/** What of the list's state a view keeps: not the page one happens to be on. */
export function view_query(state: ListState): string {
  const search = new URLSearchParams(state.search);
  for (const name of ["columns", "view", "cursor", "before", "at"]) search.delete(name);
  return search.toString();
}

export function Views(
  { entity, list, views, actor, state }: {
    entity: Entity;
    list: ListState;
    views: readonly SavedView[];
    actor: Actor;
    state: State;
  },
) {
  const open = views.find((view) => view.id === list.search.get("view"));
  const plain = !open && !is_filtered(entity, list);
  if (views.length === 0 && plain && !list.columns) return null;
  const may_share = can(actor, "saved-views:update");
  return (
    <div class="flex items-center gap-1 min-w-0">
      <ViewTabs
        views={[
          { label: t("All"), href: list.path, current: plain },
          ...views.map((view) => ({
            label: view.name,
            href: view_href(list.path, view),
            current: view === open,
            shared: view.person_id === null,
          })),
        ]}
      />
      {open && (open.person_id !== null || may_share) && (
        <form method="post" class="mb-3">
          <Csrf state={state} />
          <input type="hidden" name="view_id" value={open.id} />
          <input type="hidden" name="back" value={list.path} />
          <IconButton
            type="submit"
            icon="trash-2"
            size="sm"
            label={t("Delete the view {name}", { name: open.name })}
            name="action"
            value="delete_view"
          />
        </form>
      )}
      {(!plain || list.columns) && (
        <DialogButton dialog="save-view" variant="ghost" size="sm" icon="plus" class="mb-3">
          {t("Save view")}
        </DialogButton>
      )}
      <SaveDialog list={list} state={state} may_share={may_share} may_own={actor.person_id !== null} />
    </div>
  );
}

function SaveDialog(
  { list, state, may_share, may_own }: { list: ListState; state: State; may_share: boolean; may_own: boolean },
) {
  const problem = problem_of(state, "name");
  return (
    <Dialog id="save-view" title={t("Save this view")} lead={t("Filters, order and columns of now, under a name.")}>
      <form method="post" class="grid gap-4">
        <Csrf state={state} />
        <input type="hidden" name="query" value={view_query(list)} />
        <input type="hidden" name="columns" value={list.columns?.join(",") ?? ""} />
        <input type="hidden" name="back" value={href_of(list.path, list.search)} />
        <TextField
          name="name"
          label={t("Name")}
          value={value_of(state, "name", "")}
          required
          maxLength={80}
          autocomplete="off"
          {...(problem ? { error: problem } : {})}
        />
        {may_share && <CheckboxField name="shared" label={t("For all staff")} checked={!may_own} />}
        <span class="flex justify-end">
          <Button variant="primary" name="action" value="save_view">{t("Save view")}</Button>
        </span>
      </form>
    </Dialog>
  );
}

/** @returns where the saved view opens */
export async function keep_view(
  tx: Tx,
  entity: Entity,
  form: FormData,
  list_path: string,
): Promise<{ view: SavedView; href: string }> {
  const columns = text_of(form, "columns").split(",").filter(Boolean);
  const view = await save_view(tx, {
    entity_type: entity.name,
    name: text_of(form, "name"),
    query: text_of(form, "query"),
    columns,
    shared: form.has("shared"),
  });
  return { view, href: view_href(list_path, view) };
}

export const drop_view = (tx: Tx, form: FormData): Promise<void> => remove_view(tx, text_of(form, "view_id"));
