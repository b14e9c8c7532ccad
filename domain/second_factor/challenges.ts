/** Questions to passkeys. Each is answered once, within five minutes, by whom it was put to: synced passkeys count no signatures, so nothing else stops a replay. */
import { token_hash } from "~/domain/kernel/crypto/tokens.ts";
import type { Tx } from "~/domain/kernel/tx.ts";

export const challenge_minutes = 5;
export type Purpose = "register" | "use";

export async function keep_challenge(
  tx: Tx,
  challenge: string,
  purpose: Purpose,
  person_id: string | null,
): Promise<void> {
  const now = tx.now();
  await tx.sql`delete from passkey_challenges where expires_at <= ${now.toString()}::text::timestamptz`;
  await tx.sql`
    insert into passkey_challenges (challenge_hash, purpose, person_id, expires_at)
    values (${token_hash(challenge)}, ${purpose}, ${person_id}::text::uuid, ${
    now.add({ minutes: challenge_minutes }).toString()
  }::text::timestamptz)`;
}

export async function spend_challenge(
  tx: Tx,
  challenge: string,
  purpose: Purpose,
  person_id: string | null,
): Promise<boolean> {
  const [spent] = await tx.sql`
    delete from passkey_challenges
     where challenge_hash = ${
    token_hash(challenge)
  } and purpose = ${purpose} and person_id is not distinct from ${person_id}::text::uuid
       and expires_at > ${tx.now().toString()}::text::timestamptz
    returning challenge_hash`;
  return Boolean(spent);
}

/** The question that an answer says it answers; signed with the rest of it, so it cannot be exchanged. */
export function challenge_of(client_data: string): string | null {
  try {
    const data: unknown = JSON.parse(
      new TextDecoder().decode(Uint8Array.fromBase64(client_data, { alphabet: "base64url" })),
    );
    return typeof data === "object" && data !== null && "challenge" in data && typeof data.challenge === "string"
      ? data.challenge
      : null;
  } catch {
    return null;
  }
}
