/** Between a form's texts and an entity's input, field by field. A text that cannot be read is told with its remedy, all at once. */
import type { Entity } from "~/domain/kernel/entity.ts";
import { type FieldProblem, invalid_many, problem } from "~/domain/kernel/errors.ts";
import type { Field } from "~/domain/kernel/fields.ts";
import { to_e164 } from "~/domain/kernel/text/phone.ts";
import { transitions_of } from "~/domain/kernel/transitions.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { resolve_text } from "./lookup.ts";
import { is_point, parse_point, point_text } from "./point_text.ts";
import { from_local, to_local } from "./zone.ts";

/** What stands in the controls, by field; a reference has its label under `<field>_text`. */
export type FormValues = Record<string, string>;
export type Mode = "create" | "update";

/** Fields that a form asks for. A state is chosen at the beginning and moved by its buttons afterwards. */
export function form_columns(entity: Entity, mode: Mode, without: readonly string[] = []): Field[] {
  const state = transitions_of(entity)?.field;
  return entity.columns.filter((column) =>
    !column.readonly && !column.secret && !without.includes(column.name) &&
    (mode === "create" || (!column.create_only && column.name !== state))
  );
}

/** A stored value as its control shows it. */
export function to_text(column: Field, value: unknown, zone: string): string {
  if (column.kind === "boolean") {
    return column.nullable && (value === null || value === undefined) ? "" : String(value === true);
  }
  if (value === null || value === undefined) return "";
  if (column.kind === "timestamp") return to_local(String(value), zone);
  if (column.kind === "point") return is_point(value) ? point_text(value) : "";
  if (column.kind === "tags") return Array.isArray(value) ? value.map(String).join(", ") : "";
  if (column.kind === "json") return JSON.stringify(value, null, 2);
  return String(value);
}

export function values_of(columns: readonly Field[], row: Readonly<Record<string, unknown>>, zone: string): FormValues {
  const values: FormValues = {};
  for (const column of columns) {
    values[column.name] = to_text(column, row[column.name], zone);
    if (column.kind === "ref") {
      values[`${column.name}_text`] = String(row[`${column.name.replace(/_id$/, "")}_label`] ?? "");
    }
  }
  return values;
}

/** The declared defaults of a new record. */
export function default_values(entity: Entity, columns: readonly Field[], zone: string): FormValues {
  const defaults: Record<string, unknown> = {};
  for (const column of columns) {
    const result = column.has_default ? entity.fields[column.name]?.safeParse(undefined) : undefined;
    if (result?.success) defaults[column.name] = result.data;
  }
  return values_of(columns, defaults, zone);
}

/** What was typed, as the controls had it: an unticked box sends nothing and says "no". */
export function typed_values(
  columns: readonly Field[],
  sent: (name: string) => string | undefined,
  prefix = "",
): FormValues {
  const values: FormValues = {};
  for (const column of columns) {
    const text = sent(prefix + column.name);
    values[column.name] = text ?? (column.kind === "boolean" && !column.nullable ? "false" : "");
    if (column.kind === "ref") values[`${column.name}_text`] = sent(`${prefix}${column.name}_text`) ?? "";
  }
  return values;
}

/**
 * The entity's input out of typed texts. An empty one is null where the field may be empty, else it is left out: a default steps in, or
 * the declaration says that it is required.
 * @throws DomainError 422 with every text that cannot be read
 */
export async function input_of(
  tx: Tx,
  columns: readonly Field[],
  values: FormValues,
  zone: string,
): Promise<Record<string, unknown>> {
  const input: Record<string, unknown> = {};
  const problems: FieldProblem[] = [];
  for (const column of columns) {
    const text = values[column.name] ?? "";
    const read = column.kind === "ref"
      ? await read_reference(tx, column, text, values[`${column.name}_text`] ?? "")
      : read_text(column, text, zone, tx.services.config.DEFAULT_COUNTRY);
    if ("problem" in read) {
      problems.push(problem(column.name, text || values[`${column.name}_text`], read.problem, read.remedy));
    } else if (read.value !== undefined) input[column.name] = read.value;
  }
  if (problems.length) throw invalid_many(problems);
  return input;
}

type Read = { value: unknown } | { problem: string; remedy?: string };

