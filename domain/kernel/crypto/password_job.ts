/** What is computed of a password, and by what. */
export type Argon2Cost = { memorySize: number; iterations: number; parallelism: number };
export type PasswordJob =
  | { kind: "hash"; password: string; salt: Uint8Array; cost: Argon2Cost }
  | { kind: "verify"; password: string; hash: string };
export type Compute = (job: PasswordJob) => Promise<string | boolean>;
