/**
 * Idempotency-Key: the answer of a POST is stored in the commit of its effect, so that a repeat (a lost connection, a
 * retry of a proxy) gets the same answer and nothing is done twice, whatever was killed in between.
 */
import { idempotency_mismatch, invalid } from "~/domain/kernel/errors.ts";
import { open, seal } from "~/domain/kernel/crypto/sealed.ts";
import { sealed_place } from "~/domain/kernel/crypto/sealed_places.ts";
import { token_hash } from "~/domain/kernel/crypto/tokens.ts";
import type { Tx } from "~/domain/kernel/tx.ts";

export interface Answer {
  status: number;
  text: string;
}
interface Stored {
  request_hash: string;
  status: number;
  response: string;
}

export function idempotency_key(request: Request): string | null {
  const key = request.headers.get("idempotency-key");
  if (key === null) return null;
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw invalid(
      "Idempotency-Key",
      key,
      "must be 1 to 200 printable characters without spaces",
      "Use a UUID for each new request.",
    );
  }
  return key;
}

/** Some answers tell a secret, once (a webhook's, an API key): what is kept of any is sealed. */
const context = (id: string) => `idempotency/${id}`;
sealed_place("idempotency_keys", "response", context, "owner || '/' || key");

/** Runs the work once. A second caller with the same key waits on the first one's row until that commits. */
export async function once(
  tx: Tx,
  key: string,
  request: { method: string; path: string; body: string },
  work: () => Promise<Answer>,
): Promise<Answer> {
  // A key acts for a person and may less: it must not be given an answer that the person got, or that another key did.
  const owner = tx.actor.key_id ? `key:${tx.actor.key_id}` : tx.actor.person_id ?? tx.actor.kind;
  const hash = token_hash(`${request.method} ${request.path}\n${request.body}`);
  const earlier = await tx.elevated((own) => claim(own, owner, key, hash));
  if (earlier) return earlier;
  const answer = await work();
  const kept = await seal(tx.services.config.ENCRYPTION_KEYS, answer.text, context(`${owner}/${key}`));
  await tx.elevated((own) =>
    own
      .sql`update idempotency_keys set status = ${answer.status}, response = to_jsonb(${kept}::text) where owner = ${owner} and key = ${key}`
  );
  return answer;
}

async function claim(tx: Tx, owner: string, key: string, hash: string): Promise<Answer | null> {
  const [fresh] = await tx.sql`
    insert into idempotency_keys (owner, key, request_hash) values (${owner}, ${key}, ${hash}) on conflict do nothing returning key`;
  if (fresh) return null;
  const [stored] = await tx.sql<Stored[]>`
    select request_hash, status, response #>> '{}' as response from idempotency_keys where owner = ${owner} and key = ${key}`;
  if (!stored || stored.request_hash !== hash) throw idempotency_mismatch(key);
  return {
    status: stored.status,
    text: await open(tx.services.config.ENCRYPTION_KEYS, stored.response, context(`${owner}/${key}`)),
  };
}
