/** A list query as SQL text. Names come from declarations only; every value is a parameter. */
import { type Actor, portal_of } from "./actor.ts";
import { cast_of, list_labels, type Parameters, parameters, select_list } from "./columns.ts";
import { type Entity, type Portal, visible_columns } from "./entity.ts";
import type { BaseColumn, Filter, ListQuery, Order } from "./list_query.ts";
import { count_cap } from "./list_query.ts";
import type { Field } from "./fields.ts";

/** A condition that a domain adds to a list, over alias `t`. */
export type Condition = (bind: Parameters) => string;

const cast = (column: Field | BaseColumn): string =>
  "has_default" in column
    ? cast_of(column)
    : column.kind === "ref"
    ? "uuid"
    : column.kind === "timestamp"
    ? "timestamptz"
    : "text";

/**
 * More than this many matches of a search are not worth ordering or counting: without the cap a common word over a million
 * rows sorts 125,000 of them (307 ms instead of 4). All other filters are met before.
 */
const search_cap = 500;

/**
 * The declaration's own words for the states that are asked for, in its order. A status is no parameter: which states
 * decides whether a partial index serves and how many rows to expect, and a plan for any of them knows neither (the desk's
 * list: 2.7 ms in place of 10.9). Every other value is one.
 */
function states_in(column: Filter["column"], values: readonly string[]): string | null {
  if (column.name !== "status" || !("choices" in column) || !column.choices) return null;
  const asked = new Set(values);
  const states = column.choices.filter((state) => asked.delete(state));
  return states.length > 0 && asked.size === 0
    ? states.map((state) => `'${state.replaceAll("'", "''")}'`).join(", ")
    : null;
}

function filter_sql(filter: Filter, to: Parameters): string {
  const name = `t.${filter.column.name}`;
  const type = cast(filter.column);
  const values = filter.values.filter((value) => value !== null);
  const has_null = values.length < filter.values.length;
  const [first] = values;
  switch (filter.comparison) {
    case "gte":
      return `${name} >= ${to.bind(first ?? null, type)}`;
    case "lte":
      return `${name} <= ${to.bind(first ?? null, type)}`;
    case "gt":
      return `${name} > ${to.bind(first ?? null, type)}`;
    case "lt":
      return `${name} < ${to.bind(first ?? null, type)}`;
  }
  const states = states_in(filter.column, values);
  const equal = first === undefined
    ? null
    : states
    ? `${name} in (${states})`
    : values.length === 1
    ? `${name} = ${to.bind(first, type)}`
    : to.one_of(name, values, type);
  const empty = has_null ? `${name} is null` : null;
  const found = [equal, empty].filter((part) => part !== null).join(" or ");
  return filter.comparison === "not" ? `(${found}) is not true` : `(${found})`;
}

/** LIKE's own wildcards in a searched word are meant literally. */
const like_escaped = (word: string) => word.replace(/[\\%_]/g, "\\$&");

const words_of = (q: string) => q.split(/\s+/).slice(0, 6);

export const searchable = (entity: Entity): boolean => entity.columns.some((column) => column.search);

function search_sql(entity: Entity, q: string, to: Parameters): string {
  const words = words_of(q).map((word) =>
    `t.search_text like '%' || normalise_search(${to.bind(like_escaped(word))}) || '%'`
  ).join(" and ");
  const number = entity.number ? number_sql(entity.number, q, to) : null;
  return number ? `(${number} or (${words}))` : words;
}

/** A record's number from its beginning, `tkt-0012`, or its digits alone, `1234`. Each finds the index of numbers. */
function number_sql(form: string, q: string, to: Parameters): string | null {
  const prefix = form.replace(/0+$/, "");
  const typed = q.toUpperCase();
  if (typed.startsWith(prefix)) return `t.number like ${to.bind(`${like_escaped(typed)}%`)}`;
  if (/^\d{1,9}$/.test(typed)) {
    return `t.number = ${to.bind(prefix + typed.padStart(form.length - prefix.length, "0"))}`;
  }
  return null;
}

