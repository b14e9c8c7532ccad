/** An authenticator app and its owner's ways in, for tests. */
import assert from "node:assert/strict";
import { TOTP } from "otpauth";
import { find_pending } from "~/domain/access/mod.ts";
import type { Actor } from "~/domain/kernel/actor.ts";
import {
  answer_second_factor,
  begin_own_totp,
  confirm_own_totp,
  remember_device,
  step_seconds,
} from "~/domain/second_factor/mod.ts";
import { staff_person } from "../../support/fixtures.ts";
import { good_password, system, type World } from "../access/world.ts";

export const username = "ada@omni.example";

export interface App {
  actor: Actor;
  person_id: string;
  /** The code of so many steps from now. */
  code(steps?: number): string;
  recovery_codes: string[];
}

/** Signs in with the password alone and says as whom. */
export async function session_of(world: World, person_id: string): Promise<Actor> {
  const outcome = await world.try_in(username, good_password);
  if (outcome?.kind !== "open") throw new Error("the sign-in asked for more");
  return { ...staff_person(person_id, "users:manage", "tickets:*"), session_id: outcome.opened.session_id };
}

/** A person with an authenticator app; the clock moves on a step, so that the code of the set-up is not in the way. */
export async function with_app(world: World): Promise<App> {
  const person_id = await world.person(username, "agent");
  const actor = await session_of(world, person_id);
  const { secret } = await world.platform.transaction(actor, (tx) => begin_own_totp(tx));
  const totp = new TOTP({ secret });
  const code = (steps = 0) =>
    totp.generate({ timestamp: world.clock.now().epochMilliseconds + steps * step_seconds * 1000 });
  const recovery_codes = await world.platform.transaction(actor, (tx) => confirm_own_totp(tx, code(), "Phone"));
  assert.ok(Array.isArray(recovery_codes));
  world.clock.advance({ seconds: 3 * step_seconds });
  return { actor, person_id, code, recovery_codes };
}

export async function pending_token(world: World): Promise<string> {
  const outcome = await world.try_in(username, good_password);
  assert.equal(outcome?.kind, "pending");
  return outcome?.kind === "pending" ? outcome.pending.token ?? "" : "";
}

/** @returns how the session was proven; null for a refused code */
export async function enter(world: World, token: string, code: string): Promise<string[] | null> {
  const outcome = await world.platform.transaction(
    system,
    async (tx) => await answer_second_factor(tx, await find_pending(tx, token, "admin"), { code, passkey: "" }),
  );
  if (outcome?.kind !== "open") return null;
  const [row] = await world.it.sql<
    { methods: string[] }[]
  >`select to_jsonb(auth_methods) as methods from sessions where id = ${outcome.opened.session_id}`;
  return row?.methods ?? null;
}

export const remembered_token = (world: World, person_id: string) =>
  world.platform.transaction(system, (tx) => remember_device(tx, person_id));
