import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "../icon.tsx";
import { t } from "../text.ts";

export interface BulkAction {
  label: string;
  icon?: IconName;
  /** Submitted as `action`. */
  value: string;
  /** A popover or dialog to open first; its controls take `form={id}`. */
  popover?: string;
}

/** Holds a list and its BulkBar together: CSS counts the ticks in here. */
export function Listing({ children }: { children: ComponentChildren }) {
  return <div class="listing">{children}</div>;
}

/** What can be done with the ticked rows: a form of its own that the rows' boxes belong to. Shown by CSS once one is ticked. */
export function BulkBar(
  { action, actions, fields = {}, id = "bulk", children }: {
    action: string;
    actions: BulkAction[];
    fields?: Record<string, string>;
    id?: string;
    children?: ComponentChildren;
  },
) {
  return (
    <form id={id} method="post" action={action} class="bulk on-dark" aria-label={t("Actions for the selected rows")}>
      {Object.entries(fields).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <span class="bulk-count font-medium fig text-base" aria-hidden="true">{t("selected")}</span>
      <span class="sr-only js-bulk-said" role="status" />
      <span class="bulk-rule" />
      {actions.map((one) => (
        <button
          key={one.value}
          class="bulk-btn"
          {...(one.popover
            ? { type: "button", popovertarget: one.popover }
            : { type: "submit", name: "action", value: one.value })}
        >
          {one.icon && <Icon name={one.icon} />}
          {one.label}
        </button>
      ))}
      {children}
      <button type="reset" class="bulk-btn" title={t("Clear selection")}>
        <span class="sr-only">{t("Clear selection")}</span>
        <kbd class="kbd">Esc</kbd>
      </button>
    </form>
  );
}
