/**
 * When and from where keys are used. A request adds to a Map; what is waiting goes to the database half a second after
 * a key's first use and then once a minute for each key, all keys in one statement.
 */
import { log } from "~/domain/kernel/log.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { address_key } from "./guards.ts";

export interface KeyUse {
  key_id: string;
  secret_id: string;
  ip: string | null;
}

export interface KeyUses {
  count(use: KeyUse): void;
  /** Writes what is waiting now, due or not. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const first_ms = 500;
const again_ms = 60_000;
/** Past this many addresses of one key in a minute the rest is "others": a botnet must not fill the table. */
const most_addresses = 50;
const others = "others";

interface Waiting {
  key_id: string;
  secret_id: string;
  ip: string | null;
  at: string;
  /** Requests by day and address. */
  requests: Map<string, { day: string; address: string; at: string; requests: number }>;
}

export function open_key_uses(platform: Platform): KeyUses {
  const waiting = new Map<string, Waiting>();
  const written = new Map<string, number>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let timer_at = Infinity;
  let running: Promise<void> = Promise.resolve();

  /** When what waits of a secret is to be written, in milliseconds of the process's clock. */
  const due_at = (secret_id: string, now: number) =>
    Math.max(now + first_ms, (written.get(secret_id) ?? -Infinity) + again_ms);

  const arm = (at: number) => {
    if (at >= timer_at) return;
    clearTimeout(timer);
    timer_at = at;
    timer = setTimeout(() => {
      timer_at = Infinity;
      const now = performance.now();
      void write((secret_id) => (written.get(secret_id) ?? -Infinity) + again_ms <= now);
    }, Math.max(0, at - performance.now()));
  };

  const write = (is_due: (secret_id: string) => boolean): Promise<void> =>
    running = running.then(async () => {
      const batch = [...waiting].filter(([secret_id]) => is_due(secret_id));
      for (const [secret_id] of batch) waiting.delete(secret_id);
      const now = performance.now();
      for (const [secret_id] of batch) written.set(secret_id, now);
      if (batch.length > 0) {
        await send(platform, batch.map(([, held]) => held)).catch((error) =>
          log.warn("uses of API keys could not be written", { error, keys: batch.length })
        );
      }
      for (const secret_id of waiting.keys()) arm(due_at(secret_id, now));
    });

  return {
    count({ key_id, secret_id, ip }) {
      const at = platform.now().toString();
      const held = waiting.get(secret_id) ?? { key_id, secret_id, ip, at, requests: new Map() };
      waiting.set(secret_id, held);
      [held.ip, held.at] = [ip, at];
      const day = at.slice(0, 10);
      const address = ip ? address_key(ip) : others;
      const known = held.requests.get(`${day} ${address}`);
      const place = known || held.requests.size < most_addresses ? address : others;
      const line = held.requests.get(`${day} ${place}`) ?? { day, address: place, at, requests: 0 };
      line.requests++;
      line.at = at;
      held.requests.set(`${day} ${place}`, line);
      arm(due_at(secret_id, performance.now()));
    },
    flush: () => write(() => true),
    async close() {
      clearTimeout(timer);
      timer_at = -Infinity;
      await write(() => true);
    },
  };
}

/** Rows are locked in the order of their ids, so that two replicas that write the same keys wait for each other instead of deadlocking. */
async function send(platform: Platform, batch: readonly Waiting[]): Promise<void> {
  const last = batch.map(({ key_id, secret_id, ip, at }) => ({ key_id, secret_id, ip, at }));
  const days = batch.flatMap(({ key_id, requests }) => [...requests.values()].map((line) => ({ key_id, ...line })));
  await platform.db.sql`
    /* access.key_uses */
    with last as (
      select * from jsonb_to_recordset(${
    JSON.stringify(last)
  }::text::jsonb) as l(key_id uuid, secret_id uuid, ip text, at timestamptz)
    ), held as (
      select k.id from api_keys k where k.id in (select key_id from last) order by k.id for no key update
    ), days as (
      insert into api_key_uses as u (key_id, day, address, requests, last_used_at)
      select d.key_id, d.day, d.address, sum(d.requests), max(d.at)
        from jsonb_to_recordset(${
    JSON.stringify(days)
  }::text::jsonb) as d(key_id uuid, day date, address text, requests int, at timestamptz)
        join held on held.id = d.key_id
       group by d.key_id, d.day, d.address
       order by d.key_id, d.day, d.address
      on conflict (key_id, day, address) do update
        set requests = u.requests + excluded.requests, last_used_at = greatest(u.last_used_at, excluded.last_used_at)
    ), secrets as (
      update api_key_secrets s
         set last_used_at = last.at, last_used_ip = last.ip
        from last join held on held.id = last.key_id
       where s.id = last.secret_id and (s.last_used_at is null or s.last_used_at <= last.at)
    )
    update api_keys k
       set last_used_at = latest.at, last_used_ip = latest.ip
      from (select distinct on (key_id) key_id, ip, at from last order by key_id, at desc) latest
      join held on held.id = latest.key_id
     where k.id = latest.key_id and (k.last_used_at is null or k.last_used_at <= latest.at)`;
}
