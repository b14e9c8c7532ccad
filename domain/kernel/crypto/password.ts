import { invalid } from "~/domain/kernel/errors.ts";
import type { Argon2Cost } from "~/domain/kernel/crypto/password_job.ts";
import { run_password_job } from "~/domain/kernel/crypto/password_pool.ts";

/** OWASP Password Storage Cheat Sheet, argon2id with 19 MiB: about 14 ms a hash on one core of a small server. Memory in KiB. */
const cost: Argon2Cost = { memorySize: 19_456, iterations: 2, parallelism: 1 };
const longest_password = 1024;

/**
 * The PHC string (`$argon2id$v=19$m=19456,t=2,p=1$…`) of a password, computed off the event loop. Unicode is brought to NFKC (NIST SP 800-63B), so that
 * the same password typed on another keyboard fits. Throws `validation_error` for an empty or overlong one, `unavailable` when too many wait.
 */
export async function hash_password(password: string): Promise<string> {
  if (password === "") throw invalid("password", undefined, "is empty", "Choose a password.");
  if (password.length > longest_password) {
    throw invalid("password", undefined, `is longer than ${longest_password} characters`, "Choose a shorter one.");
  }
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return String(await run_password_job({ kind: "hash", password: password.normalize("NFKC"), salt, cost }));
}

/** True when the password belongs to the hash. A hash of another make counts as a mismatch, at the cost of a real check. */
export async function verify_password(password: string, hash: string): Promise<boolean> {
  const known = read_cost(hash);
  // A damaged row must not ask for gigabytes.
  if (known === undefined || known.memorySize > 262_144 || known.iterations > 10) return dummy_verify(password);
  if (password === "" || password.length > longest_password) return dummy_verify("overlong");
  return await run_password_job({ kind: "verify", password: password.normalize("NFKC"), hash }) === true;
}

/** Nobody's hash: of 32 random bytes that were thrown away, with today's cost. */
const nobody = "$argon2id$v=19$m=19456,t=2,p=1$b21uaS1ub2JvZHktc2FsdA$3mS4fJg1q2VhYy0wWm9lT0hVZ3N1cVZ6d0xkQm5YcUE";

/** What a sign-in for an unknown user does instead of `verify_password`: the same work, always false, so that time does not tell who has an account. */
export async function dummy_verify(password: string): Promise<false> {
  const typed = password.slice(0, longest_password).normalize("NFKC") || "empty";
  await run_password_job({ kind: "verify", password: typed, hash: nobody });
  return false;
}

/** True when the hash was made with another cost than today's: hash the password again while the sign-in has it. */
export function needs_rehash(hash: string): boolean {
  const known = read_cost(hash);
  return known === undefined || known.memorySize !== cost.memorySize || known.iterations !== cost.iterations ||
    known.parallelism !== cost.parallelism;
}

function read_cost(hash: string): Argon2Cost | undefined {
  const parts = /^\$argon2id\$v=19\$m=(\d{1,9}),t=(\d{1,4}),p=(\d{1,3})\$[A-Za-z0-9+/]{11,}\$[A-Za-z0-9+/]{22,}$/.exec(
    hash,
  );
  if (parts === null) return undefined;
  return { memorySize: Number(parts[1]), iterations: Number(parts[2]), parallelism: Number(parts[3]) };
}
