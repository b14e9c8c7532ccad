/** Setting up the first second factor in the middle of a sign-in, where a role asks for one: no session before it is done. */
import { fail_step, pass_step, type Pending, type SignInOutcome } from "~/domain/access/mod.ts";
import { conflict } from "~/domain/kernel/errors.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { has_second_factor } from "./methods.ts";
import { add_passkey, begin_passkey } from "./passkeys.ts";
import { make_recovery_codes } from "./recovery_codes.ts";
import { step_name } from "./required.ts";
import { begin_totp, confirm_totp, type NewTotp } from "./totp.ts";

export interface Enrolled {
  outcome: SignInOutcome;
  recovery_codes: string[];
}

/** Who knows the password alone must not add a second factor beside the owner's. */
async function demand_none(tx: Tx, pending: Pending): Promise<void> {
  if (await has_second_factor(tx, pending.person_id)) {
    throw conflict("second factor", "", "is set up already", "Answer with it.");
  }
}

export async function begin_enrol_totp(tx: Tx, pending: Pending): Promise<NewTotp> {
  await demand_none(tx, pending);
  return await begin_totp(tx, pending.person_id);
}

export async function begin_enrol_passkey(tx: Tx, pending: Pending) {
  await demand_none(tx, pending);
  return await begin_passkey(tx, pending.person_id);
}

/** @returns null for a wrong code, which is counted: commit, then refuse */
export async function enrol_totp(tx: Tx, pending: Pending, code: string): Promise<Enrolled | null> {
  await demand_none(tx, pending);
  if (!await confirm_totp(tx, pending.person_id, code, "Authenticator app")) {
    await fail_step(tx, pending);
    return null;
  }
  return await enrolled(tx, pending, "totp");
}

export async function enrol_passkey(tx: Tx, pending: Pending, answer: string): Promise<Enrolled> {
  await demand_none(tx, pending);
  await add_passkey(tx, pending.person_id, answer, "Passkey");
  return await enrolled(tx, pending, "passkey");
}

async function enrolled(tx: Tx, pending: Pending, method: string): Promise<Enrolled> {
  const recovery_codes = await make_recovery_codes(tx, pending.person_id);
  return { outcome: await pass_step(tx, pending, step_name, method), recovery_codes };
}
