/** A part of a transaction that can fail alone: its rows, events and audit entries go with it, the rest stays. */
import type postgres from "postgres";
import type { AuditEntry } from "~/domain/kernel/audit.ts";
import { type Audience, type EventPayload, is_declared } from "~/domain/kernel/events.ts";
import type { Query, Tx } from "~/domain/kernel/tx.ts";

/** @throws what `run` throws, after the rollback to where it began */
export async function savepoint<T>(tx: Tx, run: (tx: Tx) => Promise<T>): Promise<T> {
  if (!in_transaction(tx.sql)) throw new Error("savepoint() needs a transaction, not a read straight from the pool");
  const emitted: [type: string, payload: EventPayload, audience: Audience | undefined][] = [];
  const entries: AuditEntry[] = [];
  const after: (() => void)[] = [];
  // postgres.js fails a whole transaction for a query that failed in it, caught or not, unless it ran in its savepoint.
  const kept = await tx.sql.savepoint(async (sql) => {
    const inner: Tx = {
      ...tx,
      sql,
      emit(type, payload, audience) {
        if (!is_declared(type)) {
          throw new Error(`Event '${type}' is emitted but not declared: declare_event() it in its domain`);
        }
        emitted.push([type, payload, audience]);
      },
      audit: (entry) => void entries.push(entry),
      after_commit: (work) => void after.push(work),
      elevated: (work) => work({ ...inner, trusted: true }),
    };
    return { value: await run(inner) };
  });
  for (const event of emitted) tx.emit(...event);
  entries.forEach(tx.audit);
  after.forEach(tx.after_commit);
  return kept.value;
}

function in_transaction(sql: Query): sql is postgres.TransactionSql {
  return "savepoint" in sql;
}
