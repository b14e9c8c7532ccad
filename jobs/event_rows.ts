/** The dispatcher's SQL. Times are the database's own, so that a replica whose clock is off claims neither early nor late. */
import type { StoredEvent } from "~/domain/kernel/events.ts";
import type { Tx } from "~/domain/kernel/tx.ts";

export interface Outcome {
  event_id: string;
  handler: string;
  status: "completed" | "failed";
  error: string | null;
}

export interface Settled {
  id: string;
  status: "completed" | "pending" | "failed";
  /** Seconds until the next attempt of a pending one. */
  delay_s: number | null;
}

/** Locks due events until the commit; what another replica holds is passed over. With `id`: that one, if it is due. */
export async function claim_events(tx: Tx, claim: { limit: number; id?: string }): Promise<StoredEvent[]> {
  return [
    ...await tx.sql<StoredEvent[]>`
      /* events.claim */
      select id, type, subject_type, subject_id, subscriber_id, audience, payload, occurred_at, actor_kind, actor_id, actor_label, attempts
        from event_store
       where next_attempt_at <= now()
         and (${claim.id ?? null}::uuid is null or id = ${claim.id ?? null}::uuid)
       order by next_attempt_at, id
       limit ${claim.limit}
         for update skip locked`,
  ];
}

/** `<event id> <handler>` of everything that is done for these events. */
export async function finished_handlers(tx: Tx, events: readonly StoredEvent[]): Promise<Set<string>> {
  const rows = await tx.sql<{ key: string }[]>`
    /* events.finished_handlers */
    select event_id || ' ' || handler as key
      from event_outcomes
     where event_id = any (${events.map((event) => event.id)}::uuid[])
       and status = 'completed'`;
  return new Set(rows.map((row) => row.key));
}

export async function record_outcomes(tx: Tx, outcomes: readonly Outcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  await tx.sql`
    /* events.record_outcomes */
    insert into event_outcomes (event_id, handler, status, error)
    select o.event_id, o.handler, o.status, o.error
      from jsonb_to_recordset(${
    JSON.stringify(outcomes)
  }::text::jsonb) as o(event_id uuid, handler text, status text, error text)
    on conflict (event_id, handler) do update
       set status = excluded.status, error = excluded.error, attempts = event_outcomes.attempts + 1, at = now()`;
}

/** Delays get up to a fifth more at random, so that a thousand events that failed together do not come back together. */
export async function settle_events(tx: Tx, settled: readonly Settled[]): Promise<void> {
  if (settled.length === 0) return;
  await tx.sql`
    /* events.settle */
    update event_store e
       set status = s.status,
           attempts = e.attempts + 1,
           next_attempt_at = now() + s.delay_s * (1 + random() * 0.2) * interval '1 second',
           completed_at = case when s.status = 'completed' then now() end
      from jsonb_to_recordset(${JSON.stringify(settled)}::text::jsonb) as s(id uuid, status text, delay_s float8)
     where e.id = s.id`;
}
