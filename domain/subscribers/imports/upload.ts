/** From a file to an import that waits for its mapping. */
import { z } from "zod";
import { demand } from "~/domain/kernel/actor.ts";
import { type CsvFile, read_csv } from "~/domain/kernel/csv/reader.ts";
import type { FileSource } from "~/domain/kernel/files/storage.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import { read_setting, setting } from "~/domain/kernel/settings.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { import_kind, imports, type SubscriberImport } from "./import.ts";
import { suggest_mapping, type Suggestion } from "./mapping.ts";

export const import_max_mb = setting("subscribers", "import_max_mb", {
  label: "Largest import file",
  hint: "In megabytes, 1 to 1024",
  schema: z.int().min(1).max(1024),
  fallback: 64,
});

export const most_rows = 1_000_000;
const sampled = 5;
const mega = 1024 * 1024;

export interface Upload {
  source: FileSource;
  file_name: string;
  external_system: string | null;
}

export interface Uploaded {
  import: SubscriberImport;
  header: readonly string[];
  sample: Record<string, string>[];
  suggestion: Suggestion;
}

/**
 * Keeps the file, reads its header and first rows, and proposes a mapping. @throws DomainError 413 past the setting's limit, 415 for what is no text,
 * 422 for a file without header or rows, each with its remedy
 */
export async function upload_import(tx: Tx, upload: Upload): Promise<Uploaded> {
  demand(tx.actor, "subscribers:import");
  const { files } = tx.services;
  const max_bytes = await read_setting(tx, import_max_mb) * mega;
  const stored = await files.put(upload.source, { max_bytes, type: "text/csv" });
  try {
    const file = await read_csv(await files.get(stored.key), { max_bytes, max_rows: most_rows });
    const sample = await first_rows(file);
    if (sample.length === 0) {
      throw invalid("file", upload.file_name, "has a header and no rows", "Add at least one row.");
    }
    const header = file.columns;
    const suggestion = await suggest_mapping(tx, header);
    const row = await imports.insert(tx, {
      kind: import_kind,
      status: "uploaded",
      file_name: file_name_of(upload.file_name),
      storage_key: stored.key,
      byte_size: stored.size,
      external_system: upload.external_system ?? suggestion.external_system ?? "billing",
      mapping: suggestion.mapping,
      header: [...header],
      created_by_id: tx.actor.person_id,
    });
    return { import: row, header, sample, suggestion };
  } catch (error) {
    await files.remove(stored.key); // nothing in the database knows of it
    throw error;
  }
}

async function first_rows(file: CsvFile): Promise<Record<string, string>[]> {
  const rows: Record<string, string>[] = [];
  for await (const { values } of file.records) {
    rows.push(values);
    if (rows.length === sampled) break;
  }
  return rows;
}

/** A name that a browser sent may hold a path, and anything else. */
const file_name_of = (name: string): string =>
  name.replace(/^.*[\\/]/, "").replace(/\p{Cc}/gu, "").trim().slice(0, 255) || "import.csv";

/** Header and first rows of a file that was uploaded before, for the page that maps its columns. */
export async function sample_of(tx: Tx, row: SubscriberImport): Promise<Record<string, string>[]> {
  const storage_key = await storage_key_of(tx, row.id);
  return await first_rows(
    await read_csv(await tx.services.files.get(storage_key), {
      max_bytes: Number.MAX_SAFE_INTEGER,
      max_rows: most_rows,
    }),
  );
}

/** The key is no part of the row that others read: who knows it could fetch the file around its permission. */
export async function storage_key_of(tx: Tx, id: string): Promise<string> {
  const [row] = await tx.sql<{ storage_key: string }[]>`select storage_key from imports where id = ${id}::text::uuid`;
  return row?.storage_key ?? "";
}
