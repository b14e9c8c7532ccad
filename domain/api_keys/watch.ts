/** What the clock does for keys: warns their owners, and forgets old figures. */
import type { Tx } from "~/domain/kernel/tx.ts";
import { notify_all } from "~/domain/notifications/mod.ts";
import { notice_link, type ToldKey } from "./notices.ts";
import { warning_days } from "./state.ts";
import { kept_days } from "./usage.ts";

const [early, late] = warning_days;

/**
 * Tells owners 14 days and 1 day before a key ends; each once, however often this runs. A key that lives shorter than
 * the warning is not warned of at its birth. @returns notices that were new
 */
export async function warn_of_expiry(tx: Tx): Promise<number> {
  const now = tx.now();
  const keys = await tx.sql<(ToldKey & { expires_at: string; days: number })[]>`
    /* api_keys.expiring */
    select k.id, k.name, k.owner_id, k.start, k.expires_at, d.days
      from api_keys k
      cross join lateral (
        select case when k.expires_at <= ${
    now.add({ hours: late * 24 }).toString()
  }::text::timestamptz then ${late}::int else ${early}::int end as days
      ) d
     where k.is_active and k.revoked_at is null
       and k.expires_at > ${now.toString()}::text::timestamptz
       and k.expires_at <= ${now.add({ hours: early * 24 }).toString()}::text::timestamptz
       and coalesce(k.rotated_at, k.created_at) <= k.expires_at - d.days * interval '1 day'`;
  return await notify_all(
    tx,
    keys.map((key) => ({
      template: "api_key_expiring",
      person_id: key.owner_id,
      link: notice_link(key.id),
      variables: { key: key.name, start: key.start, at: Temporal.Instant.from(key.expires_at) },
      dedupe_key: `${key.id}:${key.expires_at}:${key.days}`,
    })),
  );
}

/** @returns lines that were removed */
export async function forget_old_uses(tx: Tx): Promise<number> {
  const oldest = tx.now().subtract({ hours: kept_days * 24 }).toString();
  const { count } = await tx
    .sql`delete from api_key_uses where day < (${oldest}::text::timestamptz at time zone 'UTC')::date`;
  return count;
}
