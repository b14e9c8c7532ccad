import type { ComponentChildren, JSX } from "preact";
import { Button, type ButtonLook, IconButton } from "./button.tsx";
import { cx } from "./cx.ts";
import { text_id } from "./disabled_reason.tsx";
import { Icon, type IconName } from "./icon.tsx";

export type MenuEntry =
  | "rule"
  | { head: string }
  | {
    label: string;
    hint?: string;
    icon?: IconName;
    href?: string;
    /** A form value of the button: the menu then stands in a form. */
    name?: string;
    value?: string;
    /** Opens the dialog with this id. */
    dialog?: string;
    danger?: boolean;
    current?: boolean;
    disabled_reason?: string | undefined;
  };

/** A button and its popover list of links and buttons. No script: the browser opens, closes and returns focus. */
export function Menu(
  { id, label, icon, icon_only, entries, align = "end", children, ...look }:
    & Omit<ButtonLook, "icon" | "icon_end" | "disabled_reason">
    & {
      id: string;
      label: string;
      icon?: IconName;
      icon_only?: boolean;
      entries?: MenuEntry[];
      align?: "start" | "end";
      /** Anything else in the popover, after the entries: a small form, say. */
      children?: ComponentChildren;
    },
) {
  return (
    <>
      {icon_only
        ? <IconButton icon={icon ?? "ellipsis"} label={label} popovertarget={id} {...look} />
        : (
          <Button type="button" {...(icon ? { icon } : {})} icon_end="chevron-down" popovertarget={id} {...look}>
            {label}
          </Button>
        )}
      <MenuPanel id={id} label={label} align={align} {...(entries ? { entries } : {})}>{children}</MenuPanel>
    </>
  );
}

/** The popover alone, for a button of one's own with `popovertarget={id}`. */
export function MenuPanel(
  { id, label, entries = [], align = "end", children }: {
    id: string;
    label: string;
    entries?: MenuEntry[];
    align?: "start" | "end";
    children?: ComponentChildren;
  },
) {
  return (
    <div id={id} popover="auto" class={cx("menu", align === "start" && "menu-start")} role="group" aria-label={label}>
      {entries.length > 0 && (
        <ul>
          {entries.map((entry, at) => (
            <li key={at}>
              <Entry entry={entry} />
            </li>
          ))}
        </ul>
      )}
      {children}
    </div>
  );
}

function Entry({ entry }: { entry: MenuEntry }) {
  if (entry === "rule") return <hr />;
  if ("head" in entry) return <p class="menu-head">{entry.head}</p>;
  const look = cx("menu-item", entry.danger && "menu-item-danger");
  const words = (
    <>
      {entry.icon && <Icon name={entry.icon} />}
      <span class="flex-1 min-w-0">
        {entry.label}
        {(entry.hint || entry.disabled_reason) && (
          <span
            class="block text-xs font-normal text-ink-3"
            {...(entry.disabled_reason ? { id: text_id("why-menu", entry.disabled_reason) } : {})}
          >
            {entry.disabled_reason ?? entry.hint}
          </span>
        )}
      </span>
      {entry.current && <Icon name="check" />}
    </>
  );
  if (entry.disabled_reason) {
    return (
      <button
        type="button"
        aria-disabled="true"
        aria-describedby={text_id("why-menu", entry.disabled_reason)}
        class={look}
      >
        {words}
      </button>
    );
  }
  if (entry.href) {
    return (
      <a href={entry.href} class={look} {...(entry.current ? { "aria-current": "true" as const } : {})}>{words}</a>
    );
  }
  const opens: JSX.IntrinsicElements["button"] = entry.dialog
    ? { type: "button", ...command(entry.dialog, "show-modal") }
    : { type: "submit", name: entry.name, value: entry.value };
  return <button {...opens} class={look}>{words}</button>;
}

/** Attributes of a button that opens or closes a dialog without script (invoker commands; the Dialogs island helps older browsers). */
export function command(dialog_id: string, what: "show-modal" | "close") {
  return { commandfor: dialog_id, command: what };
}
