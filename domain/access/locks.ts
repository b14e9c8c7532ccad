/** What is locked now, for administrators. */
import { demand } from "~/domain/kernel/actor.ts";
import { invalid, not_found } from "~/domain/kernel/errors.ts";
import type { Tx } from "~/domain/kernel/tx.ts";

export interface Lock {
  kind: "account" | "address";
  /** The address; for an account the hash of its name. */
  key: string;
  /** The person of a locked account; null where nobody has that name: somebody guesses names. */
  person_id: string | null;
  name: string | null;
  strikes: number;
  locked_until: string;
}

/** The 200 that stay locked longest. */
export async function list_locks(tx: Tx): Promise<Lock[]> {
  demand(tx.actor, "users:read");
  return [
    ...await tx.sql<Lock[]>`
      /* access.list_locks */
      select g.kind, g.key, p.id as person_id, p.display_name as name, g.strikes, g.locked_until
        from sign_in_guards g
        left join user_credentials c on g.kind = 'account' and account_guard_key(c.username) = g.key and c.is_active
        left join people p on p.id = c.person_id
       where g.locked_until > ${tx.now().toString()}::text::timestamptz and g.kind in ('account', 'address')
       order by g.locked_until desc
       limit 200`,
  ];
}

export async function lift_lock(tx: Tx, kind: string, key: string): Promise<void> {
  demand(tx.actor, "users:manage");
  if (kind !== "account" && kind !== "address") throw invalid("kind", kind, "is neither account nor address");
  const [row] = await tx.sql`delete from sign_in_guards where kind = ${kind} and key = ${key} returning kind`;
  if (!row) throw not_found("lock", kind === "address" ? key : "(account)");
  tx.audit({
    action: "sign_in.lock_lifted",
    entity_type: "sign_in_guard",
    entity_id: "00000000-0000-0000-0000-000000000000",
    entity_label: kind === "address" ? key : "account of nobody",
    subscriber_id: null,
    changes: {},
  });
}

/** Counts of failures that are long over. @returns rows removed */
export async function forget_old_guards(tx: Tx): Promise<number> {
  const rows = await tx.sql`
    delete from sign_in_guards
     where touched_at < ${tx.now().subtract({ hours: 72 }).toString()}::text::timestamptz
       and (locked_until is null or locked_until < ${tx.now().subtract({ hours: 24 }).toString()}::text::timestamptz)`;
  const others = [
    await tx.sql`delete from identity_requests where expires_at < ${tx.now().toString()}::text::timestamptz`,
    await tx.sql`delete from spent_logout_tokens where expires_at < ${tx.now().toString()}::text::timestamptz`,
    await tx.sql`delete from pending_sign_ins where expires_at < ${tx.now().toString()}::text::timestamptz`,
    await tx.sql`delete from access_links where expires_at < ${
      tx.now().subtract({ hours: 24 * 30 }).toString()
    }::text::timestamptz`,
    await tx.sql`delete from link_requests where created_at < ${
      tx.now().subtract({ hours: 24 }).toString()
    }::text::timestamptz`,
  ];
  return rows.count + others.reduce((sum, each) => sum + each.count, 0);
}
