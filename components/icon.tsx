import { asset } from "fresh/runtime";
import { cx } from "./cx.ts";
import type { IconName } from "./icon_names.ts";

/** An icon beside words is decoration; alone it needs a `label`. Drawn from the one file that the browser keeps; islands draw by SvgIcon. */
export function Icon({ name, class: extra, label }: { name: IconName; class?: string; label?: string }) {
  return (
    <svg
      class={extra ? cx("icon", extra) : "icon"}
      {...(label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" as const })}
    >
      <use href={`${asset("/icons.svg")}#${name}`} />
    </svg>
  );
}
export type { IconName };
