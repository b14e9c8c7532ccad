/** Runs imports to their end, or as far as this process lives. */
import { type Actor, job_actor } from "~/domain/kernel/actor.ts";
import { DomainError, to_envelope } from "~/domain/kernel/errors.ts";
import { log } from "~/domain/kernel/log.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { apply_rows } from "./apply.ts";
import { claim, type Held, lease_seconds, release, renew } from "./lease.ts";
import { report_of } from "./report.ts";
import { stage_rows } from "./stage.ts";

export type Ending = "completed" | "checked" | "canceled" | "failed" | "lost" | "released";

/** The audit names the file and, where it is known, the person who sent it. */
const actor_of = (held: Held): Actor => ({
  ...job_actor(`Import of ${held.file_name}`),
  person_id: held.created_by_id,
});

export interface RunOptions {
  /** How long a silent runner keeps its import. */
  lease_seconds?: number;
  /** Ends the run after the chunk in hand; the rest is left to whoever comes next. */
  signal?: AbortSignal;
}

/** Runs every import that waits, oldest first, and those whose runner died. @returns how each ended */
export async function run_waiting_imports(
  platform: Platform,
  options: RunOptions = {},
): Promise<{ id: string; ending: Ending }[]> {
  const endings: { id: string; ending: Ending }[] = [];
  for (;;) {
    const held = options.signal?.aborted
      ? null
      : await claim(platform.db.sql, options.lease_seconds ?? lease_seconds, null, options.signal ?? null);
    if (!held) return endings;
    endings.push({ id: held.id, ending: await run_held(platform, held) });
  }
}

/**
 * For a caller that waits for a small file. A job may have taken it first, here or on another replica: then it is waited
 * for. Null where that takes too long; `released` where it has more than `limit` rows and is left to a job.
 */
export async function run_import_now(platform: Platform, id: string, limit: number): Promise<Ending | null> {
  const held = await claim(platform.db.sql, lease_seconds, id);
  return held ? await run_held(platform, held, limit) : await ended_elsewhere(platform, id, limit);
}

const patience_ms = 20_000;
const look_every_ms = 50;

async function ended_elsewhere(platform: Platform, id: string, limit: number): Promise<Ending | null> {
  const deadline = Date.now() + patience_ms;
  while (Date.now() < deadline) {
    const [row] = await platform.db.sql<
      { status: string; rows_total: number | null }[]
    >`select status, rows_total from imports where id = ${id}`;
    const ending = (["completed", "checked", "canceled", "failed"] as const).find((each) => each === row?.status);
    if (ending) return ending;
    if (!row || (row.rows_total ?? 0) > limit) return null;
    await new Promise((resolve) => setTimeout(resolve, look_every_ms));
  }
  return null;
}

async function run_held(platform: Platform, held: Held, limit = Infinity): Promise<Ending> {
  const actor = actor_of(held);
  try {
    if (held.rows_total === null) {
      const staged = await stage_rows(platform, actor, held, limit);
      if (staged.standing === "lost") return "lost";
      if (staged.standing === "canceled") return await finish(platform, actor, held, "canceled");
      if (!staged.complete) return await give_back(platform, held);
    }
    const applied = await begin_apply(platform, held).then(() => apply_rows(platform, actor, held));
    if (applied === "lost") return "lost";
    if (applied === "stopped") return await give_back(platform, held);
    return await finish(
      platform,
      actor,
      held,
      applied === "canceled" ? "canceled" : held.dry ? "checked" : "completed",
    );
  } catch (error) {
    // The database is away: the lease runs out and whoever comes first goes on.
    if (error instanceof DomainError && error.code === "unavailable") throw error;
    if (error instanceof DomainError) log.warn("import failed", { import_id: held.id, reason: error.message });
    else log.error("import failed", { import_id: held.id, error });
    return await finish(platform, actor, held, "failed", to_envelope(error).message);
  }
}

async function give_back(platform: Platform, held: Held): Promise<Ending> {
  await release(platform.db.sql, held);
  return "released";
}

/** Refused and repeated rows are done before anything is written, and so are those of a run before this one. */
async function begin_apply(platform: Platform, held: Held): Promise<void> {
  await platform.db.sql`
    update imports
       set rows_done = (select count(*) from import_rows
                         where import_id = ${held.id}::text::uuid
                           and (outcome in ('refused', 'repeated') or case when ${held.dry} then expected is not null else outcome <> 'staged' end))
     where id = ${held.id}::text::uuid and locked_by = ${held.token}::text::uuid`;
}

async function finish(
  platform: Platform,
  actor: Actor,
  held: Held,
  ending: "completed" | "checked" | "canceled" | "failed",
  error: string | null = null,
): Promise<Ending> {
  return await platform.transaction(actor, async (tx) => {
    if (await renew(tx.sql, { ...held, signal: null }) === "lost") return "lost";
    const report = await report_of(tx, held.id, held.dry ? "expected" : "outcome");
    await tx.sql`
      update imports
         set status = ${ending}, report = ${
      JSON.stringify(report)
    }::text::jsonb, error = ${error}, finished_at = ${tx.now().toString()}::text::timestamptz,
             locked_by = null, locked_until = null, cancel_requested = false
       where id = ${held.id}::text::uuid`;
    tx.emit(`import.${ending}`, { id: held.id, subscriber_id: null, file_name: held.file_name, report }, "staff");
    return ending;
  });
}
