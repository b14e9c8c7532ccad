/** What a list is asked for: parsed from a query string by the entity's own traits, with every problem named. */
import type { Entity } from "./entity.ts";
import type { Field } from "./fields.ts";
import { type FieldProblem, invalid_many } from "./errors.ts";
import { is_uuid } from "./text/uuid.ts";

export const max_limit = 200;
export const default_limit = 50;
/** Counting stops here: past a thousand nobody reads the figure, and each further thousand rows cost 0.1 ms. */
export const count_cap = 1_000;

export type Comparison = "eq" | "not" | "gte" | "lte" | "gt" | "lt";
export interface Filter {
  column: Field | BaseColumn;
  comparison: Comparison;
  /** `null` stands for "is empty". */
  values: (string | null)[];
}
export interface BaseColumn {
  name: "id" | "created_at" | "updated_at" | "number";
  kind: "ref" | "timestamp" | "text";
  nullable: false;
}
export interface Order {
  column: Field | BaseColumn;
  dir: "asc" | "desc";
}
export interface Cursor {
  value: string | null;
  id: string;
}
export interface ListQuery {
  q: string | null;
  filters: Filter[];
  order: Order;
  limit: number;
  offset: number;
  cursor: Cursor | null;
  active: "true" | "false" | "all";
  labels: boolean;
  /** Names of the columns to read; null for all. The base columns and that of the order come along. */
  only: readonly string[] | null;
}

const base_column: Record<string, BaseColumn> = {
  id: { name: "id", kind: "ref", nullable: false },
  created_at: { name: "created_at", kind: "timestamp", nullable: false },
  updated_at: { name: "updated_at", kind: "timestamp", nullable: false },
  number: { name: "number", kind: "text", nullable: false },
};
const ordered_kinds = new Set(["timestamp", "date", "integer", "decimal"]);

type Columns = readonly (Field | BaseColumn)[];

/** Worked out once an entity: a list page asks twenty times. */
const once = (make: (entity: Entity) => Columns): (entity: Entity) => Columns => {
  const known = new WeakMap<Entity, Columns>();
  return (entity) => {
    const columns = known.get(entity) ?? make(entity);
    known.set(entity, columns);
    return columns;
  };
};

export const filter_columns = once((entity) => [
  ...Object.values(base_column).filter((column) => column.name !== "number" || entity.number),
  ...entity.columns.filter((column) => column.filter || column.kind === "ref"),
]);
export const order_columns = once((entity) => [
  ...Object.values(base_column).filter((column) => column.name !== "id" && (column.name !== "number" || entity.number)),
  ...entity.columns.filter((column) => column.sort),
]);

const known_parameters = ["q", "limit", "offset", "cursor", "order_by", "order_dir", "is_active", "labels"] as const;

/** Every name a list of this entity understands; documentation and the refusal of an unknown name read it. */
export function list_parameters(entity: Entity): string[] {
  const names: string[] = [...known_parameters];
  for (const column of filter_columns(entity)) {
    names.push(column.name, `${column.name}_not`);
    if (ordered_kinds.has(column.kind)) {
      for (const end of ["gte", "lte", "gt", "lt"]) names.push(`${column.name}_${end}`);
    }
  }
  return names;
}

export const plain_list = (entity: Entity, partial: Partial<ListQuery> = {}): ListQuery => ({
  q: null,
  filters: [],
  order: default_order(entity),
  limit: default_limit,
  offset: 0,
  cursor: null,
  active: "true",
  labels: false,
  only: null,
  ...partial,
});

function default_order(entity: Entity): Order {
  const by = entity.order?.by ?? "created_at";
  return {
    column: entity.column(by) ?? base_column[by] ?? { name: "created_at", kind: "timestamp", nullable: false },
    dir: entity.order?.dir ?? "desc",
  };
}

