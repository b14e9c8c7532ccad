/** Finding a record by what people type: for typeaheads, and for forms that came without a script. */
import { type Entity, find_entity } from "~/domain/kernel/entity.ts";
import { DomainError } from "~/domain/kernel/errors.ts";
import { search_kind } from "~/domain/reports/mod.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { manager_for } from "./entity_of.ts";
import { row_label } from "./labels.ts";
import type { ListState } from "./list_state.ts";

export interface Found {
  id: string;
  label: string;
  hint?: string;
}

/** Up to `limit` records; without words the newest. @throws DomainError 403 without the entity's read permission */
export async function find_records(tx: Tx, entity: Entity, q: string, limit = 10): Promise<Found[]> {
  const hits = await search_kind(tx, entity, q, limit);
  return hits.map(({ id, number, label, hint }) => {
    const said = [number, hint].filter(Boolean).join(" · ");
    return {
      id,
      label: row_label(entity, { id, number, [entity.label_field]: label }),
      ...(said ? { hint: said } : {}),
    };
  });
}

/** The one record a typed text means: the only one found, or the only one of exactly this name. */
export async function resolve_text(tx: Tx, reference: string, text: string): Promise<Found | null> {
  const entity = find_entity(reference);
  if (!entity) return null;
  const found = await find_records(tx, entity, text, 10);
  const same = found.filter((each) => each.label.toLowerCase() === text.trim().toLowerCase());
  return (same.length === 1 ? same[0] : found.length === 1 ? found[0] : undefined) ?? null;
}

/** Labels of the records that a list's reference filters name. What the reader may not see keeps its id. */
export async function filter_labels(tx: Tx, state: ListState): Promise<Map<string, string>> {
  const labels = new Map<string, string>();
  for (const { column, values } of state.query.filters) {
    const target = "reference" in column && column.reference ? find_entity(column.reference) : undefined;
    const rows = target && manager_for(target);
    if (!target || !rows) continue;
    for (const id of values.slice(0, 5)) {
      if (!id) continue;
      try {
        labels.set(id, row_label(target, await rows.get(tx, id)));
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
      }
    }
  }
  return labels;
}

/** The label of a record by its id, for a form that starts with it. Null where it is not there or out of sight. */
export async function label_of(tx: Tx, reference: string, id: string): Promise<string | null> {
  const entity = find_entity(reference);
  const rows = entity && manager_for(entity);
  if (!entity || !rows) return null;
  try {
    return row_label(entity, await rows.get(tx, id, { labels: true }));
  } catch (error) {
    if (error instanceof DomainError && error.status < 500) return null;
    throw error;
  }
}