/** An outsider's own rows are few, so they are searched one by one, and only in what may be seen: `search_text` holds staff's columns too, and is not granted. */
function outsiders_search(entity: Entity, portal: Portal, q: string, to: Parameters): string {
  const visible = visible_columns(entity, portal).filter((column) => column.search).map((column) => `t.${column.name}`);
  const text = `normalise_search(concat_ws(' ', ${[...visible, ...(entity.number ? ["t.number"] : [])].join(", ")}))`;
  return words_of(q).map((word) => `${text} like '%' || normalise_search(${to.bind(like_escaped(word))}) || '%'`).join(
    " and ",
  );
}

function where_sql(
  entity: Entity,
  actor: Actor,
  query: ListQuery,
  conditions: readonly Condition[],
  to: Parameters,
): string[] {
  const where: string[] = [];
  if (query.active !== "all") where.push(query.active === "true" ? "t.is_active" : "not t.is_active");
  const portal = portal_of(actor);
  if (portal) where.push(`(${entity.scope?.[portal] ?? "false"})`);
  for (const filter of query.filters) where.push(filter_sql(filter, to));
  for (const condition of conditions) where.push(condition(to));
  if (!query.q || !searchable(entity)) return where;
  if (portal) return [...where, outsiders_search(entity, portal, query.q, to)];
  const found = [...where, search_sql(entity, query.q, to)];
  return [`t.id in (select t.id from ${entity.table} t${clause(found)} limit ${search_cap + 1})`];
}

/** Rows after the cursor in the list's own order, with NULLs last in both directions. */
function after_sql(order: Order, cursor: { value: string | null; id: string }, to: Parameters): string {
  const name = `t.${order.column.name}`;
  const sign = order.dir === "desc" ? "<" : ">";
  const id = to.bind(cursor.id, "uuid");
  if (cursor.value === null) return `(${name} is null and t.id ${sign} ${id})`;
  const value = to.bind(cursor.value, cast(order.column));
  const row = `(${name}, t.id) ${sign} (${value}, ${id})`;
  return order.column.nullable ? `(${row} or ${name} is null)` : row;
}

export interface ListSql {
  /** More than this many are not counted. */
  cap: number;
  /** Yields limit + 1 rows at the most, so that the caller knows whether there are more. */
  rows: { text: string; values: (string | null)[] };
  count: { text: string; values: (string | null)[] };
}

export function list_sql(
  entity: Entity,
  actor: Actor,
  query: ListQuery,
  conditions: readonly Condition[] = [],
): ListSql {
  const counted = parameters();
  const cap = query.q && searchable(entity) ? Math.min(search_cap, count_cap) : count_cap;
  const count_where = where_sql(entity, actor, query, conditions, counted);
  const to = parameters();
  const where = where_sql(entity, actor, query, conditions, to);
  if (query.cursor) where.push(after_sql(query.order, query.cursor, to));
  const nulls = query.order.column.nullable ? " nulls last" : "";
  const { name, kind } = query.order.column;
  const ordered_by = (value: string) => `${value} ${query.order.dir}${nulls}, t.id ${query.order.dir}`;
  const tail = `limit ${query.limit + 1}${query.offset ? ` offset ${query.offset}` : ""}`;
  const only = query.only && [...query.only, query.order.column.name];
  const portal = portal_of(actor);
  const found = `select ${select_list(entity, portal, false, only)} from ${entity.table} t${clause(where)} order by ${
    ordered_by(`t.${name}`)
  } ${tail}`;
  const again = ordered_by(kind === "decimal" ? `t.${name}::numeric` : `t.${name}`); // a decimal was selected as text
  return {
    cap,
    rows: { text: query.labels ? with_labels(entity, found, again, portal, only) : found, values: to.values },
    count: {
      text: `select count(*)::int as count from (select 1 from ${entity.table} t${clause(count_where)} limit ${
        cap + 1
      }) c`,
      values: counted.values,
    },
  };
}

/** Labels are read for the rows of the page alone, after it was found. */
function with_labels(
  entity: Entity,
  found: string,
  order: string,
  portal: Portal | null,
  only: readonly string[] | null,
): string {
  const { columns, joins } = list_labels(entity, portal, only);
  return `select ${columns} from (${found}) t${joins} order by ${order}`;
}

const clause = (where: string[]) => where.length ? ` where ${where.join(" and ")}` : "";
