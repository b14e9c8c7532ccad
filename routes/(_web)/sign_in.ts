/** Sign-in, refresh and sign-out, for pages and API alike. */
import { type Audience, end_session, find_credential, type Opened, password_matches, refused_sign_in, rotate_session, settle_sign_in } from "~/domain/access/mod.ts";
import type { RequestContext } from "~/domain/kernel/actor.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import { unauthenticated } from "~/domain/kernel/errors.ts";
import type { House } from "./state.ts";

export interface SignedIn {
  opened: Opened;
  access_token: string;
}

const door = (request: RequestContext) => ({ ...job_actor("sign-in"), request });

/** @throws DomainError 401, the same for an unknown name, a wrong password and a locked account. */
export async function sign_in(house: House, request: RequestContext, username: string, password: string, audience: Audience): Promise<SignedIn> {
  const { platform, gate } = house;
  const actor = door(request);
  const credential = await platform.read(actor, (tx) => find_credential(tx, username.trim().slice(0, 254), audience));
  const matches = await password_matches(credential, password);
  const opened = await platform.transaction(actor, (tx) => settle_sign_in(tx, credential, matches, password, audience));
  if (!opened) throw refused_sign_in();
  return { opened, access_token: await gate.sign(opened.session_id, opened.person_id, audience) };
}

/** @throws DomainError 401 for a token that is unknown, expired, or was used before (that one ends its session). */
export async function refresh(house: House, request: RequestContext, token: string, audience: Audience): Promise<SignedIn> {
  const opened = await house.platform.transaction(door(request), (tx) => rotate_session(tx, token));
  if (opened === "reused" || opened.audience !== audience) throw unauthenticated();
  return { opened, access_token: await house.gate.sign(opened.session_id, opened.person_id, audience) };
}

export async function sign_out(house: House, request: RequestContext, session_id: string): Promise<void> {
  await house.platform.transaction(door(request), (tx) => end_session(tx, session_id, "signed out"));
}
