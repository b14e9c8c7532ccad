/**
 * Sign-in in steps. The first proof (password, external identity, link) opens a session at once, or, where more is
 * asked of this person, a pending sign-in: minutes old, known by a token that works once.
 *
 * A further proof is a step that its own file registers; nothing here knows of TOTP or passkeys.
 */
import { unauthenticated } from "~/domain/kernel/errors.ts";
import { random_token, token_hash } from "~/domain/kernel/crypto/tokens.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import type { Audience } from "./actor_of_session.ts";
import { audiences_of } from "./audiences.ts";
import { clear_failures_of, count_failure_of } from "./guards.ts";
import { open_session, type Opened, type ProvenIdentity } from "./sessions.ts";

/** Minutes for all steps together: a step that is passed gives no new time. */
export const pending_minutes = 5;
const most_attempts = 5;

export interface Proven {
  person_id: string;
  /** How, in order: `password`, `oidc`, `link`, `totp`, `passkey`, `recovery_code`. */
  auth_methods: readonly string[];
  /** Steps that were passed already. */
  passed?: readonly string[];
  /** The cookie of a remembered device, for steps that such a device may skip. */
  remembered?: string | null;
  /** Whose word at an identity provider this was. */
  identity?: ProvenIdentity | null;
}

export interface Step {
  /** Also its page: `second-factor` is asked at `<portal>/auth/second-factor`. */
  name: string;
  /** Whether this person must pass it now to enter this portal. */
  needed(tx: Tx, person_id: string, audience: Audience, proven: Proven): Promise<boolean>;
}

export interface Pending extends Proven {
  id: string;
  /** Shown to the browser or client alone; null on what was read back from the database. */
  token: string | null;
  audience: Audience;
  passed: readonly string[];
  steps: readonly string[];
  data: Record<string, unknown>;
  expires_at: string;
}

export type SignInOutcome = { kind: "open"; opened: Opened } | { kind: "pending"; pending: Pending };

const registered: Step[] = [];

/** Keeps somebody out for a reason of its own. @returns the sentence that they are told, or null */
export type EntryRule = (tx: Tx, person_id: string, audience: Audience, proven: Proven) => Promise<string | null>;
const entry_rules: EntryRule[] = [];

/** Every sign-in passes it, however it was proven. */
export const entry_rule = (rule: EntryRule): void => void entry_rules.push(rule);

/** `sign_in_step("second-factor", { needed: async (tx, person_id, audience) => … })`; asked in the order of registration. */
export function sign_in_step(name: string, step: Omit<Step, "name">): Step {
  if (!/^[a-z][a-z-]*$/.test(name)) {
    throw new Error(`Step '${name}' must be named in lower case and hyphens: its page's path has the name`);
  }
  if (registered.some((each) => each.name === name)) throw new Error(`Step '${name}' is registered twice`);
  const declared = { ...step, name };
  registered.push(declared);
  return declared;
}

/**
 * What follows a proof that held: a session, or the next step.
 * @throws DomainError 401 where no role opens this portal to the person, or a rule keeps them out
 */
export async function finish_sign_in(tx: Tx, proven: Proven | Pending, audience: Audience): Promise<SignInOutcome> {
  if (!(await audiences_of(tx, proven.person_id)).includes(audience)) {
    throw unauthenticated("This account does not open this portal. Ask whoever invited you.");
  }
  for (const rule of entry_rules) {
    const refusal = await rule(tx, proven.person_id, audience, proven);
    if (refusal) throw unauthenticated(refusal);
  }
  const passed = proven.passed ?? [];
  const steps: string[] = [];
  for (const step of registered) {
    if (!passed.includes(step.name) && await step.needed(tx, proven.person_id, audience, proven)) steps.push(step.name);
  }
  if (steps.length > 0) {
    return { kind: "pending", pending: await open_pending(tx, { ...proven, passed }, audience, steps) };
  }
  await clear_failures_of(tx, proven.person_id);
  // Once all steps are passed, whatever they were: reviews judge by it who still comes.
  await tx.sql`
    update user_credentials set last_sign_in_at = ${tx.now().toString()}::text::timestamptz
     where person_id = ${proven.person_id} and is_active`;
  const { identity = null } = proven;
  return {
    kind: "open",
    opened: await open_session(tx, proven.person_id, audience, proven.auth_methods, { identity }),
  };
}

