/** Passkeys (WebAuthn, level 2). The relying party is PUBLIC_URL's host: a passkey made for another site never answers here. */
import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { conflict, invalid } from "~/domain/kernel/errors.ts";
import { log } from "~/domain/kernel/log.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { challenge_of, keep_challenge, spend_challenge } from "./challenges.ts";
import { announce, demand_room, method_name } from "./methods.ts";
import { parse_answer, transports_of } from "./passkey_answer.ts";

/** The site as browsers see it. @throws Error where PUBLIC_URL is an address: WebAuthn knows host names alone */
function site(tx: Tx): { rp_id: string; origin: string } {
  const url = new URL(tx.services.config.PUBLIC_URL);
  return { rp_id: url.hostname, origin: url.origin };
}

interface PasskeyRow {
  id: string;
  person_id: string;
  credential_id: string;
  public_key: string;
  counter: string;
  transports: string[];
}

const passkeys_of = (tx: Tx, person_id: string) =>
  tx.sql<
    PasskeyRow[]
  >`select id, person_id, credential_id, public_key, counter, to_jsonb(transports) as transports from passkeys where person_id = ${person_id}::text::uuid order by id`;

const descriptor = (row: PasskeyRow): { id: string; transports: AuthenticatorTransport[] } => ({
  id: row.credential_id,
  transports: transports_of(row.transports),
});

/** What a browser needs to make a passkey. A device that holds one of this person already refuses by itself. */
export async function begin_passkey(tx: Tx, person_id: string): Promise<PublicKeyCredentialCreationOptionsJSON> {
  await demand_room(tx, person_id);
  const [person] = await tx.sql<{ username: string; display_name: string }[]>`
    select coalesce(c.username, p.display_name) as username, p.display_name
      from people p left join user_credentials c on c.person_id = p.id and c.is_active where p.id = ${person_id}::text::uuid`;
  const options = await generateRegistrationOptions({
    rpName: "Omni",
    rpID: site(tx).rp_id,
    userName: person?.username ?? "",
    userDisplayName: person?.display_name ?? "",
    userID: new TextEncoder().encode(person_id),
    attestationType: "none",
    excludeCredentials: (await passkeys_of(tx, person_id)).map(descriptor),
    authenticatorSelection: { residentKey: "preferred", userVerification: "preferred" },
  });
  await keep_challenge(tx, options.challenge, "register", person_id);
  return options;
}

/** @throws DomainError 422 for an answer that is no passkey of this site and this question */
export async function add_passkey(tx: Tx, person_id: string, answer: string, name: string): Promise<void> {
  const called = method_name(name);
  const response = parse_answer<RegistrationResponseJSON>(answer, "attestationObject");
  const refused = invalid("passkey", undefined, "did not fit what was asked", "Try again.");
  const challenge = challenge_of(response.response.clientDataJSON);
  if (!challenge || !await spend_challenge(tx, challenge, "register", person_id)) throw refused;
  const { rp_id, origin } = site(tx);
  const { registrationInfo: made } = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rp_id,
    requireUserVerification: false,
  }).catch((error) => {
    log.info("a new passkey did not verify", { error });
    throw refused;
  });
  if (!made) throw refused;
  const { credential } = made;
  const [row] = await tx.sql`
    insert into passkeys (person_id, name, credential_id, public_key, counter, transports, is_backed_up, created_at)
    values (${person_id}, ${called}, ${credential.id}, ${credential.publicKey.toBase64()}, ${credential.counter},
            array(select jsonb_array_elements_text(${
    JSON.stringify(transports_of(credential.transports ?? []))
  }::text::jsonb)), ${made.credentialBackedUp}, ${tx.now().toString()}::text::timestamptz)
    on conflict (credential_id) do nothing returning id`;
  if (!row) throw conflict("passkey", called, "is known already", "Use another device.");
  await announce(tx, person_id, "added", "passkey", called);
}

/** @param person_id null for a sign-in without a name: the passkey says whose it is, and must verify its owner */
export async function ask_passkey(tx: Tx, person_id: string | null): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const options = await generateAuthenticationOptions({
    rpID: site(tx).rp_id,
    userVerification: person_id ? "preferred" : "required",
    ...(person_id ? { allowCredentials: (await passkeys_of(tx, person_id)).map(descriptor) } : {}),
  });
  await keep_challenge(tx, options.challenge, "use", person_id);
  return options;
}

/**
 * @param person_id as it was asked
 * @returns whose passkey answered; null for an answer that does not hold. Commit either way: the question is spent
 */
export async function check_passkey(tx: Tx, person_id: string | null, answer: string): Promise<string | null> {
  const response = parse_answer<AuthenticationResponseJSON>(answer, "signature");
  const challenge = challenge_of(response.response.clientDataJSON);
  if (!challenge || !await spend_challenge(tx, challenge, "use", person_id)) return null;
  const [row] = await tx.sql<PasskeyRow[]>`
    select id, person_id, credential_id, public_key, counter, to_jsonb(transports) as transports from passkeys
     where credential_id = ${response.id} and (${person_id}::text is null or person_id = ${person_id}::text::uuid) for update`;
  if (!row) return null;
  const { rp_id, origin } = site(tx);
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rp_id,
      requireUserVerification: person_id === null,
      credential: {
        id: row.credential_id,
        publicKey: Uint8Array.fromBase64(row.public_key),
        counter: Number(row.counter),
        transports: transports_of(row.transports),
      },
    });
    if (!verified) return null;
    await tx
      .sql`update passkeys set counter = ${authenticationInfo.newCounter}, last_used_at = ${tx.now().toString()}::text::timestamptz where id = ${row.id}`;
    return row.person_id;
  } catch (error) {
    // A counter that went back stands here as well: two devices hold the same key, and one of them is a copy.
    log.warn("a passkey's answer did not verify", { person_id: row.person_id, error });
    return null;
  }
}
