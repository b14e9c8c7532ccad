/** The SQL of deliveries on their way. Times are the database's own. */
import type { Tx } from "~/domain/kernel/tx.ts";

export interface ClaimedDelivery {
  id: string;
  /** Counts this attempt already: a process killed in mid-delivery has used it up. */
  attempt: number;
  endpoint_id: string;
  url: string;
  secret: string;
  previous_secret: string | null;
  previous_secret_until: string | null;
  event_id: string;
  event_type: string;
  occurred_at: string;
  payload: Record<string, unknown>;
}

export interface Claim {
  limit: number;
  /** At most so many of one endpoint, so that a long backlog leaves room for others. */
  each: number;
  /** Endpoints that have their share in flight. */
  busy: readonly string[];
  /** The ones in trouble, or the others. */
  failing: boolean;
  lease_seconds: number;
}

export async function claim_deliveries(tx: Tx, claim: Claim): Promise<ClaimedDelivery[]> {
  return [
    ...await tx.sql<ClaimedDelivery[]>`
      /* webhooks.claim */
      with due as (
        select d.id
          from webhook_endpoints e
         cross join lateral (
           select w.id
             from webhook_deliveries w
            where w.endpoint_id = e.id
              and w.next_attempt_at <= now()
              and (w.locked_until is null or w.locked_until < now())
            order by w.next_attempt_at, w.id
            limit ${claim.each}
              for update skip locked
         ) d
         where e.is_active and e.status = 'enabled'
           and (e.throttled_until is null or e.throttled_until <= now())
           and (e.failing_since is not null) = ${claim.failing}
           and e.id <> all (${[...claim.busy]}::uuid[])
         limit ${claim.limit}
      )
      update webhook_deliveries d
         set locked_until = now() + ${claim.lease_seconds} * interval '1 second', attempts = d.attempts + 1
        from due, webhook_endpoints e, event_store v
       where d.id = due.id and e.id = d.endpoint_id and v.id = d.event_id
      returning d.id, d.attempts as attempt, d.endpoint_id, e.url, e.secret, e.previous_secret, e.previous_secret_until,
                d.event_id, v.type as event_type, v.occurred_at, v.payload`,
  ];
}

export interface AttemptResult {
  id: string;
  endpoint_id: string;
  attempt: number;
  duration_ms: number;
  response_status: number | null;
  response_excerpt: string | null;
  error: string | null;
  outcome: "delivered" | "pending" | "failed";
  /** Seconds until the next attempt of a pending one. */
  delay_s: number | null;
  /** Seconds the receiver asked to be left alone. */
  throttle_s: number;
  /** The receiver wants no more: 410. */
  gone: boolean;
}

/** Writes attempts and what becomes of their deliveries. A result that comes after its lease was lost changes nothing but the log. */
export async function record_attempts(tx: Tx, results: readonly AttemptResult[]): Promise<void> {
  const rows = JSON.stringify(results);
  await tx.sql`
    /* webhooks.record */
    with r as materialized (
      select *
        from jsonb_to_recordset(${rows}::text::jsonb)
          as r(id uuid, attempt int, duration_ms int, response_status int, response_excerpt text, error text, outcome text, delay_s float8)
    ), logged as (
      insert into webhook_attempts (delivery_id, attempt, duration_ms, response_status, response_excerpt, error)
      select id, attempt, duration_ms, response_status, response_excerpt, error from r
    )
    update webhook_deliveries d
       set status = r.outcome, locked_until = null, response_status = r.response_status, last_error = r.error,
           next_attempt_at = now() + r.delay_s * interval '1 second',
           delivered_at = case when r.outcome = 'delivered' then now() end
      from r
     where d.id = r.id and d.attempts = r.attempt and d.status = 'pending'`;
}

/** Keeps each endpoint's health, touching a healthy one's row at most every ten seconds. @returns those that must be paused */
export async function record_health(
  tx: Tx,
  results: readonly AttemptResult[],
  pause_after_seconds: number,
): Promise<string[]> {
  const delivered = [...new Set(results.flatMap((it) => it.outcome === "delivered" ? [it.endpoint_id] : []))];
  const failing = results.filter((it) => it.outcome !== "delivered");
  if (delivered.length > 0) {
    await tx.sql`
      /* webhooks.healthy */
      update webhook_endpoints
         set failing_since = null, last_delivered_at = now()
       where id = any (${delivered}::uuid[])
         and (failing_since is not null or last_delivered_at is null or last_delivered_at < now() - interval '10 seconds')`;
  }
  if (failing.length === 0) return [];
  const throttles = new Map<string, number>();
  for (const it of failing) throttles.set(it.endpoint_id, Math.max(it.throttle_s, throttles.get(it.endpoint_id) ?? 0));
  const rows = JSON.stringify(
    [...throttles].filter(([id]) => !delivered.includes(id)).map(([id, throttle_s]) => ({ id, throttle_s })),
  );
  const sick = await tx.sql<{ id: string }[]>`
    /* webhooks.failing */
    update webhook_endpoints e
       set failing_since = coalesce(e.failing_since, now()),
           throttled_until = case when f.throttle_s > 0 then greatest(e.throttled_until, now() + f.throttle_s * interval '1 second') else e.throttled_until end
      from jsonb_to_recordset(${rows}::text::jsonb) as f(id uuid, throttle_s float8)
     where e.id = f.id and e.status = 'enabled'
    returning e.id, e.failing_since < now() - ${pause_after_seconds} * interval '1 second' as is_hopeless`
    .then((all) => all.filter((row) => Reflect.get(row, "is_hopeless") === true));
  return sick.map((row) => row.id);
}
