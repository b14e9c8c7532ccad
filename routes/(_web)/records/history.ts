/** What happened to one record, from the audit trail. Whoever may read a record may read how it came to be so. */
import { audit_event, audit_events } from "~/domain/audit/mod.ts";
import { find_entity, type Row } from "~/domain/kernel/entity.ts";
import { parse_list } from "~/domain/kernel/list_query.ts";
import type { Page } from "~/domain/kernel/manager.ts";
import type { Tx } from "~/domain/kernel/tx.ts";

export type HistoryEntry = Row<typeof audit_event>;

/** Newest first. The caller has read the record itself, and so knows that the reader may. @throws DomainError 422 for a cursor that is none */
export async function record_history(tx: Tx, id: string, limit: number, cursor: string | null = null): Promise<Page<HistoryEntry>> {
  const trail = find_entity(audit_event.name);
  if (!trail) throw new Error("the audit trail is declared no more");
  const asked = new URLSearchParams({ entity_id: id, ...(cursor ? { cursor } : {}) });
  const query = { ...parse_list(trail, asked), limit };
  // The permission `audit:read` is for the trail of everything and everybody.
  return await tx.elevated((inner) => audit_events.list(inner, query));
}
