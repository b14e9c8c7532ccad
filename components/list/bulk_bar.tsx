import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "../icon.tsx";
import { t } from "../text.ts";

export interface BulkAction {
  label: string;
  icon?: IconName;
  /** Submitted as `action`. */
  value: string;
  /** A popover or dialog to open first. */
  popover?: string;
}

/** What can be done with the ticked rows. Stands in the list's form (class `listing`); shown by CSS once a row is ticked. */
export function BulkBar({ actions, children }: { actions: BulkAction[]; children?: ComponentChildren }) {
  return (
    <div class="bulk on-dark" role="group" aria-label={t("Actions for the selected rows")}>
      <span class="bulk-count font-medium fig text-base" aria-hidden="true">{t("selected")}</span>
      <span class="sr-only js-bulk-said" role="status" />
      <span class="bulk-rule" />
      {actions.map((action) => (
        <button key={action.value} class="bulk-btn" {...(action.popover ? { type: "button", popovertarget: action.popover } : { type: "submit", name: "action", value: action.value })}>
          {action.icon && <Icon name={action.icon} />}
          {action.label}
        </button>
      ))}
      {children}
      <button type="reset" class="bulk-btn" aria-label={t("Clear selection")}>
        <span class="kbd">Esc</span>
      </button>
    </div>
  );
}
