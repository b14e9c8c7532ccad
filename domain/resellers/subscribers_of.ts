import type { Condition } from "~/domain/kernel/list_sql.ts";
import { demand_staff } from "~/domain/kernel/staff_only.ts";
import type { Tx } from "~/domain/kernel/tx.ts";

/** Narrows a list of subscribers to those that a reseller serves now. */
export const subscribers_of_reseller = (id: string): Condition => (to) =>
  `t.id in (
     select l.subscriber_id
       from reseller_subscribers l
      where l.reseller_id = ${
    to.bind(id, "uuid")
  } and l.is_active and l.since <= now() and (l.until is null or l.until > now()))`;

/** Who serves a subscriber now. */
export async function reseller_of(
  tx: Tx,
  subscriber_id: string,
): Promise<{ id: string; name: string; since: string } | null> {
  demand_staff(tx, "resellers:read");
  const [row] = await tx.sql<{ id: string; name: string; since: string }[]>`
    select r.id, r.name, l.since
      from reseller_subscribers l
      join resellers r on r.id = l.reseller_id
     where l.subscriber_id = ${subscriber_id}::text::uuid and l.is_active and l.since <= now() and (l.until is null or l.until > now())`;
  return row ?? null;
}
