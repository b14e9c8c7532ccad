import type { ComponentChildren } from "preact";
import { Icon } from "../icon.tsx";
import { number_text } from "../number_text.ts";
import { t } from "../text.ts";

/** Keyset paging knows where it stands, not how many pages there are: `total` may be a lower bound ("1,000+"). */
export function Pager(
  { from, to, total, more, previous_href, next_href, children }: {
    from: number;
    to: number;
    total: number;
    /** There are at least `total`, the count was cut short. */
    more?: boolean;
    previous_href?: string | undefined;
    next_href?: string | undefined;
    children?: ComponentChildren;
  },
) {
  const range = `${number_text(from)}–${number_text(to)}`;
  return (
    <nav
      aria-label={t("Pages")}
      class="flex flex-wrap items-center justify-between gap-3 px-4 py-2.5 border-t border-line"
    >
      <span class="text-xs text-ink-3 fig">
        {t("{range} of {total}", { range, total: number_text(total) + (more ? "+" : "") })}
      </span>
      {children}
      <span class="flex gap-2">
        <PageLink href={previous_href} label={t("Previous page")} rel="prev">
          <Icon name="chevron-left" />
        </PageLink>
        <PageLink href={next_href} label={t("Next page")} rel="next">
          {t("Next")}
          <Icon name="chevron-right" />
        </PageLink>
      </span>
    </nav>
  );
}

function PageLink(
  { href, label, rel, children }: {
    href: string | undefined;
    label: string;
    rel: "prev" | "next";
    children: ComponentChildren;
  },
) {
  // a link without href is announced as unavailable and keeps the row from jumping
  return href
    ? <a href={href} rel={rel} aria-label={label} class="btn btn-sm">{children}</a>
    : <span role="link" aria-disabled="true" aria-label={label} class="btn btn-sm">{children}</span>;
}
