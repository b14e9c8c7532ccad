/** A passkey as the only proof: it says whose it is, and its device has verified its owner (a finger, a face, a PIN). */
import { type Audience, finish_sign_in, type SignInOutcome } from "~/domain/access/mod.ts";
import { unauthenticated } from "~/domain/kernel/errors.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { ask_passkey, check_passkey } from "./passkeys.ts";

export const ask_any_passkey = (tx: Tx) => ask_passkey(tx, null);

/** @returns null for an answer that does not hold: commit, the question is spent, then refuse */
export async function sign_in_with_passkey(tx: Tx, audience: Audience, answer: string): Promise<SignInOutcome | null> {
  const person_id = await check_passkey(tx, null, answer);
  return person_id ? await finish_sign_in(tx, { person_id, auth_methods: ["passkey"] }, audience) : null;
}

export const refused_passkey = () =>
  unauthenticated("This passkey opens nothing here. Sign in with your user name and password.");
