import { Icon } from "../icon.tsx";
import { pure } from "../kept_html.ts";
import { number_text } from "../number_text.ts";
import { t } from "../text.ts";

export interface SavedView {
  label: string;
  href: string;
  count?: number;
  current?: boolean;
  shared?: boolean;
}

/** Saved views with what each holds. `save_href` offers to keep the filters of now as one. */
export const ViewTabs = pure("view tabs", DrawnViewTabs);

function DrawnViewTabs(
  { views, save_href, label = t("Saved views") }: { views: SavedView[]; save_href?: string; label?: string },
) {
  return (
    <nav class="views -mx-0.5 mb-3" aria-label={label}>
      {views.map((view) => (
        <a key={view.href} href={view.href} class="view" {...(view.current ? { "aria-current": "page" as const } : {})}>
          {view.label}
          {view.shared && <Icon name="users-round" label={t("shared")} class="size-3" />}
          {view.count !== undefined && <span class="fig">{number_text(view.count)}</span>}
        </a>
      ))}
      {save_href && (
        <a href={save_href} class="btn btn-ghost btn-sm flex-none">
          <Icon name="plus" />
          {t("Save view")}
        </a>
      )}
    </nav>
  );
}
