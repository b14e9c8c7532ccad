/** From staged rows to subscribers, chunk by chunk: what is written and the row's own outcome are one commit. */
import type { Actor } from "~/domain/kernel/actor.ts";
import { DomainError } from "~/domain/kernel/errors.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { hold_targets, merge_parameters } from "../sync/merge.ts";
import { judge_sql, merge_sql } from "../sync/merge_sql.ts";
import { type Held, renew, stand_guard, type Standing } from "./lease.ts";

/** Larger ones gain nothing (measured), and a cancel waits for the end of one. */
export const chunk_rows = 1_000;

/** Rows that wait for their turn. A dry run foretells also for rows that a canceled run has written: they would be unchanged. */
const waiting = {
  true: "outcome not in ('refused', 'repeated') and expected is null",
  false: "outcome = 'staged'",
} as const;

/** Import, line before the first, last line, as three parameters. Stands wherever rows are touched: without it a plan may walk the whole import for a chunk. */
const range = (place: number) =>
  `r.import_id = $${place}::text::uuid and r.line > $${place + 1}::text::int and r.line <= $${place + 2}::text::int`;
const source_at = (place: number, dry: boolean) =>
  `select r.line, r.external_id, r.fields from import_rows r where ${range(place)} and ${waiting[`${dry}`]}`;

/** Evaluated once a statement, whatever the plan. */
const by_line = "(select by_line from told_of)";

/**
 * Writes onto the rows what became of them. Looked up in one JSON object and not joined: without statistics of rows this new the planner loops, and
 * a chunk of 1,000 took 1.3 s instead of 0.1.
 */
const marked = (place: number, set: string) =>
  `told_of as materialized (select jsonb_object_agg(line, jsonb_build_array(outcome, subscriber_id)) as by_line from judged),
marked as (
  update import_rows r
     set ${set}
   where ${range(place)} and ${by_line} ? r.line::text
)
select count(*)::int as rows from judged`;

const dry_text = `${judge_sql(source_at(3, true))}, ${marked(3, `expected = ${by_line}->r.line::text->>0`)}`;
const wet_text = merge_sql(
  source_at(10, false),
  `, ${marked(10, `outcome = ${by_line}->r.line::text->>0, subscriber_id = (${by_line}->r.line::text->>1)::uuid`)}`,
);

/**
 * Judges (dry) or writes every row that waits. Two chunks at a time: nearly all of the work is PostgreSQL's, which takes one core a connection.
 * A killed runner's successor finds the remaining rows by their outcome.
 */
export async function apply_rows(platform: Platform, actor: Actor, held: Held): Promise<Standing> {
  let standing: Standing = "held";
  // Ranges are handed out one after another; each lane asks for its next when the one before is committed.
  let taken: Promise<number> = Promise.resolve(0);
  const lane = async (): Promise<void> => {
    while (standing === "held") {
      const from = taken;
      taken = from.then((after) => end_of_chunk(platform, held, after));
      const [after, to] = await Promise.all([from, taken]);
      if (to === after) return;
      const ended = await run_chunk(platform, actor, held, after, to);
      if (standing === "held") standing = ended;
    }
  };
  const lanes = await Promise.allSettled([lane(), lane()]);
  for (const ended of lanes) if (ended.status === "rejected") throw ended.reason;
  return standing;
}

/** The line of the last row of the next chunk; the same as `after` where no row waits. */
async function end_of_chunk(platform: Platform, held: Held, after: number): Promise<number> {
  const [last] = await platform.db.sql.unsafe<{ line: number | null }[]>(
    `select max(line) as line from (select line from import_rows where import_id = $1::text::uuid and line > $2::text::int and ${
      waiting[`${held.dry}`]
    } order by line limit ${chunk_rows}) c`,
    [held.id, String(after)],
    { prepare: true },
  );
  return last?.line ?? after;
}

async function run_chunk(platform: Platform, actor: Actor, held: Held, after: number, to: number): Promise<Standing> {
  const done = await retried(() => platform.transaction(actor, (tx) => apply_chunk(tx, held, after, to)));
  return typeof done === "string" ? done : await renew(platform.db.sql, held, done.rows);
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

async function apply_chunk(tx: Tx, held: Held, after: number, to: number): Promise<{ rows: number } | Standing> {
  const standing = await stand_guard(tx.sql, held);
  if (standing !== "held") return standing;
  const place = [held.id, String(after), String(to)];
  if (!held.dry) await hold_targets(tx.sql, "shared", held.external_system, source_at(2, false), place);
  const parameters = held.dry
    ? [held.external_system, tx.now().toString(), ...place]
    : [...merge_parameters(tx, held.external_system), ...place];
  const [done] = await tx.sql.unsafe<{ rows: number }[]>(held.dry ? dry_text : wet_text, parameters, { prepare: true });
  const rows = done?.rows ?? 0;
  tx.emit("import.progressed", { id: held.id, subscriber_id: null, rows }, "staff"); // also rings the bell for the events that the merge wrote
  return { rows };
}
