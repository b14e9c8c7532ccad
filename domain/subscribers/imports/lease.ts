/**
 * The right to run an import. One runner holds it, renews it with every chunk, and loses it when it is silent for longer than the lease: then
 * another takes over. Judged by the database's clock alone, so that replicas with different clocks agree.
 */
import type { Query } from "~/domain/kernel/tx.ts";
import type { Mapping } from "./mapping.ts";

/** Chunks take well under a second; a minute also covers a database that stalls. */
export const lease_seconds = 60;
/** Takeovers without any progress in between, after which the file itself is held to be the killer. */
const most_attempts = 5;

export interface Held {
  id: string;
  token: string;
  dry: boolean;
  file_name: string;
  storage_key: string;
  external_system: string;
  mapping: Mapping;
  /** Set once all rows are read. */
  rows_total: number | null;
  created_by_id: string | null;
  seconds: number;
  /** Fires when the process goes down. */
  signal: AbortSignal | null;
}

/** Takes the oldest import that waits or whose runner is gone; with `only`, that one or none. */
export async function claim(
  sql: Query,
  seconds: number,
  only: string | null = null,
  signal: AbortSignal | null = null,
): Promise<Held | null> {
  const token = crypto.randomUUID();
  const [row] = await sql<(Omit<Held, "token" | "seconds" | "signal"> & { status: string })[]>`
    update imports
       set locked_by = ${token}::text::uuid,
           locked_until = clock_timestamp() + make_interval(secs => ${seconds}),
           status = case when attempts >= ${most_attempts} then 'failed' when status = 'queued' then 'importing' else status end,
           error = case when attempts >= ${most_attempts} then 'The import stopped five times without getting further. Check the file, then run it again.' end,
           finished_at = case when attempts >= ${most_attempts} then now() end,
           attempts = case when attempts >= ${most_attempts} then 0 else attempts + 1 end,
           started_at = coalesce(started_at, now())
     where id = (select id
                   from imports
                  where status in ('checking', 'queued', 'importing')
                    and (locked_until is null or locked_until < clock_timestamp())
                    and (${only}::text is null or id = ${only}::text::uuid)
                  order by created_at
                  limit 1
                    for update skip locked)
    returning id, status = 'checking' as dry, file_name, storage_key, external_system, mapping, rows_total, created_by_id, status`;
  if (row?.status === "failed") return only ? null : await claim(sql, seconds, null, signal);
  return row ? { ...row, token, seconds, signal } : null;
}

/** `stopped`: this process goes down and leaves the rest to another. */
export type Standing = "held" | "lost" | "canceled" | "stopped";

/**
 * Renews the lease and tells how the runner stands. @param rows done since the last time
 */
export async function renew(sql: Query, held: Held, rows = 0): Promise<Standing> {
  if (held.signal?.aborted) return "stopped";
  const [row] = await sql<{ cancel_requested: boolean }[]>`
    update imports
       set locked_until = clock_timestamp() + make_interval(secs => ${held.seconds}), attempts = 0, rows_done = rows_done + ${rows}
     where id = ${held.id}::text::uuid
       and locked_by = ${held.token}::text::uuid
       and status in ('checking', 'importing')
    returning cancel_requested`;
  return standing_of(row);
}

/**
 * Inside a chunk's transaction: until its end nobody can claim the import, so that a runner that was thought dead never writes beside its successor.
 * The weakest row lock that does it: renewals and requests to cancel go on, and two chunks of the same runner do not wait for each other.
 */
export async function stand_guard(sql: Query, held: Held): Promise<Standing> {
  if (held.signal?.aborted) return "stopped";
  const [row] = await sql<{ cancel_requested: boolean }[]>`
    select cancel_requested
      from imports
     where id = ${held.id}::text::uuid
       and locked_by = ${held.token}::text::uuid
       and status in ('checking', 'importing')
       for key share`;
  return standing_of(row);
}

const standing_of = (row: { cancel_requested: boolean } | undefined): Standing =>
  !row ? "lost" : row.cancel_requested ? "canceled" : "held";

/** Gives it back unfinished, for another runner to go on. */
export async function release(sql: Query, held: Held): Promise<void> {
  await sql`
    update imports
       set locked_by = null, locked_until = null
     where id = ${held.id}::text::uuid and locked_by = ${held.token}::text::uuid`;
}
