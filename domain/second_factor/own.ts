/** What people do with their own second factors. Whoever acts as somebody else touches none of it. */
import { type Audience, demand_step_up, end_sessions_of, step_up_session } from "~/domain/access/mod.ts";
import { forbidden, unauthenticated } from "~/domain/kernel/errors.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { forget_device, list_remembered, type RememberedDevice } from "./devices.ts";
import {
  has_second_factor,
  list_methods,
  type Method,
  type MethodKind,
  remove_method,
  rename_method,
} from "./methods.ts";
import { add_passkey, ask_passkey, begin_passkey } from "./passkeys.ts";
import { make_recovery_codes, recovery_codes_left } from "./recovery_codes.ts";
import { must_have_second_factor } from "./required.ts";
import { begin_totp, confirm_totp } from "./totp.ts";

/** @throws DomainError 401 without a session, 403 for somebody who acts as the person */
export function demand_own(tx: Tx): { person_id: string; session_id: string } {
  const { person_id, session_id, impersonator } = tx.actor;
  if (!person_id || !session_id) throw unauthenticated();
  if (impersonator) throw forbidden("own account", "Only its owner looks after how an account is signed in to.");
  return { person_id, session_id };
}

export interface OwnSecurity {
  methods: Method[];
  recovery_codes: number;
  devices: RememberedDevice[];
  /** A role of theirs asks for a second factor. */
  required: boolean;
}

export async function own_security(tx: Tx, audience: Audience): Promise<OwnSecurity> {
  const { person_id } = demand_own(tx);
  return await tx.elevated(async (tx) => ({
    methods: await list_methods(tx, person_id),
    recovery_codes: await recovery_codes_left(tx, person_id),
    devices: await list_remembered(tx, person_id),
    required: await must_have_second_factor(tx, person_id, audience),
  }));
}

/** The own methods alone: what a step-up may ask for. */
export async function own_methods(tx: Tx): Promise<Method[]> {
  const { person_id } = demand_own(tx);
  return await tx.elevated((tx) => list_methods(tx, person_id));
}

/** A change of the own methods, after a fresh proof. */
async function changes<T>(tx: Tx, run: (tx: Tx, person_id: string, session_id: string) => Promise<T>): Promise<T> {
  const { person_id, session_id } = demand_own(tx);
  await demand_step_up(tx);
  return await tx.elevated((tx) => run(tx, person_id, session_id));
}

export const begin_own_totp = (tx: Tx) => changes(tx, begin_totp);
export const begin_own_passkey = (tx: Tx) => changes(tx, begin_passkey);
/** The question of a step-up. */
export async function ask_own_passkey(tx: Tx) {
  const { person_id } = demand_own(tx);
  return await tx.elevated((tx) => ask_passkey(tx, person_id));
}

/** @returns the recovery codes that came with the first method, or null where there are some; "wrong" for a wrong code */
export const confirm_own_totp = (tx: Tx, code: string, name: string): Promise<string[] | null | "wrong"> =>
  changes(tx, async (tx, person_id, session_id) => {
    const first = !await has_second_factor(tx, person_id);
    return await confirm_totp(tx, person_id, code, name) ? await added(tx, person_id, session_id, first) : "wrong";
  });

export const add_own_passkey = (tx: Tx, answer: string, name: string): Promise<string[] | null> =>
  changes(tx, async (tx, person_id, session_id) => {
    const first = !await has_second_factor(tx, person_id);
    await add_passkey(tx, person_id, answer, name);
    return await added(tx, person_id, session_id, first);
  });

/** Sessions that were opened without the first second factor may be a stranger's: they end. */
async function added(tx: Tx, person_id: string, session_id: string, first: boolean): Promise<string[] | null> {
  if (first) await end_sessions_of(tx, person_id, "second factor set up", session_id);
  await step_up_session(tx, session_id);
  return await recovery_codes_left(tx, person_id) > 0 ? null : await make_recovery_codes(tx, person_id);
}

export async function rename_own_method(tx: Tx, kind: MethodKind, id: string, name: string): Promise<void> {
  const { person_id } = demand_own(tx);
  await tx.elevated((tx) => rename_method(tx, person_id, kind, id, name));
}

export const remove_own_method = (tx: Tx, audience: Audience, kind: MethodKind, id: string): Promise<void> =>
  changes(
    tx,
    async (tx, person_id) =>
      await remove_method(tx, person_id, kind, id, await must_have_second_factor(tx, person_id, audience)),
  );

export const make_own_recovery_codes = (tx: Tx): Promise<string[]> => changes(tx, make_recovery_codes);

/** Needs no fresh proof: it only takes something away from a thief. */
export async function forget_own_device(tx: Tx, id: string): Promise<void> {
  const { person_id } = demand_own(tx);
  await tx.elevated((tx) => forget_device(tx, person_id, id));
}