/** @throws DomainError 422 that lists every parameter at fault with its value and what is allowed. */
export function parse_list(entity: Entity, search: URLSearchParams, ignore: readonly string[] = []): ListQuery {
  const problems: FieldProblem[] = [];
  const query = plain_list(entity);
  const filterable = new Map(filter_columns(entity).map((column) => [column.name, column]));
  for (const name of new Set(search.keys())) {
    if (ignore.includes(name)) continue;
    const value = search.getAll(name).join(",");
    if (value === "" && name !== "q") continue; // an empty form control is no filter
    const wrong = (message: string) => problems.push({ field: name, value, message });
    switch (name) {
      case "q":
        if (value.includes("\u0000")) wrong("must not contain NUL characters: remove them");
        else if (value.length > 200) wrong("must be at most 200 characters");
        else query.q = value.trim() || null;
        break;
      case "limit":
        if (!/^\d{1,6}$/.test(value) || +value < 1 || +value > max_limit) {
          wrong(`must be a whole number from 1 to ${max_limit}`);
        } else query.limit = +value;
        break;
      case "offset":
        if (!/^\d{1,6}$/.test(value) || +value > 100_000) {
          wrong("must be a whole number from 0 to 100000: go further with the `next` cursor");
        } else query.offset = +value;
        break;
      case "order_by": {
        const column = order_columns(entity).find((each) => each.name === value);
        if (column) query.order = { ...query.order, column };
        else wrong(`cannot order by this: use one of ${order_columns(entity).map((each) => each.name).join(", ")}`);
        break;
      }
      case "order_dir":
        if (value === "asc" || value === "desc") query.order = { ...query.order, dir: value };
        else wrong("must be 'asc' or 'desc'");
        break;
      case "is_active":
        if (value === "true" || value === "false" || value === "all") query.active = value;
        else wrong("must be 'true', 'false' or 'all'");
        break;
      case "labels":
        if (value === "true" || value === "false") query.labels = value === "true";
        else wrong("must be 'true' or 'false'");
        break;
      case "cursor": {
        const cursor = read_cursor(value);
        if (cursor) query.cursor = cursor;
        else wrong("is not a cursor of this list: take `next` from the previous answer unchanged");
        break;
      }
      default: {
        const filter = read_filter(name, value, filterable, wrong);
        if (filter === "unknown") {
          wrong(`is no parameter of this list: use ${list_parameters(entity).slice(0, 60).join(", ")}`);
        } else if (filter) query.filters.push(filter);
      }
    }
  }
  if (problems.length) throw invalid_many(problems);
  return query;
}

function read_filter(
  name: string,
  value: string,
  filterable: Map<string, Field | BaseColumn>,
  wrong: (message: string) => void,
): Filter | "unknown" | null {
  const [, stem = name, end = "eq"] = /^(.+)_(not|gte|lte|gt|lt)$/.exec(name) ?? [];
  const column = filterable.get(name) ?? filterable.get(stem);
  if (!column) return "unknown";
  const comparison: Comparison = filterable.has(name)
    ? "eq"
    : (["not", "gte", "lte", "gt", "lt"] as const).find((each) => each === end) ?? "eq";
  if (!["eq", "not"].includes(comparison) && !ordered_kinds.has(column.kind)) return "unknown";
  const values = (comparison === "eq" || comparison === "not" ? value.split(",") : [value]).map((part) =>
    part.trim() === "null" ? null : part.trim()
  );
  if (values.length > 100) wrong("takes at most 100 values");
  for (const part of values) {
    const problem = part === null
      ? (column.nullable ? null : "is never empty, so 'null' finds nothing")
      : value_problem(column, part);
    if (problem) {
      wrong(problem);
      return null;
    }
  }
  return { column, comparison, values };
}

function value_problem(column: Field | BaseColumn, value: string): string | null {
  if (column.kind === "ref") return is_uuid(value) ? null : "must be a UUID";
  if (column.kind === "boolean") return value === "true" || value === "false" ? null : "must be 'true' or 'false'";
  if ("choices" in column && column.choices) {
    return column.choices.includes(value) ? null : `must be one of ${column.choices.join(", ")}`;
  }
  if (column.kind === "timestamp") {
    return /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.test(value) &&
        !Number.isNaN(Date.parse(value))
      ? null
      : "must be an ISO 8601 time such as 2026-03-01T09:00:00Z";
  }
  if (column.kind === "date") {
    return !Number.isNaN(Date.parse(value)) && /^\d{4}-\d\d-\d\d$/.test(value)
      ? null
      : "must be a date such as 2026-03-01";
  }
  if (column.kind === "integer") return /^-?\d{1,10}$/.test(value) ? null : "must be a whole number";
  if (column.kind === "decimal") return /^-?\d{1,15}(\.\d{1,6})?$/.test(value) ? null : "must be a decimal number";
  if (value.includes("\u0000")) return "must not contain NUL characters: remove them";
  return value.length > 300 ? "must be at most 300 characters" : null;
}

export const write_cursor = (cursor: Cursor): string =>
  btoa(encodeURIComponent(JSON.stringify([cursor.value, cursor.id]))).replaceAll("+", "-").replaceAll("/", "_")
    .replaceAll("=", "");

function read_cursor(text: string): Cursor | null {
  try {
    const parsed: unknown = JSON.parse(decodeURIComponent(atob(text.replaceAll("-", "+").replaceAll("_", "/"))));
    if (!Array.isArray(parsed) || parsed.length !== 2) return null;
    const [value, id]: unknown[] = parsed;
    if (typeof id !== "string" || !is_uuid(id)) return null;
    return value === null || typeof value === "string" ? { value, id } : null;
  } catch {
    return null;
  }
}
