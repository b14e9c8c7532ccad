/**
 * Limits of requests in a minute, shared by all replicas. Each counts in its own memory and brings its counts to the
 * database in batches: a request costs a look into a Map, never a query.
 *
 * How far that can be off: a replica does not know what the others have not yet brought. It brings its counts after
 * 500 ms, and at once when a bucket has a twentieth of its limit waiting. So n replicas together let through at most
 * limit × (1 + (n - 1) / 20), plus what comes in while a batch is under way. A replica alone is exact.
 */
import { z } from "zod";
import { log } from "~/domain/kernel/log.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { read_setting, setting } from "~/domain/kernel/settings.ts";

export type RateKind = "key" | "account" | "address" | "refused";

const per_minute = (key: string, label: string, fallback: number) =>
  setting("access", key, {
    label,
    hint: "30 to 1000000 requests in a minute, over all replicas. A change holds within half a minute.",
    schema: z.int().min(30).max(1_000_000),
    fallback,
  });

/** What a kind may in a minute. */
const specs = {
  key: per_minute("rate_per_key", "Requests of one API key in a minute", 1_200),
  account: per_minute("rate_per_account", "Requests of one signed-in account in a minute", 3_000),
  address: per_minute("rate_per_address", "Requests of one address without a sign-in, in a minute", 1_200),
  refused: per_minute("rate_refused", "Refused tokens from one address in a minute", 120),
} satisfies Record<RateKind, unknown>;

const window_ms = 60_000;
const flush_ms = 500;
const settings_ms = 30_000;
const most_buckets = 50_000;

export interface Standing {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Whole seconds until the count begins anew. */
  reset: number;
}

export interface RateLimits {
  /** Counts one request. */
  hit(kind: RateKind, id: string): Standing;
  /** Where it stands, without counting. */
  look(kind: RateKind, id: string): Standing;
  /** Brings what is counted to the database now, and what the others counted here. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

interface Bucket {
  kind: RateKind;
  window: number;
  /** What the database knew of all replicas at the last batch. */
  shared: number;
  /** Counted here since, or on its way. */
  waiting: number;
}

export function open_rate_limits(platform: Platform): RateLimits {
  const buckets = new Map<string, Bucket>();
  const limits: Record<RateKind, number> = {
    key: specs.key.fallback,
    account: specs.account.fallback,
    address: specs.address.fallback,
    refused: specs.refused.fallback,
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;
  let settings_read = 0;
  let window_now = 0;
  // A database that is away is not asked at every request; until then each replica counts for itself.
  let quiet_until = 0;

  const now_ms = () => platform.now().epochMilliseconds;

  const bucket_of = (kind: RateKind, id: string): Bucket => {
    const window = Math.floor(now_ms() / window_ms);
    // Last moments of the old minute that were not brought yet are forgiven; so is a flood of addresses.
    if (window !== window_now || buckets.size >= most_buckets) {
      window_now = window;
      buckets.clear();
    }
    const name = `${kind}:${id}`;
    const known = buckets.get(name);
    if (known) return known;
    const fresh = { kind, window, shared: 0, waiting: 0 };
    buckets.set(name, fresh);
    return fresh;
  };

  const standing = ({ kind, shared, waiting }: Bucket): Standing => {
    const limit = limits[kind];
    const used = shared + waiting;
    return {
      allowed: used <= limit,
      limit,
      remaining: Math.max(0, limit - used),
      reset: Math.ceil((window_ms - (now_ms() % window_ms)) / 1000),
    };
  };

  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    return running ??= send().catch((error) => {
      quiet_until = Date.now() + settings_ms;
      log.warn("counts of requests could not be shared with other replicas", { error });
    }).finally(() => running = null);
  };

  const send = async () => {
    const batch = [...buckets].filter(([, bucket]) => bucket.waiting > 0).map(([name, bucket]) => ({
      bucket: name,
      at: new Date(bucket.window * window_ms).toISOString(),
      count: bucket.waiting,
      held: bucket,
    }));
    if (batch.length > 0) {
      const rows = await platform.db.sql<{ bucket: string; count: number }[]>`
        /* access.count_requests */
        insert into rate_counters as c (bucket, window_start, count)
        select b.bucket, b.at, b.count
          from jsonb_to_recordset(${
        JSON.stringify(batch.map(({ bucket, at, count }) => ({ bucket, at, count })))
      }::text::jsonb) as b(bucket text, at timestamptz, count int)
         order by b.bucket
        on conflict (bucket, window_start) do update set count = c.count + excluded.count
        returning bucket, count`;
      const counted = new Map(rows.map((row) => [row.bucket, row.count]));
      for (const { bucket, count, held } of batch) {
        held.waiting -= count;
        held.shared = counted.get(bucket) ?? held.shared + count;
      }
    }
    if (Date.now() - settings_read < settings_ms) return;
    settings_read = Date.now();
    await platform.db.sql`delete from rate_counters where window_start < ${
      new Date(now_ms() - 10 * window_ms).toISOString()
    }::text::timestamptz`;
    await platform.read(job_actor("rate limits"), async (tx) => {
      limits.key = await read_setting(tx, specs.key);
      limits.account = await read_setting(tx, specs.account);
      limits.address = await read_setting(tx, specs.address);
      limits.refused = await read_setting(tx, specs.refused);
    });
  };

  return {
    hit(kind, id) {
      const bucket = bucket_of(kind, id);
      bucket.waiting++;
      if (running || Date.now() < quiet_until) return standing(bucket);
      if (bucket.waiting >= limits[kind] / 20) void flush();
      else timer ??= setTimeout(() => void flush(), flush_ms);
      return standing(bucket);
    },
    look: (kind, id) => standing(bucket_of(kind, id)),
    flush,
    async close() {
      clearTimeout(timer);
      await running;
    },
  };
}
