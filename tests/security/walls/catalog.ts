/** What the database itself says of its tables: the walls are tested against this, so a new table is tested by being there. */
import type { Sql } from "~/domain/kernel/db/connect.ts";

export interface CatalogColumn {
  name: string;
  type: string;
  required: boolean;
  generated: boolean;
  /** The table that a foreign key of this column alone leads to. */
  references: string | null;
  /** Some check looks at it: a value made up freely may be refused. */
  checked: boolean;
  /** What `= any (array[…])` allows. */
  choices: string[];
}

export interface CatalogTable {
  name: string;
  columns: CatalogColumn[];
}

interface Row {
  table_name: string;
  name: string;
  type: string;
  required: boolean;
  generated: boolean;
  references: string | null;
  checks: string[];
}

/** The application's own tables, those that others refer to first. */
export async function read_catalog(sql: Sql): Promise<CatalogTable[]> {
  const rows = await sql<Row[]>`
    select c.relname as table_name, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
           a.attnotnull and not a.atthasdef as required, a.attgenerated <> '' or a.attidentity <> '' as generated,
           (select f.confrelid::regclass::text from pg_constraint f
             where f.conrelid = c.oid and f.contype = 'f' and f.conkey = array[a.attnum] limit 1) as references,
           to_jsonb(array(select pg_get_constraintdef(k.oid) from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and a.attnum = any (k.conkey))) as checks
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
       and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
     order by c.oid, a.attnum`;
  const tables = new Map<string, CatalogTable>();
  for (const row of rows) {
    const table = tables.get(row.table_name) ?? { name: row.table_name, columns: [] };
    const { checks, table_name: _, ...column } = row;
    const choices = checks.map((check) => new RegExp(`\\(${row.name} = ANY \\(ARRAY\\[(.*?)\\]`).exec(check)?.[1]).find(
      Boolean,
    );
    table.columns.push({
      ...column,
      checked: checks.length > 0,
      choices: [...(choices ?? "").matchAll(/'([^']*)'::text/g)].map(([, value = ""]) => value),
    });
    tables.set(table.name, table);
  }
  return in_order([...tables.values()].filter((table) => table.name !== "entity_row" && !/migration/.test(table.name)));
}

/** A table after those it refers to. Circles are broken where the column may be empty. */
function in_order(tables: CatalogTable[]): CatalogTable[] {
  const done: CatalogTable[] = [];
  const is_ready = (table: CatalogTable, strict: boolean) =>
    table.columns.every((column) =>
      !column.references || column.references === table.name || (!strict && !column.required) ||
      done.some((each) => each.name === column.references)
    );
  const open = [...tables];
  while (open.length) {
    const next = open.findIndex((table) => is_ready(table, true));
    const at = next >= 0 ? next : open.findIndex((table) => is_ready(table, false));
    if (at < 0) throw new Error(`tables refer to each other in a circle: ${open.map((table) => table.name)}`);
    done.push(...open.splice(at, 1));
  }
  return done;
}
