/** The bell: what a person finds in the app, whoever they are. It needs no permission, only to be oneself. */
import type { Tx } from "~/domain/kernel/tx.ts";

export interface InboxItem {
  id: string;
  subject: string;
  body: string;
  link: string | null;
  read_at: string | null;
  created_at: string;
}

/** Newest first. An actor without a person (an API key) has none. @param limit 1 to 100 */
export async function own_notifications(
  tx: Tx,
  { unread = false, limit = 30 }: { unread?: boolean; limit?: number } = {},
): Promise<InboxItem[]> {
  if (!tx.actor.person_id) return [];
  return [
    ...await tx.sql<InboxItem[]>`
      /* notifications.own */
      select id, subject, body, link, read_at, created_at
        from notifications
       where person_id = ${tx.actor.person_id} and channel = 'in_app' and is_active
         and (read_at is null or not ${unread}::boolean)
       order by created_at desc, id desc
       limit ${Math.min(100, Math.max(1, limit))}`,
  ];
}

/** Counted up to 100: past that a bell shows "99+". */
export async function unread_count(tx: Tx): Promise<number> {
  if (!tx.actor.person_id) return 0;
  const [row] = await tx.sql<{ count: number }[]>`
    /* notifications.unread_count */
    select count(*)::int as count
      from (select 1 from notifications where person_id = ${tx.actor.person_id} and channel = 'in_app' and read_at is null and is_active limit 100) n`;
  return row?.count ?? 0;
}

/** Marks one's own notices as read: those named, or all. Foreign ids are passed over. @returns how many were unread */
export async function mark_read(tx: Tx, ids: readonly string[] | "all"): Promise<number> {
  const person_id = tx.actor.person_id;
  if (!person_id) return 0;
  return await tx.elevated(async (inner) => {
    const rows = await inner.sql`
      /* notifications.mark_read */
      update notifications
         set read_at = ${tx.now().toString()}::timestamptz
       where person_id = ${person_id} and channel = 'in_app' and read_at is null
         and (${ids === "all"}::boolean or id = any (${ids === "all" ? [] : [...ids]}::uuid[]))`;
    return rows.count;
  });
}
