/**
 * A row of every table for an owner, made from the catalog: required columns, references to the owner's other rows, and
 * a mark in every free text, so that whatever escapes says whose it was and where it stood.
 */
import type { Sql } from "~/domain/kernel/db/connect.ts";
import type { CatalogColumn, CatalogTable } from "./catalog.ts";

export type Values = Record<string, unknown>;

export interface Owner {
  name: "own" | "foreign";
  /** The id of the owner's row by table; set beforehand where the row is there already. */
  ids: Map<string, string>;
  /** Ids that are known before their rows are, for those that refer to them without a foreign key. */
  planned: Map<string, string>;
  /** Ids of further rows: internal notes, mails, what is not planned yet. */
  more: Map<string, string[]>;
}

/** What a table wants that its catalog does not say, once a row: the first is the owner's row, the others stand beside it. */
export type Recipes = Record<string, (owner: Owner) => Values[]>;

/** In a recipe: the mark that the row's texts carry in place of `beside`. */
export const whose_mark = "(mark)";

export const mark = (owner: string, table: string, column: string): string => `zz-${owner}-${table}-${column}-zz`;
export const marks_in = (text: string) =>
  [...text.matchAll(/zz-(own|foreign|beside|vendors)-(\w+?)-(\w+)-zz/g)].map((
    [, owner = "", table = "", column = ""],
  ) => ({
    owner,
    table,
    column,
  }));

let counter = 0;

export async function fill(sql: Sql, tables: readonly CatalogTable[], owner: Owner, recipes: Recipes): Promise<void> {
  for (const table of tables) {
    if (owner.ids.has(table.name)) continue;
    for (const [nth, wanted] of (recipes[table.name]?.(owner) ?? [{}]).entries()) {
      const values: Values = {};
      // What stands beside the owner's row carries a mark of its own: it may be hidden where the row itself is not.
      const whose = owner.name === "foreign" ? "foreign" : String(wanted[whose_mark] ?? (nth > 0 ? "beside" : "own"));
      const planned = nth === 0 ? owner.planned.get(table.name) : undefined;
      if (planned) values.id = planned;
      for (const column of table.columns) {
        if (column.name === "id" && planned) continue;
        const value = column.name in wanted ? wanted[column.name] : made_up(table, column, owner, whose, nth);
        if (value !== undefined) values[column.name] = value;
      }
      const id = await insert(sql, table, values);
      if (nth === 0) owner.ids.set(table.name, id);
      else owner.more.set(table.name, [...owner.more.get(table.name) ?? [], id]);
    }
  }
}

/** @returns undefined for what is left to the column's default */
function made_up(table: CatalogTable, column: CatalogColumn, owner: Owner, whose: string, nth: number): unknown {
  if (column.generated) return undefined;
  if (column.references) {
    const id = owner.ids.get(column.references);
    return id ?? (column.required ? missing(table, column) : undefined);
  }
  if (column.choices.length) return column.required ? column.choices[0] : undefined;
  if (column.type === "text" && (column.required || !column.checked)) {
    if (!column.required && /^(id|status|locale|timezone|number)$/.test(column.name)) return undefined;
    if (["number", "locale", "audience", "timezone"].includes(column.name)) return undefined;
    return mark(whose, table.name, column.name) + (nth > 0 ? `-${nth}` : "");
  }
  if (!column.required) return undefined;
  counter++;
  if (column.type === "uuid") return crypto.randomUUID();
  if (/^timestamp/.test(column.type)) return new Date(Date.now() + 86_400_000 * counter).toISOString();
  if (/int|numeric/.test(column.type)) return counter;
  if (column.type === "boolean") return false;
  if (column.type === "jsonb") return {};
  if (column.type.endsWith("[]")) return [];
  if (column.type === "bytea") return new Uint8Array(32).fill(counter);
  if (column.type === "date") return "2026-01-01";
  return missing(table, column);
}

function missing(table: CatalogTable, column: CatalogColumn): never {
  throw new Error(
    `${table.name}.${column.name} (${column.type}): nothing is known to put there, add a recipe to world.ts`,
  );
}

async function insert(sql: Sql, table: CatalogTable, values: Values): Promise<string> {
  const names = Object.keys(values);
  const kinds = new Map(table.columns.map((column) => [column.name, column.type]));
  const places = names.map((name, nth) => `$${nth + 1}::text::${kinds.get(name) ?? "text"}`);
  const key = table.columns.some((column) => column.name === "id") ? "id::text" : "'' as id";
  try {
    const [row] = await sql.unsafe<{ id: string }[]>(
      `insert into ${table.name} (${names.map((name) => `"${name}"`).join(", ")}) values (${
        places.join(", ")
      }) returning ${key}`,
      names.map((name) => as_text(values[name])),
    );
    return row?.id ?? "";
  } catch (error) {
    throw new Error(
      `no row for ${table.name}: ${error instanceof Error ? error.message : error}. Add a recipe to world.ts`,
    );
  }
}

function as_text(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) return `\\x${[...value].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  if (Array.isArray(value)) return `{${value.map((each) => JSON.stringify(String(each))).join(",")}}`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
