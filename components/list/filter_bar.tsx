import type { ComponentChildren } from "preact";
import { Button } from "../button.tsx";
import { Icon } from "../icon.tsx";
import { MenuPanel } from "../menu.tsx";
import { t } from "../text.ts";

/** One filter in force: what, which value, and where the list goes without it. */
export function FilterChip({ label, value, remove_href }: { label: string; value: string; remove_href: string }) {
  return (
    <span class="chip">
      <span>
        {label} <b class="font-bold">{value}</b>
      </span>
      <a href={remove_href} class="chip-x" aria-label={t("Remove filter {filter}", { filter: `${label} ${value}` })}>
        <Icon name="x" />
      </a>
    </span>
  );
}

/**
 * The line above a list: search, filters in force, a button for more, tools at the right. A GET form, so the state lives in the
 * address. Its id is `filters-form`, for AutoSubmit. `fields` are the filter controls (in a popover); `keep` carries what else the address holds (view, sort).
 */
export function FilterBar(
  { action, search, chips, fields, tools, keep = {}, clear_href, id = "filters" }: {
    action: string;
    search?: ComponentChildren;
    chips?: ComponentChildren;
    fields?: ComponentChildren;
    tools?: ComponentChildren;
    keep?: Record<string, string>;
    clear_href?: string;
    id?: string;
  },
) {
  return (
    <form
      id={`${id}-form`}
      method="get"
      action={action}
      class="flex flex-wrap items-center gap-2 px-3 py-2.5 border-b border-line"
    >
      {Object.entries(keep).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      {search}
      {chips}
      {fields && (
        <>
          <Button type="button" variant="ghost" size="sm" icon="list-filter" popovertarget={id}>{t("Filter")}</Button>
          <MenuPanel id={id} label={t("Filter")} align="start">
            <div class="grid gap-3 p-2 sm:w-[288px]">
              {fields}
              <Button variant="primary" size="sm">{t("Apply filters")}</Button>
            </div>
          </MenuPanel>
        </>
      )}
      {clear_href && <a href={clear_href} class="btn btn-ghost btn-sm">{t("Clear all")}</a>}
      {tools && <span class="ml-auto flex items-center gap-1">{tools}</span>}
    </form>
  );
}
