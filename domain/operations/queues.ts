/** How much waits, and for how long: what an operator, /readyz and /metrics look at. */
import type { Tx } from "~/domain/kernel/tx.ts";

export interface QueueFigures {
  /** Rows that are due or will be. */
  waiting: number;
  /** Rows that are due now. */
  due: number;
  /** Seconds that the oldest due row has been waiting; 0 where none is due. */
  oldest_due_seconds: number;
  /** Rows given up on, an operator's to look at. */
  failed: number;
}

export interface QueueOverview {
  events: QueueFigures;
  notifications: QueueFigures;
  webhooks: QueueFigures;
}

interface Counted extends QueueFigures {
  queue: keyof QueueOverview;
}

/** One statement over the partial indexes of open and failed rows: its cost follows what waits, not what ever was. */
export async function queue_overview(tx: Tx): Promise<QueueOverview> {
  const rows = await tx.sql<Counted[]>`
    /* queues.overview */
    with open as (
      select 'events' as queue, next_attempt_at from event_store where next_attempt_at is not null
      union all
      select 'notifications', next_attempt_at from notifications where next_attempt_at is not null
      union all
      select 'webhooks', next_attempt_at from webhook_deliveries where next_attempt_at is not null
    ), failed as (
      select 'events' as queue, count(*) as n from event_store where status = 'failed'
      union all
      select 'notifications', count(*) from notifications where status = 'failed' and is_active
      union all
      select 'webhooks', count(*) from webhook_deliveries where status = 'failed' and is_active
    )
    select f.queue,
           count(o.next_attempt_at)::int as waiting,
           count(*) filter (where o.next_attempt_at <= now())::int as due,
           coalesce(extract(epoch from now() - min(o.next_attempt_at) filter (where o.next_attempt_at <= now())), 0)::float8 as oldest_due_seconds,
           f.n::int as failed
      from failed f
      left join open o using (queue)
     group by f.queue, f.n`;
  const none: QueueFigures = { waiting: 0, due: 0, oldest_due_seconds: 0, failed: 0 };
  const overview: QueueOverview = { events: none, notifications: none, webhooks: none };
  for (const { queue, ...figures } of rows) overview[queue] = figures;
  return overview;
}
