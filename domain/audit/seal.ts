/** Puts committed entries in a row, each hashed with the hash before it. */
import { log } from "~/domain/kernel/log.ts";
import { demand_staff } from "~/domain/kernel/staff_only.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { entry_content, hex, link, origin, sign } from "./chain.ts";

/** Entries a transaction: 5,000 take 0.3 s, and the one lock of the chain is held no longer than that. */
export const batch = 5_000;

export interface Sealed {
  sealed: number;
  position: number;
}

/**
 * Seals what waits, at most one batch. One sealer at a time (an advisory lock to the end of the transaction); nobody else
 * waits for it. Entries of one batch stand in the order of their time; one that was committed late comes later in the chain.
 */
export async function seal_batch(tx: Tx): Promise<Sealed> {
  demand_staff(tx, "jobs:run");
  await tx.sql`select pg_advisory_xact_lock(hashtextextended('audit.chain', 0))`;
  const [last] = await tx.sql<{ position: number; hash: string }[]>`
    select position::int as position, encode(hash, 'hex') as hash from audit_seals order by position desc limit 1`;
  const waiting = await tx.sql.unsafe<{ id: string; content: string }[]>(
    `select e.id, ${entry_content} as content
       from audit_unsealed u join audit_events e on e.id = u.entry_id
      order by e.occurred_at, e.id
      limit ${batch}`,
  );
  let position = last?.position ?? 0;
  if (waiting.length === 0) return { sealed: 0, position };
  let hash: Uint8Array = last ? Uint8Array.fromHex(last.hash) : origin;
  const seals = waiting.map((entry) => {
    position += 1;
    hash = link(hash, position, entry.content);
    return { position, entry_id: entry.id, hash: hex(hash) };
  });
  const signature = sign(tx.services.config.ENCRYPTION_KEYS, position, hash);
  await tx.sql`
    with links as (
      select s.position, s.entry_id, s.hash
        from jsonb_to_recordset(${JSON.stringify(seals)}::text::jsonb) as s(position bigint, entry_id uuid, hash text)
    ),
    sealed as (
      insert into audit_seals (position, entry_id, hash, signature)
      select position, entry_id, decode(hash, 'hex'), case when position = ${position}::bigint then ${signature} end from links
    )
    delete from audit_unsealed where entry_id in (select entry_id from links)`;
  const head = `${position}:${hex(hash)}`;
  // Outside the database, where who tampers with it does not reach: `audit:verify --head` holds the chain against it.
  tx.after_commit(() => log.info("the audit trail was sealed", { sealed: seals.length, head }));
  return { sealed: seals.length, position };
}
