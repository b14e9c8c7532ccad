import type { Tx } from "~/domain/kernel/tx.ts";

/**
 * Whether somebody may do everything, without an end, and has a password to come in with. The database refuses to let
 * the last of them go; this asks before.
 * @param but whether one is there besides this person
 */
export async function has_administrator(tx: Tx, but: string | null = null): Promise<boolean> {
  const [found] = await tx.sql`
    select 1 from lasting_administrators where person_id is distinct from ${but}::text::uuid limit 1`;
  return Boolean(found);
}