/** Without a script the text of a typeahead may have changed alone; then the text says what is meant. */
async function read_reference(tx: Tx, column: Field, id: string, typed: string): Promise<Read> {
  if (id) return { value: id };
  if (!typed.trim()) return empty(column);
  const found = await resolve_text(tx, column.reference ?? "", typed);
  return found
    ? { value: found.id }
    : { problem: `names no single record`, remedy: "Type more of its name, or choose it from the list." };
}

/** `undefined` leaves the field out. */
const empty = (column: Field): Read => ({ value: column.nullable ? null : column.kind === "tags" ? [] : undefined });

export function read_text(column: Field, text: string, zone: string, country: string): Read {
  if (text.trim() === "") return empty(column);
  switch (column.kind) {
    case "integer":
      return /^\s*[+-]?\d{1,15}\s*$/.test(text) ? { value: Number(text) } : { problem: "must be a whole number" };
    case "boolean":
      return { value: text === "true" };
    case "timestamp": {
      const value = from_local(text, zone);
      return value ? { value } : { problem: "must be a date and a time", remedy: "Write it as 2026-03-01T09:00." };
    }
    case "phone": {
      const read = to_e164(text, country);
      return read.ok
        ? { value: read.e164 }
        : { problem: read.reason, remedy: "Write it with its area code, or as +234…" };
    }
    case "tags":
      return { value: [...new Set(text.split(",").map((tag) => tag.trim()).filter(Boolean))] };
    case "point": {
      const read = parse_point(text);
      return read.ok ? { value: read.point } : { problem: read.reason };
    }
    case "json":
      return read_json(text);
    case "long_text":
      return { value: text.replaceAll("\r\n", "\n") }; // a textarea sends CRLF, which would show as a change of every line
    default:
      return { value: text.trim() };
  }
}

function read_json(text: string): Read {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch (error) {
    return {
      problem: `is no valid JSON: ${error instanceof Error ? error.message : "it cannot be parsed"}`,
      remedy: "Check quotes and commas.",
    };
  }
}

const same_text = (a: string | undefined, b: string | undefined): boolean =>
  (a ?? "").replaceAll("\r\n", "\n").trim() === (b ?? "").replaceAll("\r\n", "\n").trim();

/** Columns whose text is no more what the page was made with. A reference also changes by its words alone, where no script ran. */
export const changed_columns = (columns: readonly Field[], base: FormValues, typed: FormValues): Field[] =>
  columns.filter(({ name }) =>
    !same_text(base[name], typed[name]) ||
    (`${name}_text` in base && !same_text(base[`${name}_text`], typed[`${name}_text`]))
  );

export interface Conflict {
  column: Field;
  yours: string;
  theirs: string;
}

/**
 * Three versions of a record brought together: what the page was made with, what was typed, and what somebody saved meanwhile. What only one
 * side changed stands as that side has it; what both changed is a conflict, keeps what was typed, and is told.
 */
export function merge(
  columns: readonly Field[],
  base: FormValues,
  yours: FormValues,
  theirs: FormValues,
): { values: FormValues; conflicts: Conflict[]; taken: Field[] } {
  const values: FormValues = { ...yours };
  const [mine, other] = [changed_columns(columns, base, yours), changed_columns(columns, base, theirs)];
  const conflicts: Conflict[] = [];
  const taken: Field[] = [];
  for (const column of other) {
    const shown = (from: FormValues) => (column.kind === "ref" ? from[`${column.name}_text`] : from[column.name]) ?? "";
    if (!mine.includes(column)) {
      taken.push(column);
      for (const name of [column.name, `${column.name}_text`]) {
        if (theirs[name] !== undefined) values[name] = theirs[name];
      }
    } else if (!same_text(yours[column.name], theirs[column.name])) {
      conflicts.push({ column, yours: shown(yours), theirs: shown(theirs) });
    }
  }
  return { values, conflicts, taken };
}

/** The values that the page was made with, which travel in the form. Anything else there counts as nothing known. */
export function parse_base(text: string): FormValues {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== "object" || parsed === null) return {};
    return Object.fromEntries(
      Object.entries(parsed).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
    );
  } catch {
    return {};
  }
}
