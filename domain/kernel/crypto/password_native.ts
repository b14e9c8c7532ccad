import type { Compute } from "./password_job.ts";

/**
 * Argon2id compiled for this machine, on the runtime's own threads. Null where it cannot be loaded: a platform it was not
 * built for, or a runtime without native modules.
 */
export async function native_argon2(): Promise<Compute | null> {
  const library = await import("@node-rs/argon2").catch(() => null);
  if (!library) return null;
  const { hash, verify } = library;
  return (job) =>
    job.kind === "verify" ? verify(job.hash, job.password) : hash(job.password, {
      memoryCost: job.cost.memorySize,
      timeCost: job.cost.iterations,
      parallelism: job.cost.parallelism,
      salt: job.salt,
      outputLen: 32,
    });
}
