/**
 * The state of a list lives in its address. Here it is read, made canonical and turned into the addresses of everything
 * that changes it: a filter taken away, another order, the next page.
 */
import type { Entity } from "~/domain/kernel/entity.ts";
import { filter_columns, type ListQuery, order_columns, parse_list } from "~/domain/kernel/list_query.ts";
import type { AnyColumn } from "./labels.ts";
import { day_start } from "./zone.ts";

/** Parameters of the page, which the list itself does not know. */
const page_parameters = ["columns", "before", "at", "view"] as const;
/** What a new filter or order makes meaningless: the place in the old list. */
const place_parameters = ["cursor", "before", "at"] as const;

export interface ListState {
  path: string;
  /** Canonical: no empty, repeated or helper parameters. */
  search: URLSearchParams;
  query: ListQuery;
  /** Names of the columns chosen; null for the default. */
  columns: string[] | null;
  /** Rows before the first of this page. */
  at: number;
}

/** Helper values of the typeahead and what an empty form control sends say nothing. Repeated names are one list. */
export function canonical(search: URLSearchParams): URLSearchParams {
  const clean = new URLSearchParams();
  for (const name of new Set(search.keys())) {
    if (/_(text|was)$/.test(name) || name.startsWith("fresh-")) continue;
    const value = search.getAll(name).map((part) => part.trim()).filter(Boolean).join(",");
    if (value) clean.set(name, value);
  }
  return clean;
}

/** Dates of a filter are whole days of the reader: "to 1 March" includes that day. */
function in_zone(entity: Entity, search: URLSearchParams, zone: string): URLSearchParams {
  const times = new Map(
    filter_columns(entity).filter((column) => column.kind === "timestamp").map((column) => [column.name, column]),
  );
  const turned = new URLSearchParams();
  for (const [name, value] of search) {
    const [, stem = "", end = ""] = /^(.+)_(gte|lte)$/.exec(name) ?? [];
    const day = times.has(stem) && /^\d{4}-\d\d-\d\d$/.test(value)
      ? day_start(value, zone, end === "lte" ? 1 : 0)
      : null;
    if (day) turned.set(end === "lte" ? `${stem}_lt` : name, day);
    else turned.set(name, value);
  }
  return turned;
}

/** @throws DomainError 422 that names each parameter that does not fit */
export function read_list_state(entity: Entity, url: URL, zone: string): ListState {
  const search = canonical(url.searchParams);
  const query = { ...parse_list(entity, in_zone(entity, search, zone), page_parameters), labels: true };
  const columns =
    search.get("columns")?.split(",").filter((name) =>
      name === "created_at" || name === "updated_at" || entity.column(name)
    ) ?? null;
  const at = Math.max(0, Math.min(1_000_000, Math.floor(Number(search.get("at") ?? 0)) || 0));
  return { path: url.pathname, search, query, columns: columns?.length ? columns : null, at: query.cursor ? at : 0 };
}

const encoded = (text: string): string => encodeURIComponent(text).replaceAll("%20", "+").replaceAll("%2C", ",");

function address(path: string, pairs: Iterable<readonly [string, string]>): string {
  let text = "";
  for (const [name, value] of pairs) text += `${text ? "&" : "?"}${encoded(name)}=${encoded(value)}`;
  return path + text;
}

export const href_of = (path: string, search: URLSearchParams): string => address(path, search);

/** The address with some parameters changed; null takes one away. The place in the list starts over. */
export function with_changes(state: ListState, changes: Record<string, string | null>): string {
  // A Map in place of another URLSearchParams: a list makes thirty addresses, and each of its calls leaves JavaScript.
  const pairs = new Map<string, string>();
  for (const [name, value] of state.search) {
    if (!place_parameters.some((place) => place === name)) pairs.set(name, value);
  }
  for (const [name, value] of Object.entries(changes)) value === null ? pairs.delete(name) : pairs.set(name, value);
  return address(state.path, pairs);
}

/** Everything a filter form does not ask for, to be sent along with it. */
export function kept(state: ListState, asked: (name: string) => boolean): Record<string, string> {
  return Object.fromEntries(
    [...state.search].filter(([name]) =>
      !asked(name) && name !== "view" && !place_parameters.some((place) => place === name)
    ),
  );
}

/** Names of the parameters that narrow the list. */
export function filter_names(entity: Entity): ReadonlySet<string> {
  const known = names_of_entity.get(entity) ?? new Set([
    "is_active",
    ...filter_columns(entity).flatMap((column) =>
      ["", "_not", "_gte", "_lte", "_gt", "_lt"].map((end) => column.name + end)
    ),
  ]);
  names_of_entity.set(entity, known);
  return known;
}
const names_of_entity = new WeakMap<Entity, ReadonlySet<string>>();

export const is_filtered = (entity: Entity, state: ListState): boolean => {
  const names = filter_names(entity);
  return state.query.q !== null || [...state.search.keys()].some((name) => names.has(name));
};

/** Keyset paging knows only the way on. The way back is the stack of cursors come by, the oldest forgotten first. */
const stack_depth = 12;
const first_page = "0";

export function next_href(state: ListState, next: string | null, shown: number): string | undefined {
  if (!next) return undefined;
  const stack = [...(state.search.get("before")?.split(".") ?? []), state.search.get("cursor") ?? first_page].slice(
    -stack_depth,
  );
  return moved(state, next, stack, state.at + shown);
}

export function previous_href(state: ListState): string | undefined {
  if (!state.query.cursor) return undefined;
  const stack = state.search.get("before")?.split(".") ?? [];
  const last = stack.pop() ?? first_page;
  return moved(state, last, stack, Math.max(0, state.at - state.query.limit));
}

function moved(state: ListState, cursor: string, stack: string[], at: number): string {
  if (cursor === first_page) return with_changes(state, {});
  return with_changes(state, { cursor, before: stack.length ? stack.join(".") : null, at: String(at) });
}

/** Where a click on a heading leads: ascending first, then turned round; times begin with the newest. */
export function sort_of(
  entity: Entity,
  state: ListState,
  column: AnyColumn,
): { href: string; direction: "ascending" | "descending" | "none" } | undefined {
  if (!order_columns(entity).some((each) => each.name === column.name)) return undefined;
  const { order } = state.query;
  const current = order.column.name === column.name ? order.dir : null;
  const first = column.kind === "timestamp" || column.kind === "date" ? "desc" : "asc";
  const dir = current ? (current === "asc" ? "desc" : "asc") : first;
  return {
    href: with_changes(state, { order_by: column.name, order_dir: dir }),
    direction: current === "asc" ? "ascending" : current === "desc" ? "descending" : "none",
  };
}
