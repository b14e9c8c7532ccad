/** What operators do with events: read what became of them, and have them handled again. */
import { demand_staff } from "~/domain/kernel/staff_only.ts";
import { conflict } from "~/domain/kernel/errors.ts";
import { manager } from "~/domain/kernel/manager.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { wake } from "~/domain/kernel/wake.ts";
import { event } from "./event.ts";

export const events = manager(event);

export interface EventOutcome {
  handler: string;
  status: "completed" | "failed";
  attempts: number;
  error: string | null;
  at: string;
}

export async function event_outcomes(tx: Tx, id: string): Promise<EventOutcome[]> {
  await events.get(tx, id);
  return [
    ...await tx.sql<
      EventOutcome[]
    >`select handler, status, attempts, error, at from event_outcomes where event_id = ${id} order by handler`,
  ];
}

/**
 * Gives a parked event its attempts back, from now. Handlers that were done stay done: a replay repeats what failed,
 * never what worked.
 */
export async function replay_event(tx: Tx, id: string): Promise<{ replayed: number }> {
  demand_staff(tx, "events:replay");
  const found = await events.get(tx, id);
  if (found.status !== "failed") {
    throw conflict(
      "status",
      found.status,
      "is not failed, there is nothing to replay",
      "Only parked events are replayed; pending ones are tried again by themselves.",
    );
  }
  return await requeue(tx, [id]);
}

export interface FailedEvents {
  /** Only this type. */
  type?: string | undefined;
  /** Only those that happened from here, ISO 8601. */
  from?: string | undefined;
  to?: string | undefined;
}

/** All parked events, or those of a type or a span; 10,000 at most, so that a call ends. */
export async function replay_failed_events(tx: Tx, which: FailedEvents): Promise<{ replayed: number }> {
  demand_staff(tx, "events:replay");
  const rows = await tx.sql<{ id: string }[]>`
    select id
      from event_store
     where status = 'failed'
       and (${which.type ?? null}::text is null or type = ${which.type ?? null}::text)
       and (${which.from ?? null}::timestamptz is null or occurred_at >= ${which.from ?? null}::timestamptz)
       and (${which.to ?? null}::timestamptz is null or occurred_at < ${which.to ?? null}::timestamptz)
     order by occurred_at desc
     limit 10000`;
  return await requeue(tx, rows.map((row) => row.id));
}

async function requeue(tx: Tx, ids: readonly string[]): Promise<{ replayed: number }> {
  const rows = await tx.sql<{ id: string; type: string; subscriber_id: string | null }[]>`
    update event_store
       set status = 'pending', attempts = 0, next_attempt_at = now()
     where id = any (${[...ids]}::uuid[]) and status = 'failed'
    returning id, type, subscriber_id`;
  for (const row of rows) {
    tx.audit({
      action: "event.replayed",
      entity_type: "event",
      entity_id: row.id,
      entity_label: row.type,
      subscriber_id: row.subscriber_id,
      changes: { status: { from: "failed", to: "pending" } },
    });
  }
  wake(tx, "events");
  return { replayed: rows.length };
}