async function open_pending(
  tx: Tx,
  proven: Proven & { passed: readonly string[]; expires_at?: string },
  audience: Audience,
  steps: string[],
): Promise<Pending> {
  const token = random_token();
  const expires_at = proven.expires_at ?? tx.now().add({ minutes: pending_minutes }).toString();
  const [row] = await tx.sql<{ id: string }[]>`
    insert into pending_sign_ins (token_hash, person_id, audience, auth_methods, steps, passed, external_identity_id, provider_session, expires_at)
    values (${token_hash(token)}, ${proven.person_id}, ${audience}, ${list(tx, proven.auth_methods)}, ${
    list(tx, steps)
  }, ${list(tx, proven.passed)}, ${proven.identity?.id ?? null}::text::uuid, ${
    proven.identity?.provider_session ?? null
  }, ${expires_at}::text::timestamptz)
    returning id`;
  return {
    id: row?.id ?? "",
    token,
    person_id: proven.person_id,
    audience,
    auth_methods: proven.auth_methods,
    passed: proven.passed,
    identity: proven.identity ?? null,
    steps,
    data: {},
    expires_at,
  };
}

/** A text[] from JSON: no array encoder of the driver, which every pool would have to learn first. */
const list = (tx: Tx, items: readonly string[]) =>
  tx.sql`array(select jsonb_array_elements_text(${JSON.stringify(items)}::text::jsonb))`;

/** The sign-in that waits for its next step, locked until the transaction ends: two guesses at once count as two. @throws DomainError 401 */
export async function find_pending(tx: Tx, token: string, audience: Audience): Promise<Pending> {
  const [row] = await tx.sql<Omit<Pending, "token">[]>`
    select id, person_id, audience, to_jsonb(auth_methods) as auth_methods, to_jsonb(steps) as steps, to_jsonb(passed) as passed, data, expires_at,
           case when external_identity_id is not null then jsonb_build_object('id', external_identity_id, 'provider_session', provider_session) end as identity
      from pending_sign_ins
     where token_hash = ${
    token_hash(token)
  } and audience = ${audience} and expires_at > ${tx.now().toString()}::text::timestamptz and attempts < ${most_attempts}
       for update`;
  if (!row) throw unauthenticated("This sign-in has waited too long, or was finished already. Sign in again.");
  return { ...row, token: null };
}

/** What a step keeps until it is answered, under its own name. */
export async function keep_pending_data(tx: Tx, pending: Pending, data: Record<string, unknown>): Promise<void> {
  await tx.sql`update pending_sign_ins set data = data || ${
    JSON.stringify(data)
  }::text::jsonb where id = ${pending.id}`;
}

/** The step held. Its token is spent; what follows is a session or a pending sign-in with a new token. */
export async function pass_step(tx: Tx, pending: Pending, step: string, method: string): Promise<SignInOutcome> {
  if (pending.steps[0] !== step) throw unauthenticated("Another step comes first. Sign in again.");
  const [spent] = await tx.sql`delete from pending_sign_ins where id = ${pending.id} returning id`;
  if (!spent) throw unauthenticated();
  return await finish_sign_in(tx, {
    ...pending,
    auth_methods: [...pending.auth_methods, method],
    passed: [...pending.passed, step],
  }, pending.audience);
}

/** A wrong answer. Five end this sign-in, and each counts towards the lock of the account. Commit it, then refuse. */
export async function fail_step(tx: Tx, pending: Pending): Promise<void> {
  await tx.sql`update pending_sign_ins set attempts = attempts + 1 where id = ${pending.id}`;
  await count_failure_of(tx, pending.person_id);
}
