/** The views that every desk has, as data: each is an address of the list. Own and shared saved views come after them. */
import { type SavedView as Tab } from "~/components/list/view_tabs.tsx";
import { t } from "~/components/text.ts";
import type { Actor } from "~/domain/kernel/actor.ts";
import { due_soon_hours, type TicketFigures } from "~/domain/reports/mod.ts";
import type { SavedView } from "~/domain/saved_views/mod.ts";
import { lists } from "../../../(_web)/dashboard_lists.ts";
import { paths } from "../../../(_web)/paths.ts";
import { canonical, href_of } from "../../../(_web)/records/list_state.ts";

export interface DeskView {
  name: string;
  label: string;
  search: Record<string, string>;
  count?: keyof TicketFigures;
  /** Its filter names moments that move with the clock: the address carries the view's name, and each reading sets them anew. */
  moving?: boolean;
}

const due_first = { order_by: "due_at", order_dir: "asc" };

export function desk_views(actor: Actor, now: Temporal.Instant): DeskView[] {
  const soon = now.add({ hours: due_soon_hours }).toString();
  const at = now.toString();
  return [
    { name: "open", label: t("All open"), search: { ...lists.open, ...due_first }, count: "open" },
    ...(actor.person_id
      ? [{
        name: "mine",
        label: t("Mine"),
        search: { ...lists.open, assigned_to_id: actor.person_id, ...due_first },
        count: "mine" as const,
      }]
      : []),
    { name: "unassigned", label: t("Unassigned"), search: { ...lists.unassigned, ...due_first }, count: "unassigned" },
    { name: "urgent", label: t("Urgent"), search: { ...lists.urgent, ...due_first }, count: "urgent" },
    {
      name: "due-soon",
      label: t("Due in {n} h", { n: due_soon_hours }),
      search: { ...lists.open, due_at_gte: at, due_at_lt: soon, ...due_first },
      count: "due_soon",
      moving: true,
    },
    {
      name: "overdue",
      label: t("Overdue"),
      search: { ...lists.open, due_at_lt: at, ...due_first },
      count: "overdue",
      moving: true,
    },
    { name: "waiting", label: t("Waiting for customer"), search: { ...lists.waiting, ...due_first }, count: "waiting" },
    { name: "resolved", label: t("Resolved"), search: { status: "resolved", order_by: "updated_at" } },
  ];
}

/** The list without any filter; the bare address is the first view. */
export const everything_href = `${paths.admin.tickets}?view=all`;

/**
 * What an address asks for. The bare one is the first view. A view's name stands for its filters, of which the address may
 * give others; the moments of a moving one are always those of now.
 */
export function asked_url(url: URL, views: readonly DeskView[]): URL {
  const asked = new URL(url);
  const named = asked.search === "" ? views[0] : views.find((view) => view.name === asked.searchParams.get("view"));
  for (const [name, value] of Object.entries(named?.search ?? {})) {
    if (!asked.searchParams.has(name) || (named?.moving && name.startsWith("due_at"))) {
      asked.searchParams.set(name, value);
    }
  }
  if (!named?.moving && asked.searchParams.get("view") !== "all") asked.searchParams.delete("view");
  return asked;
}

/** Parameters that do not make another view of a list. */
const beside = new Set(["view", "cursor", "before", "at", "columns", "limit", "order_by", "order_dir"]);

function identity(search: Iterable<readonly [string, string]>, moving: string | undefined): string {
  const pairs = [...search].filter(([name]) => !beside.has(name) && !(moving && name.startsWith("due_at")));
  return [moving ?? "", ...pairs.map(([name, value]) => `${name}=${value}`).sort()].join("&");
}

export interface Tabs {
  tabs: Tab[];
  current: DeskView | null;
}

export function tabs_of(
  views: readonly DeskView[],
  saved: readonly SavedView[],
  search: URLSearchParams,
  figures: TicketFigures,
): Tabs {
  const now = identity(canonical(search), views.find((view) => view.moving && view.name === search.get("view"))?.name);
  const current =
    views.find((view) => identity(Object.entries(view.search), view.moving ? view.name : undefined) === now) ??
      null;
  const own = saved.map((view) => {
    const kept = new URLSearchParams(view.query);
    if (view.columns.length) kept.set("columns", view.columns.join(","));
    return { view, kept };
  });
  const chosen = current ? undefined : own.find(({ kept }) => identity(canonical(kept), undefined) === now);
  return {
    current,
    tabs: [
      ...views.map((view): Tab => ({
        label: view.label,
        href: view === views[0] ? paths.admin.tickets : `${paths.admin.tickets}?view=${view.name}`,
        current: view === current,
        ...(view.count ? { count: figures[view.count] } : {}),
      })),
      ...own.map((each): Tab => ({
        label: each.view.name,
        href: each.kept.size ? href_of(paths.admin.tickets, each.kept) : everything_href,
        current: each === chosen,
        shared: each.view.person_id == null,
      })),
    ],
  };
}

/** What a saved view keeps of the list as it is now: filters and order, not the place in it. Null for a view of moments. */
export function query_to_save(search: URLSearchParams, views: readonly DeskView[]): string | null {
  if (views.some((view) => view.moving && view.name === search.get("view"))) return null;
  const kept = [...search].filter(([name]) => !["view", "columns", "cursor", "before", "at", "limit"].includes(name));
  return new URLSearchParams(kept).toString();
}
