/** Reads the file into import_rows: cleaned rows, or the reasons why a row is refused. A chunk and its progress are one commit. */
import { type CsvRecord, read_csv } from "~/domain/kernel/csv/reader.ts";
import type { Actor } from "~/domain/kernel/actor.ts";
import { shown } from "~/domain/kernel/errors.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { is_sync_field, type SyncFieldName } from "../sync/fields.ts";
import { clean_context, clean_record } from "../sync/record.ts";
import type { CleanContext } from "../sync/clean.ts";
import type { SyncValues } from "../sync/record.ts";
import { type Held, renew, type Standing } from "./lease.ts";
import type { Mapping } from "./mapping.ts";
import { most_rows } from "./upload.ts";

const chunk_rows = 2_000;

interface StagedRow {
  line: number;
  external_id: string | null;
  fields: SyncValues | null;
  outcome: "staged" | "refused";
}
interface StagedProblem {
  line: number;
  field: string;
  column_name: string | null;
  value: string | null;
  message: string;
  external_id: string | null;
}
interface Batch {
  rows: StagedRow[];
  problems: StagedProblem[];
}
const empty_batch = (): Batch => ({ rows: [], problems: [] });

export interface StageResult {
  standing: Standing;
  /** False where the caller's limit of rows ended the reading. */
  complete: boolean;
}

/** Goes on behind the last row that is staged. @param limit rows after which to stop, for callers that wait */
export async function stage_rows(platform: Platform, actor: Actor, held: Held, limit = Infinity): Promise<StageResult> {
  const [{ staged_to = 0, rows = 0 } = {}] = await platform.db.sql<{ staged_to: number; rows: number }[]>`
    select coalesce(max(line), 0) as staged_to, count(*)::int as rows from import_rows where import_id = ${held.id}::text::uuid`;
  const file = await read_csv(await platform.files.get(held.storage_key), {
    max_bytes: Number.MAX_SAFE_INTEGER,
    max_rows: most_rows,
  });
  const context = clean_context(platform.config);
  const columns = columns_of(held.mapping);
  const store = (batch: Batch) => platform.transaction(actor, (tx) => store_batch(tx, held, batch));

  let batch = empty_batch();
  let seen = rows;
  // One chunk is written while the next is cleaned: the database and this process each keep a core busy.
  let writing: Promise<Standing> = Promise.resolve("held");
  for await (const record of file.records) {
    if (record.line <= staged_to) continue;
    if (++seen > limit) {
      await file.records.return();
      const standing = await writing;
      return { standing: standing === "held" ? await store(batch) : standing, complete: false };
    }
    read_row(record, columns, context, batch);
    if (batch.rows.length < chunk_rows) continue;
    const standing = await writing;
    if (standing !== "held") {
      await file.records.return();
      return { standing, complete: false };
    }
    writing = store(batch);
    writing.catch(() => {}); // awaited with the next chunk; until then its failure must not end the process
    batch = empty_batch();
  }
  const standing = await writing;
  if (standing !== "held") return { standing, complete: false };
  return { standing: await platform.transaction(actor, (tx) => finish_staging(tx, held, batch)), complete: true };
}

type Columns = readonly { field: SyncFieldName; column: string }[];
const columns_of = (mapping: Mapping): Columns =>
  Object.entries(mapping).flatMap(([field, column]) =>
    is_sync_field(field) && typeof column === "string" ? [{ field, column }] : []
  );

function read_row({ line, values, problem }: CsvRecord, columns: Columns, context: CleanContext, into: Batch): void {
  const raw: Partial<Record<SyncFieldName, string>> = {};
  for (const { field, column } of columns) raw[field] = values[column] ?? "";
  if (problem) {
    const external_id = plain(raw.external_id);
    into.rows.push({ line, external_id, fields: null, outcome: "refused" });
    const message = `${problem}. Look for a delimiter or a line break inside a value without quotes.`;
    into.problems.push({ line, field: "(row)", column_name: null, value: null, message, external_id });
    return;
  }
  const cleaned = clean_record(raw, context);
  if (cleaned.record) {
    const { external_id, values: fields } = cleaned.record;
    into.rows.push({ line, external_id, fields, outcome: "staged" });
    return;
  }
  const external_id = plain(cleaned.external_id);
  into.rows.push({ line, external_id, fields: null, outcome: "refused" });
  for (const { field, value, message, remedy } of cleaned.problems) {
    const column_name = columns.find((one) => one.field === field)?.column ?? null;
    into.problems.push({
      line,
      field,
      column_name,
      value: plain(value),
      message: remedy ? `${message}. ${remedy}` : message,
      external_id,
    });
  }
}

/** What PostgreSQL can hold as text and a person can read. */
const plain = (value: string | null | undefined): string | null =>
  value == null ? null : shown("value", value.toWellFormed().replaceAll("\u0000", "\ufffd"));

async function store_batch(tx: Tx, held: Held, { rows, problems }: Batch): Promise<Standing> {
  const standing = await renew(tx.sql, held);
  if (standing !== "held") return standing;
  await tx.sql`
    insert into import_rows (import_id, line, external_id, fields, outcome)
    select ${held.id}::text::uuid, r.line, r.external_id, r.fields, r.outcome
      from jsonb_to_recordset(${
    JSON.stringify(rows)
  }::text::jsonb) as r(line int, external_id text, fields jsonb, outcome text)`;
  if (problems.length) {
    await tx.sql`
      insert into import_problems (import_id, line, field, column_name, value, message, external_id)
      select ${held.id}::text::uuid, p.line, p.field, p.column_name, p.value, p.message, p.external_id
        from jsonb_to_recordset(${JSON.stringify(problems)}::text::jsonb)
          as p(line int, field text, column_name text, value text, message text, external_id text)`;
  }
  await tx.sql`update imports set rows_read = rows_read + ${rows.length} where id = ${held.id}::text::uuid`;
  return "held";
}

/** All rows are there: of several for one customer the last that can be read counts. `rows_total` says that this is done. */
async function finish_staging(tx: Tx, held: Held, batch: Batch): Promise<Standing> {
  const standing = await store_batch(tx, held, batch);
  if (standing !== "held") return standing;
  // An array, not a join: the planner has no statistics of rows that came a second ago, and its nested loop over 100,000 ran past 30 s.
  await tx.sql`
    update import_rows
       set outcome = 'repeated'
     where import_id = ${held.id}::text::uuid
       and line = any (array(
             select line
               from (select line, lead(line) over (partition by external_id order by line) as later
                       from import_rows
                      where import_id = ${held.id}::text::uuid and outcome <> 'refused') each
              where later is not null))`;
  await tx.sql`update imports set rows_total = rows_read where id = ${held.id}::text::uuid`;
  return "held";
}
