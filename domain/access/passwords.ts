/** Ways to a password: invitation, reset, change. Nobody types one for somebody else. */
import { demand } from "~/domain/kernel/actor.ts";
import { conflict, invalid, unauthenticated } from "~/domain/kernel/errors.ts";
import { hash_password } from "~/domain/kernel/crypto/password.ts";
import { declare_event, on } from "~/domain/kernel/events.ts";
import { new_id } from "~/domain/kernel/text/uuid.ts";
import { parse_email } from "~/domain/kernel/text/email.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { notify } from "~/domain/notifications/mod.ts";
import type { Audience } from "./actor_of_session.ts";
import { audiences_of } from "./audiences.ts";
import { check_password, find_credential, type PasswordProof, store_password_hash } from "./credentials.ts";
import { refuse_guessable } from "./guessable.ts";
import { type Attempt, enter_guards, settle_guards } from "./guards.ts";
import { demand_oneself } from "./impersonation.ts";
import { forget_links, send_link, use_link } from "./links.ts";
import { end_sessions_of } from "./sessions.ts";
import { finish_sign_in, type SignInOutcome } from "./sign_in_steps.ts";
import { demand_not_above } from "./within.ts";

declare_event(
  "sign_in.link_requested",
  "Somebody asked for a link to choose a new password; whether the name exists is looked up afterwards.",
);

/**
 * Outside of any transaction.
 * @param own words of the account that its password must not be made of
 * @throws DomainError 422 for a password that is too short, too long or easy to guess
 */
export async function hash_new_password(password: string, own: readonly string[]): Promise<string> {
  check_password(password);
  await refuse_guessable(password, own);
  return await hash_password(password);
}

/** The same work for every name: a row and an event. Who it is, and whether anybody, is the handler's business. */
export async function request_password_reset(tx: Tx, username: string, audience: Audience): Promise<void> {
  const id = new_id();
  await tx.sql`insert into link_requests (id, username, audience) values (${id}, ${
    username.replaceAll("\u0000", "").trim().slice(0, 254)
  }, ${audience})`;
  tx.emit("sign_in.link_requested", { id }, "staff");
}

on("sign_in.link_requested", "access.send_reset_link", async (tx, event) => {
  const [asked] = await tx.sql<
    { username: string; audience: Audience }[]
  >`delete from link_requests where id = ${event.subject_id} returning username, audience`;
  if (!asked) return;
  const credential = await find_credential(tx, asked.username);
  const email = credential ? await address_of(tx, credential.person_id) : null;
  if (!credential || !email) return;
  const audiences = await audiences_of(tx, credential.person_id);
  const audience = audiences.includes(asked.audience) ? asked.audience : audiences[0];
  if (audience) {
    await send_link(tx, {
      kind: "password_reset",
      person_id: credential.person_id,
      audience,
      email,
      username: credential.username,
    });
  }
});

/** Where the person's mail goes: the primary address, else a proven one, else the oldest. */
export async function address_of(tx: Tx, person_id: string): Promise<string | null> {
  const [row] = await tx.sql<{ address: string }[]>`
    select address from person_channels
     where person_id = ${person_id}::text::uuid and channel_type = 'email' and is_active
     order by is_primary desc, verified_at is null, created_at
     limit 1`;
  return row?.address ?? null;
}

/**
 * Gives a person access by mail. Again for somebody who has it: they choose a new password, the old one holds until then.
 * @throws DomainError 422 for a person without a mail address, 409 where three were sent within the hour
 */
