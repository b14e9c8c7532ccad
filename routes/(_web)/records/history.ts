/** What happened to one record, from the audit trail. Whoever may read a record may read how it came to be so. */
import { record_labels } from "~/domain/reports/mod.ts";
import { audit_event, audit_events } from "~/domain/audit/mod.ts";
import { type Entity, find_entity, type Row } from "~/domain/kernel/entity.ts";
import { parse_list } from "~/domain/kernel/list_query.ts";
import type { Page } from "~/domain/kernel/manager.ts";
import type { Tx } from "~/domain/kernel/tx.ts";

export type HistoryEntry = Row<typeof audit_event>;

/** Newest first. The caller has read the record itself, and so knows that the reader may. @throws DomainError 422 for a cursor that is none */
export async function record_history(
  tx: Tx,
  id: string,
  limit: number,
  cursor: string | null = null,
): Promise<Page<HistoryEntry>> {
  const trail = find_entity(audit_event.name);
  if (!trail) throw new Error("the audit trail is declared no more");
  const asked = new URLSearchParams({ entity_id: id, ...(cursor ? { cursor } : {}) });
  const query = { ...parse_list(trail, asked), limit };
  // The permission `audit:read` is for the trail of everything and everybody.
  return await tx.elevated((inner) => audit_events.list(inner, query));
}

export interface History {
  found: Page<HistoryEntry>;
  /** Names of the records that the changes refer to. */
  labels: ReadonlyMap<string, string>;
}

/** History as a page shows it: a reference reads as a name, not as an id. */
export async function told_history(
  tx: Tx,
  entity: Entity,
  id: string,
  limit: number,
  cursor: string | null = null,
): Promise<History> {
  const found = await record_history(tx, id, limit, cursor);
  const refs = found.items.flatMap((entry) =>
    Object.entries(entry.changes).flatMap(([name, change]) => {
      const reference = entity.column(name)?.reference;
      const ends = reference && typeof change === "object" && change !== null ? Object.values(change) : [];
      return ends.flatMap((end: unknown) =>
        typeof end === "string" && reference ? [{ entity: reference, id: end }] : []
      );
    })
  );
  return { found, labels: await record_labels(tx, refs) };
}
