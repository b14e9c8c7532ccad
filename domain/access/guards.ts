/**
 * Lock-out. Five failures within 15 minutes lock for 15 minutes, and each lock in a row lasts twice as long, up to a
 * day: per account, and per address for whoever tries many accounts.
 *
 * Whoever wants to keep somebody out could fail on purpose for ever. So a device that has signed in to the account
 * before counts on its own (OWASP, "Slow Down Online Guessing Attacks with Device Cookies"): it is locked by its own
 * failures alone. A new device gets in by a reset link, which lifts the lock, or by an administrator.
 */
import { z } from "zod";
import { parse_ip, unmapped } from "~/domain/kernel/net/ip.ts";
import { read_setting, setting } from "~/domain/kernel/settings.ts";
import { declare_event } from "~/domain/kernel/events.ts";
import type { Tx } from "~/domain/kernel/tx.ts";

declare_event("sign_in.locked", "An account was locked for a while after failed sign-ins.");

export const window_minutes = 15;
export const first_lock_minutes = 15;
export const longest_lock_minutes = 24 * 60;

const account_failures = setting("access", "account_failures", {
  label: "Failed sign-ins until an account is locked",
  hint: "3 to 20 within 15 minutes. The lock lasts 15 minutes, then twice as long each time, up to a day.",
  schema: z.int().min(3).max(20),
  fallback: 5,
});
const address_failures = setting("access", "address_failures", {
  label: "Failed sign-ins until an address is locked",
  hint:
    "3 to 1000 within 15 minutes. Raise it where many people share one address; devices that signed in before are not affected.",
  schema: z.int().min(3).max(1_000),
  fallback: 5,
});

export interface Attempt {
  username: string;
  ip: string | null;
  /** Hash of the known device's nonce, where its cookie was genuine. */
  device: string | null;
}

/** IPv6 customers have a /64 and may take any address of it. */
export function address_key(ip: string): string {
  const parsed = parse_ip(ip);
  if (!parsed || unmapped(parsed).version === 4) return ip;
  return `${(parsed.value >> 64n).toString(16).padStart(16, "0").replace(/(.{4})(?=.)/g, "$1:")}::/64`;
}

interface GuardRow {
  kind: "account" | "address" | "device";
  is_locked: boolean;
}

/** Marks the attempt and holds its rows until the transaction ends, so that a hundred guesses at once are a hundred one after the other. */
export async function enter_guards(tx: Tx, attempt: Attempt): Promise<{ locked: boolean }> {
  const now = tx.now().toString();
  const rows = await tx.sql<GuardRow[]>`
    insert into sign_in_guards as g (kind, key, window_started_at, touched_at)
    select kind, key, ${now}::text::timestamptz, ${now}::text::timestamptz
      from (values ('account', account_guard_key(${attempt.username})), ('address', ${
    attempt.ip ? address_key(attempt.ip) : null
  }), ('device', ${attempt.device})) as keys(kind, key)
     where key is not null
    on conflict (kind, key) do update set touched_at = excluded.touched_at
    returning g.kind, coalesce(g.locked_until > ${now}::text::timestamptz, false) as is_locked`;
  const is_locked = (kind: GuardRow["kind"]) => rows.some((row) => row.kind === kind && row.is_locked);
  return { locked: attempt.device ? is_locked("device") : is_locked("account") || is_locked("address") };
}

/** Counts a failure, or nothing with the same work: how long a refusal takes must not tell why. */
export async function settle_guards(
  tx: Tx,
  attempt: Attempt,
  failed: boolean,
  person_id: string | null,
): Promise<void> {
  const limit = await read_setting(tx, account_failures);
  const address_limit = await read_setting(tx, address_failures);
  const locked = await count(
    tx,
    attempt.device
      ? tx.sql`kind = 'device' and key = ${attempt.device}`
      : tx.sql`(kind, key) in (('account', account_guard_key(${attempt.username})), ('address', ${
        attempt.ip ? address_key(attempt.ip) : ""
      }))`,
    failed ? 1 : 0,
    limit,
    address_limit,
  );
  if (failed && person_id && locked.includes("account")) tx.emit("sign_in.locked", { id: person_id }, "staff");
}

async function count(
  tx: Tx,
  which: ReturnType<Tx["sql"]>,
  by: number,
  limit: number,
  address_limit: number,
): Promise<string[]> {
  const now = tx.sql`${tx.now().toString()}::text::timestamptz`;
  const rows = await tx.sql<{ kind: string; locks: boolean }[]>`
    with counted as (
      select kind, key, strikes, locked_until,
             case when window_started_at < ${now} - make_interval(mins => ${window_minutes}) then ${by}::int else failures + ${by}::int end as failures,
             case when window_started_at < ${now} - make_interval(mins => ${window_minutes}) then ${now} else window_started_at end as window_started_at,
             case kind when 'address' then ${address_limit}::int else ${limit}::int end as allowed
        from sign_in_guards
       where ${which}
    ), judged as (
      select *, ${by}::int > 0 and failures >= allowed as locks,
             -- A day without a lock, and the next one is short again.
             case when locked_until < ${now} - make_interval(mins => ${longest_lock_minutes}) then 1 else strikes + 1 end as next_strikes
        from counted
    )
    update sign_in_guards g
       set failures = case when j.locks then 0 else j.failures end,
           window_started_at = j.window_started_at,
           strikes = case when j.locks then j.next_strikes else g.strikes end,
           locked_until = case when j.locks
             then ${now} + make_interval(mins => least(${longest_lock_minutes}::int, (${first_lock_minutes}::int * power(2, least(j.next_strikes, 20) - 1))::int))
             else g.locked_until end
      from judged j
     where g.kind = j.kind and g.key = j.key
    returning g.kind, j.locks`;
  return rows.filter((row) => row.locks).map((row) => row.kind);
}

/** A later step of a sign-in failed: it counts for the account, whichever device it came from. */
export async function count_failure_of(tx: Tx, person_id: string): Promise<void> {
  const [row] = await tx.sql<
    { username: string }[]
  >`select username from user_credentials where person_id = ${person_id}::text::uuid and is_active`;
  if (!row) return;
  await enter_guards(tx, { username: row.username, ip: null, device: null });
  await settle_guards(tx, { username: row.username, ip: null, device: null }, true, person_id);
}

/** Forgets what failed on an account: its owner is in. Its addresses keep their count, or a thief would clear it with an account of his own. */
export async function clear_failures_of(tx: Tx, person_id: string): Promise<void> {
  await tx.sql`
    delete from sign_in_guards
     where kind = 'account'
       and key = (select account_guard_key(username) from user_credentials where person_id = ${person_id}::text::uuid and is_active)`;
}
