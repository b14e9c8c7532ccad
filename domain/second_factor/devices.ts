/** Browsers that may skip the second factor for a while, because their owner said so there. The token alone is nothing: the password is asked as ever. */
import { not_found } from "~/domain/kernel/errors.ts";
import { random_token, token_hash } from "~/domain/kernel/crypto/tokens.ts";
import { is_uuid } from "~/domain/kernel/text/uuid.ts";
import type { Tx } from "~/domain/kernel/tx.ts";

export const remembered_days = 30;

export interface RememberedDevice {
  id: string;
  user_agent: string | null;
  ip: string | null;
  created_at: string;
  last_used_at: string | null;
  expires_at: string;
}

/** @returns the token for the browser's cookie; only its hash is stored */
export async function remember_device(tx: Tx, person_id: string): Promise<string> {
  const token = random_token();
  const now = tx.now();
  await tx
    .sql`delete from remembered_devices where person_id = ${person_id} and expires_at <= ${now.toString()}::text::timestamptz`;
  await tx.sql`
    insert into remembered_devices (person_id, token_hash, user_agent, ip, created_at, expires_at)
    values (${person_id}, ${token_hash(token)}, ${tx.actor.request?.user_agent?.slice(0, 500) ?? null}, ${
    tx.actor.request?.ip ?? null
  }, ${now.toString()}::text::timestamptz,
            ${now.add({ hours: 24 * remembered_days }).toString()}::text::timestamptz)`;
  return token;
}

export async function is_remembered(tx: Tx, person_id: string, token: string | null): Promise<boolean> {
  if (!token) return false;
  const now = tx.now().toString();
  const [found] = await tx.sql`
    update remembered_devices set last_used_at = ${now}::text::timestamptz
     where person_id = ${person_id}::text::uuid and token_hash = ${
    token_hash(token)
  } and expires_at > ${now}::text::timestamptz
    returning id`;
  return Boolean(found);
}

export async function list_remembered(tx: Tx, person_id: string): Promise<RememberedDevice[]> {
  return await tx.sql<RememberedDevice[]>`
    select id, user_agent, ip, created_at, last_used_at, expires_at from remembered_devices
     where person_id = ${person_id}::text::uuid and expires_at > ${tx.now().toString()}::text::timestamptz
     order by created_at desc`;
}

export async function forget_device(tx: Tx, person_id: string, id: string): Promise<void> {
  const [gone] = is_uuid(id)
    ? await tx.sql`delete from remembered_devices where id = ${id} and person_id = ${person_id} returning id`
    : [];
  if (!gone) throw not_found("remembered device", id);
  tx.audit({
    action: "second_factor.device_forgotten",
    entity_type: "person",
    entity_id: person_id,
    entity_label: "remembered device",
    subscriber_id: null,
    changes: {},
  });
}
