import postgres from "postgres";
import type { TransactionSql } from "~/domain/kernel/db/connect.ts";

/** Insufficient privilege; a function that is not there; row_security = off where a policy would be needed. */
export const refusals = new Set(["42501", "42883"]);

export interface Outcome {
  rows: readonly Record<string, unknown>[] | null;
  code: string;
  message: string;
}

/** One statement in a savepoint: whatever it does is undone, whatever it says is kept. */
export async function attempt(sql: TransactionSql, statement: string): Promise<Outcome> {
  try {
    // One message: a refused attempt, as nearly all are, costs two round trips in place of three.
    const results = await sql.unsafe(`savepoint attempt; ${statement}; rollback to attempt`);
    const rows: unknown = results.find((each) => Array.isArray(each) && each.length > 0);
    return { rows: Array.isArray(rows) ? [...rows] : [], code: "", message: "" };
  } catch (error) {
    if (!(error instanceof postgres.PostgresError)) throw error;
    await sql.unsafe("rollback to attempt");
    return { rows: null, code: error.code, message: `${error.message} ${error.detail ?? ""}` };
  }
}
