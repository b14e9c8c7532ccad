/** Who acts for a subscriber, and the one rule by which a person leads to a subscriber. */
import { demand } from "~/domain/kernel/actor.ts";
import { refusal } from "~/domain/kernel/db_errors.ts";
import type { Row } from "~/domain/kernel/entity.ts";
import { manager } from "~/domain/kernel/manager.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { people } from "~/domain/people/mod.ts";
import { subscriber_person } from "./subscriber.ts";
import { type Subscriber, subscribers } from "./subscribers.ts";

export type SubscriberPerson = Row<typeof subscriber_person>;
export type SubscriberRole = SubscriberPerson["role"];

refusal("subscriber_people_one_each", {
  field: "person_id",
  message: "is linked to this subscriber already",
  remedy: "Change the role of that link instead.",
});
refusal("subscriber_people_one_primary", {
  field: "is_primary",
  message: "was given to another subscriber at the same moment",
  remedy: "Load the person again and choose.",
});

export const subscriber_people = manager(subscriber_person, {
  prepare: async (tx, input, before) => {
    const person_id = input.person_id ?? before?.person_id;
    const primary = (input.is_primary ?? before?.is_primary ?? false) && (input.is_active ?? before?.is_active ?? true);
    if (primary && person_id) await clear_primary(tx, person_id, before?.id ?? null);
    return input;
  },
});

async function clear_primary(tx: Tx, person_id: string, except: string | null): Promise<void> {
  const others = await tx.sql<{ id: string }[]>`
    select id
      from subscriber_people
     where person_id = ${person_id}::text::uuid
       and is_primary
       and is_active
       and id is distinct from ${except}::text::uuid
       for update`;
  for (const { id } of others) {
    await subscriber_people.patch(tx, await subscriber_people.lock(tx, id), { is_primary: false });
  }
}

export interface Link {
  person_id: string;
  role?: SubscriberRole | undefined;
  /** Makes this the subscriber that the person stands for; another one that was it is no more. */
  is_primary?: boolean | undefined;
}

/** Links a person to a subscriber, or changes the link there is. @throws DomainError 404 for a subscriber or person out of sight */
export async function link_person(tx: Tx, subscriber_id: string, link: Link): Promise<SubscriberPerson> {
  if (!tx.trusted) demand(tx.actor, "subscribers:update");
  const target = await subscribers.get(tx, subscriber_id);
  const who = await people.fetch(tx, link.person_id);
  return await tx.elevated(async (inner) => {
    const [known] = await inner.sql<{ id: string }[]>`
      select id
        from subscriber_people
       where subscriber_id = ${target.id}::text::uuid and person_id = ${who.id}::text::uuid and is_active`;
    const { role, is_primary } = link;
    if (!known) {
      return await subscriber_people.create(inner, { subscriber_id: target.id, person_id: who.id, role, is_primary });
    }
    if (role === undefined && is_primary === undefined) return await subscriber_people.fetch(inner, known.id);
    return await subscriber_people.update(inner, known.id, { role, is_primary });
  });
}

/**
 * The subscriber that a person stands for: the one designated as primary. Null where none is, also if the person is linked to exactly one:
 * a guess here would put one customer's ticket on another's account.
 */
export async function primary_subscriber_of(tx: Tx, person_id: string): Promise<Subscriber | null> {
  const [row] = await tx.sql<{ subscriber_id: string }[]>`
    select l.subscriber_id
      from subscriber_people l
      join subscribers s on s.id = l.subscriber_id and s.is_active
     where l.person_id = ${person_id}::text::uuid and l.is_primary and l.is_active`;
  return row ? await subscribers.fetch(tx, row.subscriber_id) : null;
}
