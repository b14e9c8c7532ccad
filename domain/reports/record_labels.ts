/** Names of records that old entries know by id alone, in one statement whatever they are. */
import { find_entity } from "~/domain/kernel/entity.ts";
import { parameters } from "~/domain/kernel/columns.ts";
import { is_uuid } from "~/domain/kernel/text/uuid.ts";
import type { Tx } from "~/domain/kernel/tx.ts";

export interface RecordRef {
  /** Name of the entity. */
  entity: string;
  id: string;
}

/** Labels by id; a record that is gone, or of an entity that is declared no more, has none. At most 500 are looked up. */
export async function record_labels(tx: Tx, refs: readonly RecordRef[]): Promise<Map<string, string>> {
  const to = parameters();
  const by_entity = Map.groupBy(refs.slice(0, 500).filter((ref) => is_uuid(ref.id)), (ref) => ref.entity);
  const selects = [...by_entity].flatMap(([name, members]) => {
    const entity = find_entity(name);
    if (!entity || entity.column(entity.label_field)?.secret) return [];
    return [
      `select r.id::text as id, r.${entity.label_field}::text as label from ${entity.table} r where ${
        to.one_of("r.id", [...new Set(members.map(({ id }) => id))], "uuid")
      }`,
    ];
  });
  if (selects.length === 0) return new Map();
  const rows = await tx.sql.unsafe<{ id: string; label: string | null }[]>(
    `/* reports.record_labels */ ${selects.join(" union all ")}`,
    to.values,
  );
  return new Map(rows.flatMap(({ id, label }) => label ? [[id, label]] : []));
}
