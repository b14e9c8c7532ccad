/** Answers to the question "is it you?": in the middle of a sign-in, and within a session. */
import {
  enter_guards,
  fail_step,
  pass_step,
  type Pending,
  settle_guards,
  type SignInOutcome,
  step_up_session,
  username_of,
} from "~/domain/access/mod.ts";
import { token_hash } from "~/domain/kernel/crypto/tokens.ts";
import { invalid, unauthenticated } from "~/domain/kernel/errors.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { demand_own } from "./own.ts";
import { has_second_factor } from "./methods.ts";
import { check_passkey } from "./passkeys.ts";
import { check_recovery_code } from "./recovery_codes.ts";
import { step_name } from "./required.ts";
import { check_totp } from "./totp.ts";

/** One of them is filled in. */
export interface SecondProof {
  /** Six digits of an app, or a recovery code. */
  code: string;
  /** A passkey's answer, as JSON. */
  passkey: string;
}
export type SecondMethod = "totp" | "passkey" | "recovery_code";

/** @returns how it was proven; null for a wrong answer, which the caller counts and commits */
async function check_proof(tx: Tx, person_id: string, proof: SecondProof): Promise<SecondMethod | null> {
  if (proof.passkey) return await check_passkey(tx, person_id, proof.passkey) === person_id ? "passkey" : null;
  if (/^[\d\s]*$/.test(proof.code)) return await check_totp(tx, person_id, proof.code) ? "totp" : null;
  return await check_recovery_code(tx, person_id, proof.code) ? "recovery_code" : null;
}

/** @returns what follows, or null for a wrong answer: it is counted against the account, so commit and then refuse */
export async function answer_second_factor(
  tx: Tx,
  pending: Pending,
  proof: SecondProof,
): Promise<SignInOutcome | null> {
  // Without any, the step asks for setting one up; that is another door.
  const method = await has_second_factor(tx, pending.person_id)
    ? await check_proof(tx, pending.person_id, proof)
    : null;
  if (method) return await pass_step(tx, pending, step_name, method);
  await fail_step(tx, pending);
  return null;
}

export const wrong_proof = () =>
  invalid(
    "code",
    undefined,
    "is wrong, was used before, or is too old",
    "Wait for the next code of your app, or use a recovery code.",
  );

/**
 * A proof within the session: a second factor, or the password of somebody who has none.
 *
 * Wrong ones lock this session's proofs, not the account: who only knows the name must not be able to keep its owner
 * from confirming.
 * @param password_matches the costly check, done outside of the transaction; false where none was typed
 * @returns false for a wrong answer: commit it, then refuse
 */
export async function step_up(tx: Tx, proof: SecondProof, password_matches: boolean): Promise<boolean> {
  const { person_id, session_id } = demand_own(tx);
  return await tx.elevated(async (tx) => {
    const username = await username_of(tx, person_id) ?? person_id;
    const attempt = { username, ip: null, device: token_hash(`step-up/${session_id}`) };
    const { locked } = await enter_guards(tx, attempt);
    if (locked) throw unauthenticated("Too many wrong answers. Wait 15 minutes, or sign in again.");
    const proven = await has_second_factor(tx, person_id)
      ? await check_proof(tx, person_id, proof) !== null
      : password_matches;
    await settle_guards(tx, attempt, !proven, person_id);
    if (proven) await step_up_session(tx, session_id);
    return proven;
  });
}
