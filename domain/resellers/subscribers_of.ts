import type { Condition } from "~/domain/kernel/list_sql.ts";

/** Narrows a list of subscribers to those that a reseller serves now. */
export const subscribers_of_reseller = (id: string): Condition => (to) =>
  `t.id in (
     select l.subscriber_id
       from reseller_subscribers l
      where l.reseller_id = ${
    to.bind(id, "uuid")
  } and l.is_active and l.since <= now() and (l.until is null or l.until > now()))`;
