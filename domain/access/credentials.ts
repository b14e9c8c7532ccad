/** User name and password. Every refusal is the same answer after the same work, whether the name exists or not. */
import { DomainError, invalid, unauthenticated } from "~/domain/kernel/errors.ts";
import { dummy_verify, hash_password, needs_rehash, verify_password } from "~/domain/kernel/crypto/password.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import type { Audience } from "./actor_of_session.ts";
import { open_session, type Opened } from "./sessions.ts";

export const password_length = { min: 12, max: 128 };
/** Five failures lock for 15 minutes; each five more double it, up to a day. */
const failures_to_lock = 5;
const first_lock_minutes = 15;
const longest_lock_minutes = 24 * 60;

export interface Credential {
  id: string;
  person_id: string;
  password_hash: string;
  failed_attempts: number;
  is_locked: boolean;
  opens: boolean;
}

export async function find_credential(tx: Tx, username: string, audience: Audience): Promise<Credential | null> {
  const [row] = await tx.sql<Credential[]>`
    select c.id, c.person_id, c.password_hash, c.failed_attempts, coalesce(c.locked_until > ${tx.now().toString()}::text::timestamptz, false) as is_locked,
           exists (
             select from person_roles pr join roles r on r.id = pr.role_id and r.is_active
              where pr.person_id = c.person_id and pr.is_active and r.audience = ${audience} and (pr.expires_at is null or pr.expires_at > now())
           ) as opens
      from user_credentials c join people p on p.id = c.person_id and p.is_active
     where lower(c.username) = lower(${username}) and c.is_active`;
  return row ?? null;
}

/** The costly half, outside any transaction: a slow hash must not hold a database connection. */
export async function password_matches(credential: Credential | null, password: string): Promise<boolean> {
  if (!credential || password.length > password_length.max) return await dummy_verify(password.slice(0, password_length.max));
  return await verify_password(password, credential.password_hash);
}

export const refused_sign_in = (): DomainError => unauthenticated("User name or password is wrong, or the account is locked for a while. Check both, or wait 15 minutes.");

/** @returns the new session, or null where sign-in is refused; both are recorded. */
export async function settle_sign_in(tx: Tx, credential: Credential | null, matches: boolean, password: string, audience: Audience): Promise<Opened | null> {
  if (!credential) return null;
  if (credential.is_locked) return null;
  if (!matches || !credential.opens) {
    if (!matches) await count_failure(tx, credential.id);
    return null;
  }
  const rehashed = needs_rehash(credential.password_hash) ? await hash_password(password) : null;
  await tx.sql`
    update user_credentials
       set failed_attempts = 0, locked_until = null, last_sign_in_at = ${tx.now().toString()}::text::timestamptz,
           password_hash = coalesce(${rehashed}, password_hash)
     where id = ${credential.id}`;
  return await open_session(tx, credential.person_id, audience);
}

async function count_failure(tx: Tx, id: string): Promise<void> {
  await tx.sql`
    update user_credentials
       set failed_attempts = failed_attempts + 1,
           locked_until = case when (failed_attempts + 1) % ${failures_to_lock}::int = 0
             then ${tx.now().toString()}::text::timestamptz
                  + make_interval(mins => least(${longest_lock_minutes}::int, (${first_lock_minutes} * power(2, (failed_attempts + 1) / ${failures_to_lock}::int - 1))::int))
             else locked_until end
     where id = ${id}`;
}

/** @throws DomainError 422 for a password that is too short or long; no composition rules (NIST SP 800-63B, 5.1.1.2). */
export function check_password(password: string): void {
  if (password.length < password_length.min) throw invalid("password", undefined, `must have at least ${password_length.min} characters`);
  if (password.length > password_length.max) throw invalid("password", undefined, `must have at most ${password_length.max} characters`);
}

export async function set_password(tx: Tx, person_id: string, username: string, password: string): Promise<void> {
  check_password(password);
  const hash = await hash_password(password);
  await tx.sql`
    insert into user_credentials (person_id, username, password_hash) values (${person_id}, ${username}, ${hash})
    on conflict (person_id) where is_active
    do update set username = excluded.username, password_hash = excluded.password_hash, password_changed_at = now(), failed_attempts = 0, locked_until = null`;
  tx.audit({ action: "user.password_set", entity_type: "person", entity_id: person_id, entity_label: username, subscriber_id: null, changes: {} });
}
