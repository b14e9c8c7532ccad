/** Runs the merge for a list of records in the transaction it is given. */
import type { Query, Tx } from "~/domain/kernel/tx.ts";
import { wake } from "~/domain/kernel/wake.ts";
import type { SyncRecord } from "./record.ts";
import { merge_sql } from "./merge_sql.ts";

export type Outcome = "created" | "updated" | "unchanged";

export interface Merged {
  /** Place in the list that was given, from 0. */
  line: number;
  external_id: string;
  subscriber_id: string;
  outcome: Outcome;
}

type Param = string | number | null;

/** What merge_sql expects as $1 to $9. */
export function merge_parameters(tx: Tx, external_system: string): Param[] {
  const { actor } = tx;
  return [
    external_system,
    tx.now().toString(),
    actor.kind,
    actor.person_id,
    actor.label,
    actor.request?.id ?? null,
    actor.request?.ip ?? null,
    actor.request?.user_agent ?? null,
    actor.key_id ?? null,
  ];
}

/**
 * One writer at a time and external system, and the rows it will compare are held: between "this customer is unknown" and the insert nobody else may
 * add it, and no colleague's save may be undone by values read before it.
 * `shared` is for the chunks of one import, which share no customer. A second import of the same system at the same moment can still collide; the
 * unique key then refuses one of them and its chunk is tried again.
 * @param source as in merge_sql, with its parameters from $2 on
 */
export async function hold_targets(
  sql: Query,
  mode: "alone" | "shared",
  external_system: string,
  source: string,
  more: readonly Param[],
): Promise<void> {
  const key = `subscribers.sync:${external_system}`;
  if (mode === "alone") await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
  else await sql`select pg_advisory_xact_lock_shared(hashtextextended(${key}, 0))`;
  // By arrays and not by joins: with these an index is the only plan, where a join hashed the whole table for each chunk.
  const known =
    `from subscribers s where s.external_system = $1::text and s.external_id = any (array(select i.external_id from (${source}) i))`;
  await sql.unsafe(`select count(*) from (select s.id ${known} order by s.id for update) held`, [
    external_system,
    ...more,
  ], { prepare: true });
  await sql.unsafe(
    `select count(*) from (select l.id from sites l where l.id = any (array(select s.site_id ${known})) order by l.id for update) held`,
    [external_system, ...more],
    { prepare: true },
  );
}

const source_at = (place: number) =>
  `select r.line, r.external_id, r.fields from jsonb_to_recordset($${place}::text::jsonb) as r(line int, external_id text, fields jsonb)`;

/** Creates and updates what differs. @param records one an external id */
export async function merge_records(
  tx: Tx,
  external_system: string,
  records: readonly SyncRecord[],
): Promise<Merged[]> {
  if (records.length === 0) return [];
  const json = JSON.stringify(records.map(({ external_id, values }, line) => ({ line, external_id, fields: values })));
  await hold_targets(tx.sql, "alone", external_system, source_at(2), [json]);
  wake(tx, "events"); // the merge writes them itself, so nothing else rings
  return await tx.sql.unsafe<Merged[]>(
    merge_sql(source_at(10), "select line, external_id, subscriber_id, outcome from judged order by line"),
    [...merge_parameters(tx, external_system), json],
    { prepare: true },
  );
}