export async function invite_user(tx: Tx, person_id: string, username: string): Promise<{ email: string }> {
  demand(tx.actor, "users:manage");
  await demand_not_above(tx, person_id);
  const [person] = await tx.sql`select id from people where id = ${person_id}::text::uuid and is_active`;
  if (!person) {
    throw invalid(
      "person_id",
      person_id,
      "names nobody who is active",
      "Bring the person back first, or choose another.",
    );
  }
  const email = await address_of(tx, person_id);
  if (!email || !parse_email(email).ok) {
    throw invalid(
      "person_id",
      person_id,
      "has no mail address to send the invitation to",
      "Add one to the person first.",
    );
  }
  const name = username.trim() || email;
  // deno-lint-ignore no-control-regex
  if (!/^[^\s\u0000]{3,254}$/.test(name)) {
    throw invalid(
      "username",
      username,
      "must have 3 to 254 characters and no blanks",
      "An e-mail address is a good one.",
    );
  }
  const other = await find_credential(tx, name);
  if (other && other.person_id !== person_id) {
    throw conflict("username", name, "belongs to another person", "Choose another.");
  }
  const audience = (await audiences_of(tx, person_id))[0];
  if (!audience) {
    throw invalid(
      "role",
      "",
      "is needed first: without one this person can sign in nowhere",
      "Give a role, then invite.",
    );
  }
  if (!await send_link(tx, { kind: "invitation", person_id, audience, email, username: name })) {
    throw conflict(
      "person_id",
      person_id,
      "has been sent three invitations within the hour",
      "Wait a while, or check the address.",
    );
  }
  tx.audit({
    action: "user.invited",
    entity_type: "person",
    entity_id: person_id,
    entity_label: name,
    subscriber_id: null,
    changes: {},
  });
  return { email };
}

/** The form behind an invitation or a reset link: sets the password, ends every session, lifts the lock, and goes on with the sign-in. */
export async function choose_password(
  tx: Tx,
  kind: "invitation" | "password_reset",
  audience: Audience,
  token: string,
  hash: string,
): Promise<SignInOutcome> {
  const link = await use_link(tx, kind, audience, token);
  if (!link.username) {
    throw invalid("token", undefined, "belongs to an account that is gone", "Ask to be invited again.");
  }
  await store_password_hash(tx, link.person_id, link.username, hash);
  await end_sessions_of(tx, link.person_id, "password chosen anew");
  await forget_links(tx, link.person_id);
  await tell_owner(tx, link.person_id, audience);
  return await finish_sign_in(tx, { person_id: link.person_id, auth_methods: ["link"] }, audience);
}

/**
 * The owner changes the own password; all other sessions end.
 * @returns false for a wrong current password: it counts like a failed sign-in, so commit it and then refuse
 */
export async function change_password(tx: Tx, attempt: Attempt, proof: PasswordProof, hash: string): Promise<boolean> {
  const { person_id, session_id } = tx.actor;
  if (!person_id || !session_id) throw unauthenticated();
  demand_oneself(tx);
  return await tx.elevated((tx) => change_own(tx, person_id, session_id, attempt, proof, hash));
}

async function change_own(
  tx: Tx,
  person_id: string,
  session_id: string,
  attempt: Attempt,
  proof: PasswordProof,
  hash: string,
): Promise<boolean> {
  const { locked } = await enter_guards(tx, attempt);
  await settle_guards(tx, attempt, !locked && !proof.matches, person_id);
  if (locked || !proof.matches) return false;
  await store_password_hash(tx, person_id, attempt.username, hash);
  await end_sessions_of(tx, person_id, "password changed", session_id);
  await forget_links(tx, person_id);
  const [session] = await tx.sql<{ audience: Audience }[]>`select audience from sessions where id = ${session_id}`;
  await tell_owner(tx, person_id, session?.audience ?? "admin");
  return true;
}

async function tell_owner(tx: Tx, person_id: string, audience: Audience): Promise<void> {
  await notify(tx, {
    template: "password_changed",
    person_id,
    link: audience === "admin" ? "/auth/forgot" : `/${audience}/auth/forgot`,
    variables: { changed_at: tx.now() },
    dedupe_key: new_id(),
  });
}

/** Sends the link that proves the own address. */
export async function request_email_verification(
  tx: Tx,
  audience: Audience,
): Promise<{ email: string; sent: boolean }> {
  const { person_id } = tx.actor;
  if (!person_id) throw unauthenticated();
  return await tx.elevated(async (tx) => {
    const email = await address_of(tx, person_id);
    if (!email) throw invalid("email", "", "is not known", "Ask us to add your mail address.");
    return { email, sent: await send_link(tx, { kind: "email_verification", person_id, audience, email }) };
  });
}

/** The form behind the link: the address is proven. */
export async function confirm_email(tx: Tx, audience: Audience, token: string): Promise<string> {
  return (await use_link(tx, "email_verification", audience, token)).email;
}
