/** Where the database keeps sealed secrets: what the rotation of keys walks through. */
import type { Query } from "~/domain/kernel/tx.ts";
import type { KeyRing } from "./keys.ts";
import { is_current, rotate } from "./sealed.ts";

export interface SealedPlace {
  table: string;
  column: string;
  /** SQL of what a row is found by. */
  id: string;
  /** The context that the row's secret was sealed with; null for a row that keeps no secret. */
  context: (id: string) => string | null;
}

const places = new Map<string, SealedPlace>();

/** `sealed_place("webhook_endpoints", "secret", (id) => `webhook/${id}`)`, beside the code that seals. A column that no place names is lost with its old key. */
export function sealed_place(table: string, column: string, context: SealedPlace["context"], id = "id::text"): void {
  if (places.has(`${table}.${column}`)) throw new Error(`The sealed column '${table}.${column}' is declared twice`);
  places.set(`${table}.${column}`, { table, column, context, id });
}

export const sealed_places = (): SealedPlace[] => [...places.values()];

/** Rows a transaction: their locks are held for a few milliseconds only, so the service runs on meanwhile. */
export const rotation_piece = 200;

export interface Rotated {
  /** Secrets looked at in this piece; fewer than `rotation_piece` means that the column is done. */
  seen: number;
  resealed: number;
  /** Where the next piece begins. */
  after: string;
}

/**
 * Seals one piece of a column anew under the ring's first key. Rows are locked, so that a secret which somebody replaces
 * at this moment is never overwritten with the older one. Run again, it changes nothing.
 * @throws Error that names the row whose key is not in the ring, or whose value was altered
 */
export async function rotate_piece(sql: Query, ring: KeyRing, place: SealedPlace, after: string): Promise<Rotated> {
  const { table, column, id } = place;
  const found = await sql.unsafe<{ id: string; sealed: string }[]>(
    `select ${id} as id, to_jsonb(${column}) #>> '{}' as sealed from ${table} where ${column} is not null and ${id} > $1 order by ${id} limit ${rotation_piece} for update`,
    [after],
  );
  let resealed = 0;
  for (const row of found) {
    const context = place.context(row.id);
    if (context === null || is_current(ring, row.sealed)) continue;
    const sealed = await rotate(ring, row.sealed, context);
    // Text and jsonb columns alike take the text as it is.
    await sql.unsafe(
      `update ${table} set ${column} = (jsonb_populate_record(null::${table}, jsonb_build_object('${column}', $1::text))).${column} where ${id} = $2`,
      [sealed, row.id],
    );
    resealed += 1;
  }
  return { seen: found.length, resealed, after: found.at(-1)?.id ?? after };
}
