/** Which column of a file holds which field. */
import { z } from "zod";
import { type FieldProblem, invalid_many, problem } from "~/domain/kernel/errors.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { header_key, is_sync_field, sync_field_names, sync_fields, type SyncFieldName } from "../sync/fields.ts";
import { import_kind } from "./import.ts";

/** Field: column. */
export type Mapping = Partial<Record<SyncFieldName, string>>;
export const mapping_schema = z.record(z.string(), z.string().nullable()).meta({
  description: `Field of the subscriber: column of the file, such as {"external_id": "id", "name": "name"}. Fields: ${
    sync_field_names.join(", ")
  }.`,
});

/** By the usual names of columns, best name first. A column serves one field. */
export function guess_mapping(header: readonly string[]): Mapping {
  const free = new Map(header.map((column) => [header_key(column), column]));
  const mapping: Mapping = {};
  for (const name of sync_field_names) {
    const key = sync_fields[name].known_as.find((known) => free.has(known));
    const column = key === undefined ? undefined : free.get(key);
    if (key === undefined || column === undefined) continue;
    mapping[name] = column;
    free.delete(key);
  }
  // One pair of coordinates is enough, and two could contradict each other.
  if (mapping.gps) {
    delete mapping.latitude;
    delete mapping.longitude;
  }
  return mapping;
}

/** @throws DomainError 422: a field or column that does not exist, a column used twice, a required field without column */
export function checked_mapping(given: Readonly<Record<string, string | null>>, header: readonly string[]): Mapping {
  const problems: FieldProblem[] = [];
  const mapping: Mapping = {};
  const taken = new Map<string, string>();
  for (const [name, column] of Object.entries(given)) {
    if (column === null || column === "") continue;
    const field = `mapping.${name}`;
    const other = taken.get(column);
    if (!is_sync_field(name)) {
      problems.push(
        problem(field, column, "is no field of a subscriber", `Use one of ${sync_field_names.join(", ")}.`),
      );
    } else if (!header.includes(column)) {
      problems.push(
        problem(field, column, "is no column of the file", `The file has ${header.slice(0, 40).join(", ")}.`),
      );
    } else if (other) {
      problems.push(problem(field, column, `is mapped to ${other} already`, "Give each column to one field."));
    } else mapping[name] = column;
    taken.set(column, name);
  }
  for (const name of sync_field_names) {
    if (sync_fields[name].required && !given[name]) {
      problems.push(
        problem(
          `mapping.${name}`,
          undefined,
          "is required",
          `Choose the column that holds the ${sync_fields[name].label.toLowerCase()}. The file has ${
            header.slice(0, 40).join(", ")
          }.`,
        ),
      );
    }
  }
  if (problems.length) throw invalid_many(problems);
  return mapping;
}

async function header_hash(header: readonly string[]): Promise<string> {
  const digest = await crypto.subtle.digest(
    "SHA-256",
    new TextEncoder().encode(JSON.stringify(header.map(header_key))),
  );
  return new Uint8Array(digest).toHex();
}

export interface Suggestion {
  mapping: Mapping;
  external_system: string | null;
  /** Used before for a file with the same columns. */
  remembered: boolean;
}

export async function suggest_mapping(tx: Tx, header: readonly string[]): Promise<Suggestion> {
  const [known] = await tx.sql<{ mapping: Record<string, string>; external_system: string }[]>`
    select mapping, external_system
      from import_mappings
     where kind = ${import_kind} and header_hash = ${await header_hash(header)}`;
  if (!known) return { mapping: guess_mapping(header), external_system: null, remembered: false };
  const mapping: Mapping = {};
  for (const [name, column] of Object.entries(known.mapping)) {
    if (is_sync_field(name) && header.includes(column)) mapping[name] = column;
  }
  return { mapping, external_system: known.external_system, remembered: true };
}

export async function remember_mapping(
  tx: Tx,
  header: readonly string[],
  mapping: Mapping,
  external_system: string,
): Promise<void> {
  await tx.sql`
    insert into import_mappings (kind, header_hash, mapping, external_system)
    values (${import_kind}, ${await header_hash(header)}, ${JSON.stringify(mapping)}::text::jsonb, ${external_system})
    on conflict (kind, header_hash) do update set mapping = excluded.mapping, external_system = excluded.external_system`;
}
