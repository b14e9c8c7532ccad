/**
 * Nobody gives what they do not have, nor for longer than they have it, and nobody takes what they could not have given.
 * Keys of portals are no rights of staff: whoever manages users may give them.
 */
import { forbidden, invalid, not_found } from "~/domain/kernel/errors.ts";
import { grants_covering, key_audience } from "~/domain/kernel/permissions.ts";
import { is_uuid } from "~/domain/kernel/text/uuid.ts";
import type { Tx } from "~/domain/kernel/tx.ts";

/** @throws DomainError 403 that names the first key that is beyond the actor */
export function demand_within(tx: Tx, keys: Iterable<string>, remedy: string): void {
  if (tx.trusted) return;
  const beyond = [...keys].find((key) => key_audience(key) === "admin" && !tx.actor.permissions.has(key));
  if (beyond) throw forbidden(beyond, remedy);
}

/**
 * A right that ends tomorrow cannot be turned into one that stays.
 * @param until when what is given ends; null for never
 * @throws DomainError 422
 */
export async function demand_no_longer(tx: Tx, keys: readonly string[], until: string | null): Promise<void> {
  const { person_id } = tx.actor;
  const given = keys.filter((key) => key_audience(key) === "admin");
  if (tx.trusted || !person_id || given.length === 0) return;
  const held = await tx.sql<{ key: string; expires_at: string | null }[]>`
    /* access.own_ends */
    select key, expires_at
      from held_permissions
     where person_id = ${person_id}::text::uuid and audience = 'admin'
       and (expires_at is null or expires_at > ${tx.now().toString()}::text::timestamptz)`;
  for (const key of given) {
    const covering = new Set(grants_covering(key));
    const ends = held.filter((each) => covering.has(each.key)).map((each) => each.expires_at);
    const last = ends.filter((end) => end !== null).sort((a, b) => Date.parse(a) - Date.parse(b)).at(-1);
    if (last === undefined || ends.includes(null)) continue;
    if (until === null || Date.parse(until) > Date.parse(last)) {
      throw invalid(
        "expires_at",
        until ?? "never",
        `is later than the end of your own right to ${key}, ${last}`,
        "Choose an earlier end, or ask somebody whose right stays.",
      );
    }
  }
}

/** Whoever may set a person's password may become that person: only for people who have no more rights than oneself. */
export async function demand_not_above(tx: Tx, person_id: string): Promise<void> {
  if (tx.trusted) return;
  const [person] = is_uuid(person_id) ? await tx.sql`select 1 from people where id = ${person_id}::text::uuid` : [];
  if (!person) throw not_found("person", person_id); // who has left is somebody too: their sessions can be ended
  const rows = await tx.sql<{ key: string }[]>`
    /* access.rights_of_another */
    select distinct key
      from held_permissions
     where person_id = ${person_id}::text::uuid
       and (expires_at is null or expires_at > ${tx.now().toString()}::text::timestamptz)
     order by key`;
  demand_within(
    tx,
    rows.map((row) => row.key),
    "This person may do more than you: ask somebody who has that permission.",
  );
}

/** @throws DomainError 422 for an end that has passed already */
export function check_end(tx: Tx, expires_at: string | null | undefined): void {
  if (!expires_at) return;
  if (Temporal.Instant.compare(Temporal.Instant.from(expires_at), tx.now()) <= 0) {
    throw invalid("expires_at", expires_at, "is in the past", "Choose a later end, or none.");
  }
}

/** @throws DomainError 404 for nobody, and for somebody who has left */
export async function demand_person(tx: Tx, person_id: string): Promise<string> {
  const [person] = is_uuid(person_id)
    ? await tx.sql<{ name: string }[]>`
        select display_name as name from people where id = ${person_id}::text::uuid and is_active`
    : [];
  if (!person) throw not_found("person", person_id);
  return person.name;
}
