/** From staged rows to subscribers, chunk by chunk: the rows, what became of them and the progress are one commit. */
import type { Actor } from "~/domain/kernel/actor.ts";
import { DomainError } from "~/domain/kernel/errors.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { hold_targets, merge_parameters } from "../sync/merge.ts";
import { judge_sql, merge_sql } from "../sync/merge_sql.ts";
import { type Held, renew, type Standing } from "./lease.ts";

/** Larger ones gain nothing (measured), and a cancel waits for the end of one. */
const chunk_rows = 1_000;

interface Chunk {
  from: number;
  to: number;
  rows: number;
}

/** Rows that wait for their turn. A dry run foretells also for rows that a canceled run has written: they would be unchanged. */
const waiting = { true: "outcome not in ('refused', 'repeated') and expected is null", false: "outcome = 'staged'" } as const;

const source_at = (place: number, dry: boolean) => `
  select r.line, r.external_id, r.fields
    from import_rows r
   where r.import_id = $${place}::text::uuid and r.line > $${place + 1}::text::int and r.line <= $${place + 2}::text::int and ${waiting[`${dry}`]}`;

const dry_text = `${judge_sql(source_at(3, true))},
marked as (
  update import_rows r set expected = j.outcome from judged j where r.import_id = $3::text::uuid and r.line = j.line
)
select count(*)::int as rows from judged`;

const wet_text = merge_sql(
  source_at(9, false),
  `, marked as (
  update import_rows r set outcome = j.outcome, subscriber_id = j.subscriber_id from judged j where r.import_id = $9::text::uuid and r.line = j.line
)
select count(*)::int as rows from judged`,
);

/** Judges (dry) or writes every row that waits. A killed runner's successor finds the remaining rows by their outcome. */
export async function apply_rows(platform: Platform, actor: Actor, held: Held): Promise<Standing> {
  let from = 0;
  for (;;) {
    const chunk = await retried(() => platform.transaction(actor, (tx) => apply_chunk(tx, held, from)));
    if (typeof chunk === "string") return chunk;
    if (chunk.rows === 0) return "held";
    from = chunk.to;
  }
}

/** Somebody may create the very customer by hand between look and insert; the second look sees it. */
async function retried<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof DomainError && error.code === "conflict") return await run();
    throw error;
  }
}

async function apply_chunk(tx: Tx, held: Held, from: number): Promise<Chunk | Standing> {
  const standing = await renew(tx.sql, held);
  if (standing !== "held") return standing;
  const [range] = await tx.sql.unsafe<{ to: number | null }[]>(
    `select max(line) as to from (select line from import_rows where import_id = $1::text::uuid and line > $2::text::int and ${waiting[`${held.dry}`]} order by line limit ${chunk_rows}) c`,
    [held.id, String(from)],
    { prepare: true },
  );
  if (!range?.to) return { from, to: from, rows: 0 };
  const place = [held.id, String(from), String(range.to)];
  if (!held.dry) await hold_targets(tx.sql, held.external_system, source_at(2, false), place);
  const parameters = held.dry ? [held.external_system, tx.now().toString(), ...place] : [...merge_parameters(tx, held.external_system), ...place];
  const [done] = await tx.sql.unsafe<{ rows: number }[]>(held.dry ? dry_text : wet_text, parameters, { prepare: true });
  const rows = done?.rows ?? 0;
  await tx.sql`update imports set rows_done = rows_done + ${rows} where id = ${held.id}::text::uuid`;
  tx.emit("import.progressed", { id: held.id, subscriber_id: null, rows }, "staff"); // also rings the bell for the events that the merge wrote
  return { from, to: range.to, rows };
}
