/** User name and password. Every refusal is the same answer after the same work, whether the name exists or not. */
import { DomainError, invalid, unauthenticated } from "~/domain/kernel/errors.ts";
import { dummy_verify, hash_password, needs_rehash, verify_password } from "~/domain/kernel/crypto/password.ts";
import { declare_event } from "~/domain/kernel/events.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import type { Audience } from "./actor_of_session.ts";
import { audiences_of } from "./audiences.ts";
import { type Attempt, clear_failures_of, enter_guards, settle_guards } from "./guards.ts";
import { finish_sign_in, type SignInOutcome } from "./sign_in_steps.ts";

declare_event(
  "sign_in.password_changed",
  "A person's password was set or changed; what was remembered of the old one ends.",
);

export const password_length = { min: 12, max: 128 };

export interface Credential {
  id: string;
  person_id: string;
  username: string;
  password_hash: string;
}

export async function username_of(tx: Tx, person_id: string): Promise<string | null> {
  const [row] = await tx.sql<
    { username: string }[]
  >`select username from user_credentials where person_id = ${person_id}::text::uuid and is_active`;
  return row?.username ?? null;
}

export async function find_credential(tx: Tx, username: string): Promise<Credential | null> {
  const [row] = await tx.sql<Credential[]>`
    select c.id, c.person_id, c.username, c.password_hash
      from user_credentials c join people p on p.id = c.person_id and p.is_active
     where lower(c.username) = lower(${username}) and c.is_active`;
  return row ?? null;
}

export interface PasswordProof {
  matches: boolean;
  /** The same password under today's cost, where the stored hash is older. */
  rehashed: string | null;
}

/** The costly half, outside any transaction: a slow hash must not hold a database connection. */
export async function prove_password(credential: Credential | null, password: string): Promise<PasswordProof> {
  if (!credential || password.length > password_length.max) {
    return { matches: await dummy_verify(password.slice(0, password_length.max)), rehashed: null };
  }
  const matches = await verify_password(password, credential.password_hash);
  return {
    matches,
    rehashed: matches && needs_rehash(credential.password_hash) ? await hash_password(password) : null,
  };
}

export const refused_sign_in = (): DomainError =>
  unauthenticated(
    "User name or password is wrong, or the account is locked for a while. Check both, wait 15 minutes, or ask for a link to choose a new password.",
  );

export interface PasswordSignIn extends Attempt {
  audience: Audience;
  /** The cookie of a remembered device, for steps that it may skip. */
  remembered: string | null;
}

/** @returns the session or what is asked next, or null where sign-in is refused; a failure is counted by the same commit. */
export async function settle_sign_in(
  tx: Tx,
  credential: Credential | null,
  proof: PasswordProof,
  attempt: PasswordSignIn,
): Promise<SignInOutcome | null> {
  const { locked } = await enter_guards(tx, attempt);
  await settle_guards(tx, attempt, !locked && !proof.matches, credential?.person_id ?? null);
  if (!credential || locked || !proof.matches) return null;
  if (!(await audiences_of(tx, credential.person_id)).includes(attempt.audience)) return null;
  if (proof.rehashed) {
    await tx.sql`update user_credentials set password_hash = ${proof.rehashed} where id = ${credential.id}`;
  }
  return await finish_sign_in(tx, {
    person_id: credential.person_id,
    auth_methods: ["password"],
    remembered: attempt.remembered,
  }, attempt.audience);
}

/** @throws DomainError 422 for a password that is too short or long; no composition rules (NIST SP 800-63B, 5.1.1.2). */
export function check_password(password: string): void {
  if (password.length < password_length.min) {
    throw invalid("password", undefined, `must have at least ${password_length.min} characters`);
  }
  if (password.length > password_length.max) {
    throw invalid("password", undefined, `must have at most ${password_length.max} characters`);
  }
}

/** For demo data and the first administrator. People choose theirs behind a link. */
export async function set_password(tx: Tx, person_id: string, username: string, password: string): Promise<void> {
  check_password(password);
  await store_password_hash(tx, person_id, username, await hash_password(password));
}

export async function store_password_hash(tx: Tx, person_id: string, username: string, hash: string): Promise<void> {
  await tx.sql`
    insert into user_credentials (person_id, username, password_hash, password_changed_at) values (${person_id}, ${username}, ${hash}, ${tx.now().toString()}::text::timestamptz)
    on conflict (person_id) where is_active
    do update set username = excluded.username, password_hash = excluded.password_hash, password_changed_at = excluded.password_changed_at`;
  await clear_failures_of(tx, person_id);
  tx.emit("sign_in.password_changed", { id: person_id }, "staff");
  tx.audit({
    action: "user.password_set",
    entity_type: "person",
    entity_id: person_id,
    entity_label: username,
    subscriber_id: null,
    changes: {},
  });
}
