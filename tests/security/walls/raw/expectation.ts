/** What a portal's database role may read: columns and rows as the entities declare them, found above all policies. */
import "~/domain/all.ts";
import { entities, type Portal, visible_columns } from "~/domain/kernel/entity.ts";
import type { Sql, TransactionSql } from "~/domain/kernel/db/connect.ts";

/** What `Tx` sets for an actor. */
export interface Context {
  person_id: string;
  subscriber_ids: string[];
}

export interface Readable {
  table: string;
  columns: Set<string>;
  /** Ids, sorted. */
  rows: string[];
  /** What the rows hold, by column, as `column_text` reads it. */
  values: Map<string, string>;
}

/** All values of a column as one row. */
export const column_text = (table: string, column: string): string =>
  `select coalesce(jsonb_agg(t."${column}"::text order by t."${column}"::text), '[]') as found from ${table} t`;

export const role_of = (portal: Portal): string => `omni_${portal}`;

const kernel = ["id", "created_at", "updated_at", "is_active"];

export async function set_context(sql: Sql | TransactionSql, { person_id, subscriber_ids }: Context): Promise<void> {
  await sql.unsafe(
    `set local app.person_id = '${person_id}'; set local app.subscriber_ids = '{${subscriber_ids.join(",")}}'`,
  );
}

export async function readable_by(above: Sql, portal: Portal, context: Context | null): Promise<Map<string, Readable>> {
  const found = new Map<string, Readable>();
  for (const entity of entities()) {
    const scope = entity.scope?.[portal];
    if (!scope) continue;
    const rows = context === null ? [] : await above.begin(async (sql) => {
      await set_context(sql, context);
      return [...await sql.unsafe<{ id: string }[]>(`select id from ${entity.table} where ${scope} order by id`)];
    });
    const columns = new Set([...kernel, ...visible_columns(entity, portal).map(({ name }) => name)]);
    if (entity.number) columns.add("number");
    const values = new Map<string, string>();
    const ids = rows.map(({ id }) => `'${id}'`).join(", ") || "null";
    for (const column of columns) {
      const [value] = await above.unsafe(`${column_text(entity.table, column)} where t.id in (${ids})`);
      values.set(column, JSON.stringify(value));
    }
    found.set(entity.table, { table: entity.table, columns, rows: rows.map(({ id }) => id), values });
  }
  return found;
}
