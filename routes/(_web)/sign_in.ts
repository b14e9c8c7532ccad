/** Sign-in, refresh and sign-out, for pages and API alike. */
import {
  type Audience,
  end_session,
  find_credential,
  known_devices,
  type Opened,
  prove_password,
  refused_sign_in,
  rotate_session,
  settle_sign_in,
  type SignInOutcome,
} from "~/domain/access/mod.ts";
import type { Actor, RequestContext } from "~/domain/kernel/actor.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import { unauthenticated } from "~/domain/kernel/errors.ts";
import type { House } from "./state.ts";

export interface SignedIn {
  opened: Opened;
  access_token: string;
}

/** Who acts before anybody is known: the door itself. */
export const door = (request: RequestContext): Actor => ({ ...job_actor("sign-in"), request });

export interface SignInInput {
  username: string;
  password: string;
  audience: Audience;
  /** Cookies of the browser, see cookies.ts. */
  known: string | null;
  remembered: string | null;
}

/** @throws DomainError 401, the same for an unknown name, a wrong password and a locked account. */
export async function sign_in(house: House, request: RequestContext, input: SignInInput): Promise<SignInOutcome> {
  const { platform } = house;
  const actor = door(request);
  const username = input.username.replaceAll("\u0000", "").trim().slice(0, 254);
  const credential = await platform.read(actor, (tx) => find_credential(tx, username));
  const proof = await prove_password(credential, input.password);
  const device = known_devices(platform.config.SECRET_KEY).key(input.known, username);
  const attempt = { username, ip: request.ip, device, audience: input.audience, remembered: input.remembered };
  const outcome = await platform.transaction(actor, (tx) => settle_sign_in(tx, credential, proof, attempt));
  if (!outcome) throw refused_sign_in();
  return outcome;
}

export const access_token_of = (house: House, opened: Opened): Promise<string> =>
  house.gate.sign(opened.session_id, opened.person_id, opened.audience);

/** @throws DomainError 401 for a token that is unknown, expired, or was used before (that one ends its session). */
export async function refresh(
  house: House,
  request: RequestContext,
  token: string,
  audience: Audience,
): Promise<SignedIn> {
  const opened = await house.platform.transaction(door(request), (tx) => rotate_session(tx, token, audience));
  if (opened === "ended") throw unauthenticated();
  return { opened, access_token: await access_token_of(house, opened) };
}

export async function sign_out(house: House, request: RequestContext, session_id: string): Promise<void> {
  await house.platform.transaction(door(request), (tx) => end_session(tx, session_id, "signed out"));
}
