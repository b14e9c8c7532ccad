import type { ComponentChildren, JSX } from "preact";
import { cx } from "./cx.ts";
import { Icon, type IconName } from "./icon.tsx";
import { disabled_attributes, reasoned } from "./disabled_reason.tsx";

export type ButtonVariant = "primary" | "accent" | "secondary" | "ghost" | "danger" | "destroy";
export type ButtonSize = "sm" | "md" | "lg";

const variants: Record<ButtonVariant, string> = {
  primary: cx("btn-primary"),
  accent: cx("btn-accent"), // the one thing that matters on a screen, at most once
  secondary: "",
  ghost: cx("btn-ghost"),
  danger: cx("btn-danger"),
  destroy: cx("btn-destroy"), // the confirming button of a dialog
};
const sizes: Record<ButtonSize, string> = { sm: cx("btn-sm"), md: "", lg: cx("btn-lg") };

export function button_class(variant: ButtonVariant = "secondary", size: ButtonSize = "md", extra?: string): string {
  return cx("btn", variants[variant], sizes[size], extra);
}

export interface ButtonLook {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: IconName;
  /** Follows the words: a chevron for a menu, an arrow for "next". */
  icon_end?: IconName;
  /** Why it cannot be used now; shows a disabled button that says so to mouse, keyboard and screen reader. */
  disabled_reason?: string | undefined;
  class?: string;
  children?: ComponentChildren;
}

type NativeButton = Omit<JSX.IntrinsicElements["button"], "class" | "size" | "icon" | "disabled">;
type NativeLink = Omit<JSX.IntrinsicElements["a"], "class" | "size" | "icon">;

/** Submits its form unless told otherwise. Take the label from the transition table where there is one. */
export function Button(
  { variant, size, icon, icon_end, disabled_reason, class: extra, children, ...native }: ButtonLook & NativeButton,
) {
  return reasoned(disabled_reason, (reason_id) => (
    <button
      type="submit"
      {...native}
      {...disabled_attributes(reason_id)}
      class={button_class(variant, size, extra)}
    >
      {icon && <Icon name={icon} />}
      {children}
      {icon_end && <Icon name={icon_end} />}
    </button>
  ));
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function LinkButton(
  { variant, size, icon, icon_end, disabled_reason, class: extra, children, href, ...native }:
    & ButtonLook
    & NativeLink
    & { href: string },
) {
  return reasoned(disabled_reason, (reason_id) => (
    <a
      {...native}
      {...(reason_id
        ? { role: "link", "aria-disabled": "true" as const, "aria-describedby": reason_id, tabIndex: 0 }
        : { href })}
      class={button_class(variant, size, extra)}
    >
      {icon && <Icon name={icon} />}
      {children}
      {icon_end && <Icon name={icon_end} />}
    </a>
  ));
}

/** Icon alone: `label` is its name for everyone who does not see it, and its tooltip. With `href` it is a link. */
export function IconButton(
  { icon, label, variant = "ghost", size = "md", href, disabled_reason, class: extra, children, ...native }:
    & Omit<ButtonLook, "icon_end">
    & Omit<NativeButton, "label">
    & { icon: IconName; label: string; href?: string },
) {
  const look = button_class(variant, size, cx("btn-icon", extra));
  if (href && !disabled_reason) {
    return (
      <a href={href} class={look} aria-label={label} title={label}>
        <Icon name={icon} />
        {children}
      </a>
    );
  }
  return reasoned(disabled_reason, (reason_id) => (
    <button
      type="button"
      {...native}
      {...disabled_attributes(reason_id)}
      class={look}
      aria-label={label}
      title={disabled_reason ? undefined : label}
    >
      <Icon name={icon} />
      {children}
    </button>
  ));
}
