/** An administrator helps somebody whose phone and codes are gone. */
import { demand_not_above, demand_step_up, end_sessions_of } from "~/domain/access/mod.ts";
import { demand } from "~/domain/kernel/actor.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { announce, forget_all, list_methods } from "./methods.ts";

/**
 * Takes every second factor from a person and ends their sessions; where a role asks for one, the next sign-in sets up
 * a new one. Only for people who have no more rights than oneself.
 */
export async function reset_second_factor(tx: Tx, person_id: string): Promise<void> {
  demand(tx.actor, "users:manage");
  await demand_not_above(tx, person_id);
  await demand_step_up(tx);
  const methods = await list_methods(tx, person_id);
  await tx.sql`delete from totp_secrets where person_id = ${person_id}`;
  await tx.sql`delete from passkeys where person_id = ${person_id}`;
  await forget_all(tx, person_id);
  for (const method of methods) await announce(tx, person_id, "removed", method.kind, method.name);
  await end_sessions_of(tx, person_id, "second factor reset by an administrator");
}
