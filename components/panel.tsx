import type { ComponentChildren } from "preact";
import { cx } from "./cx.ts";

/** The bare surface; what lies on it brings its own padding. */
export function Panel(
  { children, class: extra, label }: { children: ComponentChildren; class?: string; label?: string },
) {
  return <section class={cx("panel", extra)} {...(label ? { "aria-label": label } : {})}>{children}</section>;
}

/** A titled group of facts or figures; `action` is a quiet link or small button at the right of the title. */
export function Card(
  { title, action, children, class: extra, level = 2 }: {
    title?: ComponentChildren;
    action?: ComponentChildren;
    children: ComponentChildren;
    class?: string;
    level?: 2 | 3;
  },
) {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <section class={cx("panel p-4", extra)}>
      {(title || action) && (
        <header class="flex items-center gap-2 mb-2 min-h-[24px]">
          {title && <Heading class="text-base font-semibold flex-1 min-w-0">{title}</Heading>}
          {action && <span class="text-xs">{action}</span>}
        </header>
      )}
      {children}
    </section>
  );
}
