/** How a key is used: requests by day, addresses, and who still sends the old secret. */
import type { Tx } from "~/domain/kernel/tx.ts";

export const kept_days = 90;
export const shown_days = 30;

export interface KeyUsage {
  /** The last 30 days, oldest first, UTC; days without a request are there with 0. */
  days: { day: string; requests: number }[];
  /** Of the same days, the busiest 20. IPv6 by its /64. */
  addresses: { address: string; requests: number; last_used_at: string }[];
  /** When and from where the secret before the last rotation was used; null where none is in its grace. */
  previous_secret: { valid_until: string; last_used_at: string | null; last_used_ip: string | null } | null;
}

/** The caller has read the key itself. */
export async function key_usage(tx: Tx, id: string): Promise<KeyUsage> {
  const now = tx.now().toString();
  const [days, addresses, [previous]] = await Promise.all([
    tx.sql<KeyUsage["days"]>`
      /* api_keys.days */
      select d::date as day, coalesce(sum(u.requests), 0)::float8 as requests
        from generate_series(
               (${now}::text::timestamptz at time zone 'UTC')::date - ${shown_days - 1}::int,
               (${now}::text::timestamptz at time zone 'UTC')::date, interval '1 day') d
        left join api_key_uses u on u.key_id = ${id}::text::uuid and u.day = d::date
       group by d
       order by d`,
    tx.sql<KeyUsage["addresses"]>`
      /* api_keys.addresses */
      select address, sum(requests)::float8 as requests, max(last_used_at) as last_used_at
        from api_key_uses
       where key_id = ${id}::text::uuid and day > (${now}::text::timestamptz at time zone 'UTC')::date - ${shown_days}::int
       group by address
       order by sum(requests) desc, address
       limit 20`,
    tx.sql<NonNullable<KeyUsage["previous_secret"]>[]>`
      /* api_keys.previous_secret */
      select valid_until, last_used_at, last_used_ip
        from api_key_secrets
       where key_id = ${id}::text::uuid and valid_until > ${now}::text::timestamptz
       order by created_at desc
       limit 1`,
  ]);
  return { days: [...days], addresses: [...addresses], previous_secret: previous ?? null };
}
