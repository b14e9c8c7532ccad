/** Whom a notice reaches: people with their addresses, language and clock; a subscriber's account holders. */
import type { Tx } from "~/domain/kernel/tx.ts";

export interface Recipient {
  person_id: string;
  display_name: string;
  locale: string | null;
  timezone: string | null;
  email: string | null;
}

/** People with the address that mail goes to: the primary one, else a verified one, else the oldest. */
export async function people_by_id(tx: Tx, ids: readonly string[]): Promise<Map<string, Recipient>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.sql<Recipient[]>`
    /* notifications.people */
    select p.id as person_id, p.display_name, p.locale, p.timezone, c.address as email
      from people p
      left join lateral (
        select address
          from person_channels
         where person_id = p.id and channel_type = 'email' and is_active
         order by is_primary desc, verified_at is null, created_at
         limit 1
      ) c on true
     where p.id = any (${[...new Set(ids)]}::uuid[]) and p.is_active`;
  return new Map(rows.map((row) => [row.person_id, row]));
}

export interface Addressee {
  subscriber_id: string;
  /** Null where nobody holds the account and the subscriber's own address takes the mail. */
  person_id: string | null;
  /** Only with `person_id` null. */
  email: string | null;
  name: string;
}

/** Who hears of a subscriber's matters: its account holders with a mail address; where it has none, its own address. */
export async function addressees(tx: Tx, subscriber_ids: readonly string[]): Promise<Map<string, Addressee[]>> {
  if (subscriber_ids.length === 0) return new Map();
  const rows = await tx.sql<Addressee[]>`
    /* notifications.addressees */
    with holders as (
      select h.subscriber_id, h.person_id, p.display_name as name
        from subscriber_people h
        join people p on p.id = h.person_id and p.is_active
       where h.subscriber_id = any (${[...new Set(subscriber_ids)]}::uuid[]) and h.is_active
         and exists (select from person_channels c where c.person_id = p.id and c.channel_type = 'email' and c.is_active)
    )
    select subscriber_id, person_id, null as email, name from holders
    union all
    select s.id, null, s.email, s.name
      from subscribers s
     where s.id = any (${[...new Set(subscriber_ids)]}::uuid[]) and s.email is not null
       and not exists (select from holders where holders.subscriber_id = s.id)`;
  return Map.groupBy(rows, (row) => row.subscriber_id);
}
