import type { ComponentChildren } from "preact";
import { Icon } from "./icon.tsx";
import { pure } from "./kept_html.ts";
import { t } from "./text.ts";

/** Top of every page: identity line (number, status …) above, title with a count, actions at the right; the primary one last. */
export function PageHeader(
  { title, count, identity, lead, actions }: {
    title: string;
    /** What the count counts, in words: "48 open". */
    count?: string;
    identity?: ComponentChildren;
    lead?: ComponentChildren;
    actions?: ComponentChildren;
  },
) {
  return (
    <header class="flex flex-wrap items-end gap-x-4 gap-y-3 mb-4">
      <div class="flex-1 min-w-[min(100%,280px)]">
        {identity && <div class="flex flex-wrap items-center gap-2 mb-1 text-ink-3">{identity}</div>}
        <h1 class="text-2xl inline">{title}</h1>
        {count && <span class="fig text-md text-ink-3 ml-2 whitespace-nowrap">{count}</span>}
        {lead && <p class="text-ink-2 mt-1">{lead}</p>}
      </div>
      {actions && <div class="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}

export interface Crumb {
  label: string;
  href?: string;
}

/** Where the page lies. The last crumb is the page itself and no link; phones see the parent alone, as a way back. */
export const Breadcrumbs = pure("breadcrumbs", DrawnBreadcrumbs);

function DrawnBreadcrumbs({ items }: { items: Crumb[] }) {
  const parent = items.slice(0, -1).findLast((item) => item.href);
  return (
    <nav aria-label={t("Breadcrumb")} class="min-w-0 text-xs text-ink-3">
      <ol class="hidden sm:flex items-center gap-1">
        {items.map((item, at) => (
          <li key={at} class="flex items-center gap-1 min-w-0">
            {at > 0 && <Icon name="chevron-right" class="size-3 opacity-70" />}
            {item.href
              ? <a href={item.href} class="py-1 px-1 rounded-sm hover:text-ink whitespace-nowrap">{item.label}</a>
              : (
                <span
                  class={at === items.length - 1 ? "px-1 font-semibold text-ink truncate" : "px-1 whitespace-nowrap"}
                  {...(at === items.length - 1 ? { "aria-current": "page" as const } : {})}
                >
                  {item.label}
                </span>
              )}
          </li>
        ))}
      </ol>
      {parent
        ? (
          <a
            href={parent.href}
            class="sm:hidden inline-flex items-center gap-1 h-8 font-semibold text-ink-2 max-w-full"
          >
            <Icon name="chevron-left" />
            <span class="truncate">{parent.label}</span>
          </a>
        )
        : <span class="sm:hidden font-semibold text-ink truncate block">{items[items.length - 1]?.label}</span>}
    </nav>
  );
}
