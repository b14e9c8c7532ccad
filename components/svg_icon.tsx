import { cx } from "./cx.ts";

/** Draws an icon from its paths. Islands import this with the one constant they need; pages use Icon with a name. */
export function SvgIcon({ body, class: extra, label }: { body: string; class?: string; label?: string }) {
  return (
    <svg
      class={cx("icon", extra)}
      viewBox="0 0 24 24"
      {...(label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" as const })}
      dangerouslySetInnerHTML={{ __html: body }} // our own constants, generated from lucide
    />
  );
}
