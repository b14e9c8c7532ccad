/** What became of the rows, counted from the rows themselves: right after any resume. */
import type { Tx } from "~/domain/kernel/tx.ts";

export interface Report {
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  /** Rows that a later row of the same customer replaced. */
  repeated: number;
  refused: number;
}

/** @param column `expected` for a dry run, `outcome` for what was written */
export async function report_of(tx: Tx, import_id: string, column: "expected" | "outcome"): Promise<Report> {
  const told = tx.sql(column);
  const [counts] = await tx.sql<Report[]>`
    select count(*)::int as rows,
           count(*) filter (where ${told} = 'created')::int as created,
           count(*) filter (where ${told} = 'updated')::int as updated,
           count(*) filter (where ${told} = 'unchanged')::int as unchanged,
           count(*) filter (where outcome = 'repeated')::int as repeated,
           count(*) filter (where outcome = 'refused')::int as refused
      from import_rows
     where import_id = ${import_id}::text::uuid`;
  return counts ?? { rows: 0, created: 0, updated: 0, unchanged: 0, repeated: 0, refused: 0 };
}

export interface ImportProblem {
  /** Line of the file, the header is 1. */
  row: number;
  field: string;
  column: string | null;
  value: string | null;
  message: string;
  external_id: string | null;
}

/** In the order of the file. @param after the last row of the page before */
export async function list_problems(
  tx: Tx,
  import_id: string,
  limit: number,
  after: { row: number; field: string } | null = null,
): Promise<ImportProblem[]> {
  return await tx.sql<ImportProblem[]>`
    select line as row, field, column_name as column, value, message, external_id
      from import_problems
     where import_id = ${import_id}::text::uuid
       and (line, field) > (${after?.row ?? 0}, ${after?.field ?? ""})
     order by line, field
     limit ${limit}`;
}

export async function count_problems(tx: Tx, import_id: string): Promise<number> {
  const [row] = await tx.sql<
    { count: number }[]
  >`select count(*)::int as count from import_problems where import_id = ${import_id}::text::uuid`;
  return row?.count ?? 0;
}
