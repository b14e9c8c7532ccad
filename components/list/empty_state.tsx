import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "../icon.tsx";

/** Nothing here: says why, and what to do next. */
export function EmptyState(
  { icon, title, children, actions }: {
    icon: IconName;
    title: string;
    children?: ComponentChildren;
    actions?: ComponentChildren;
  },
) {
  return (
    <div class="grid justify-items-center text-center gap-2 px-6 py-14">
      <span class="grid place-items-center size-12 rounded-xl bg-primary-soft text-primary mb-1">
        <Icon name={icon} class="size-5" />
      </span>
      <h2 class="text-lg font-semibold">{title}</h2>
      {children && <p class="text-ink-2 max-w-[420px]">{children}</p>}
      {actions && <div class="flex flex-wrap justify-center gap-2 mt-3">{actions}</div>}
    </div>
  );
}
