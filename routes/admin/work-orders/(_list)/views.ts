/** The views that every dispatcher has, as data: each is an address of the list. Own and shared saved views come after them. */
import type { SavedView as Tab } from "~/components/list/view_tabs.tsx";
import { t } from "~/components/text.ts";
import { is_uuid } from "~/domain/kernel/text/uuid.ts";
import type { SavedView } from "~/domain/saved_views/mod.ts";
import { paths } from "../../../(_web)/paths.ts";
import { canonical, href_of } from "../../../(_web)/records/list_state.ts";

export interface WorkView {
  name: string;
  label: string;
  search: Record<string, string>;
  /** Its filter moves with the clock: the address carries the view's name, and each reading sets the moments anew. */
  moving?: boolean;
}

export const open_statuses = "draft,scheduled,dispatched,in_progress";
const planned = "scheduled,dispatched";
const by_window = { order_by: "scheduled_start", order_dir: "asc" };

/** @param now of the page, for the moments that "today" and "overdue" mean in the reader's zone */
export function work_views(now: Temporal.Instant, zone: string): WorkView[] {
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const on = (day: Temporal.PlainDate) => ({
    scheduled_start_gte: day.toString(),
    scheduled_start_lte: day.toString(),
  });
  return [
    { name: "open", label: t("All open"), search: { status: open_statuses, ...by_window } },
    {
      name: "unscheduled",
      label: t("Unscheduled"),
      search: { status: "draft", order_by: "created_at", order_dir: "asc" },
    },
    { name: "today", label: t("Today"), search: { status_not: "canceled", ...on(today), ...by_window }, moving: true },
    {
      name: "tomorrow",
      label: t("Tomorrow"),
      search: { status_not: "canceled", ...on(today.add({ days: 1 })), ...by_window },
      moving: true,
    },
    { name: "in-progress", label: t("In progress"), search: { status: "in_progress", ...by_window } },
    {
      name: "overdue",
      label: t("Overdue"),
      search: { status: planned, scheduled_start_lt: now.toString(), ...by_window },
      moving: true,
    },
    {
      name: "completed",
      label: t("Completed"),
      search: { status: "completed", order_by: "updated_at", order_dir: "desc" },
    },
  ];
}

/** The list without any filter; the bare address is the first view. */
export const everything_href = `${paths.admin.work_orders}?view=all`;

const is_moment = (name: string): boolean => name.startsWith("scheduled_start");

const search_of = (view: WorkView): URLSearchParams =>
  new URLSearchParams({ ...(view.moving ? { view: view.name } : {}), ...view.search });

const view_address = (view: WorkView): string =>
  href_of(paths.admin.work_orders, view.moving ? new URLSearchParams({ view: view.name }) : search_of(view));

/** What an address asks for: the bare one is the first view; a moving view needs its name alone and gets the moments of now. */
export function asked_url(url: URL, views: readonly WorkView[]): URL {
  const asked = new URL(url);
  if (asked.search === "" && views[0]) asked.search = search_of(views[0]).toString();
  const moving = views.find((view) => view.moving && view.name === asked.searchParams.get("view"));
  for (const [name, value] of Object.entries(moving?.search ?? {})) {
    if (is_moment(name) || !asked.searchParams.has(name)) asked.searchParams.set(name, value);
  }
  return asked;
}

/** Parameters that do not make another view of a list. */
const beside = new Set(["cursor", "before", "at", "columns", "limit", "order_by", "order_dir"]);

function identity(search: URLSearchParams, moving: boolean): string {
  const pairs = [...canonical(search)].filter(([name, value]) =>
    !beside.has(name) && !(moving && is_moment(name)) && !(name === "view" && is_uuid(value))
  );
  return pairs.map(([name, value]) => `${name}=${value}`).sort().join("&");
}

export interface Tabs {
  tabs: Tab[];
  current: WorkView | null;
  saved: SavedView | null;
}

export function tabs_of(views: readonly WorkView[], saved: readonly SavedView[], search: URLSearchParams): Tabs {
  const moving = views.some((view) => view.moving && view.name === search.get("view"));
  const now = identity(search, moving);
  const current = views.find((view) => identity(search_of(view), view.moving ?? false) === now) ?? null;
  const own = saved.map((view) => {
    const kept = new URLSearchParams(view.query);
    if (view.columns.length) kept.set("columns", view.columns.join(","));
    return { view, kept };
  });
  const chosen = current ? undefined : own.find(({ kept }) => identity(kept, false) === now);
  return {
    current,
    saved: chosen?.view ?? null,
    tabs: [
      ...views.map((view): Tab => ({
        label: view.label,
        href: view === views[0] ? paths.admin.work_orders : view_address(view),
        current: view === current,
      })),
      ...own.map((each): Tab => ({
        label: each.view.name,
        href: each.kept.size ? href_of(paths.admin.work_orders, each.kept) : everything_href,
        current: each === chosen,
        shared: each.view.person_id == null,
      })),
    ],
  };
}

/** What a saved view keeps of the list: filters and order, not the place in it. Null where a view with moments is open. */
export function query_to_save(search: URLSearchParams, views: readonly WorkView[]): string | null {
  if (views.some((view) => view.moving && view.name === search.get("view"))) return null;
  const kept = [...search].filter(([name]) => !["view", "columns", "cursor", "before", "at", "limit"].includes(name));
  return new URLSearchParams(kept).toString();
}
