import { asset } from "fresh/runtime";
import { cx } from "./cx.ts";
import type { IconName } from "./icon_names.ts";

/** An icon beside words is decoration; alone it needs a `label`. Drawn from the one file that the browser keeps; islands draw by SvgIcon. */
export function Icon({ name, class: extra, label }: { name: IconName; class?: string; label?: string }) {
  const look = extra ? cx("icon", extra) : "icon";
  const drawing = `${asset("/icons.svg")}#${name}`;
  // Written out twice: without a spread the compiler makes one string of it, and a page has sixty.
  return label
    ? (
      <svg class={look} role="img" aria-label={label}>
        <use href={drawing} />
      </svg>
    )
    : (
      <svg class={look} aria-hidden="true">
        <use href={drawing} />
      </svg>
    );
}
export type { IconName };
