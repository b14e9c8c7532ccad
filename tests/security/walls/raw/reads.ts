/** Every column of every table and view, asked for by a portal's role, against what it may read. */
import type { Sql, TransactionSql } from "~/domain/kernel/db/connect.ts";
import { attempt, refusals } from "./attempt.ts";
import { column_text, type Readable } from "./expectation.ts";

export interface Relation {
  name: string;
  kind: "table" | "view";
  columns: string[];
}

/** The application's own tables, views and materialised views; what extensions bring is theirs. */
export async function relations_of(above: Sql): Promise<Relation[]> {
  const rows = await above<{ name: string; kind: Relation["kind"]; columns: string[] }[]>`
    select format('%I.%I', n.nspname, c.relname) as name, case when c.relkind in ('r', 'p', 'f') then 'table' else 'view' end as kind,
           to_jsonb(array_agg(a.attname order by a.attnum)) as columns
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace and n.nspname !~ '^(pg_|information_schema)'
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind in ('r', 'p', 'f', 'v', 'm')
       and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
     group by n.nspname, c.relname, c.relkind
     order by 1`;
  return rows.map((row) => ({ ...row, name: row.name.replace(/^public\./, "") }));
}

/** @param sql in the role, with its context. @param above sees all */
export async function column_breaches(
  sql: TransactionSql,
  relation: Relation,
  may: Readable | undefined,
): Promise<string[]> {
  const breaches: string[] = [];
  const { name } = relation;
  for (const column of relation.columns) {
    const outcome = await attempt(sql, column_text(name, column));
    if (!may?.columns.has(column)) {
      if (!refusals.has(outcome.code)) {
        breaches.push(`${name}.${column} is read: ${outcome.code || JSON.stringify(outcome.rows)?.slice(0, 80)}`);
      }
      continue;
    }
    if (outcome.rows === null) breaches.push(`${name}.${column} is refused: ${outcome.message}`);
    else if (JSON.stringify(outcome.rows[0]) !== may.values.get(column)) {
      breaches.push(`${name}.${column} shows other rows than the scope says`);
    }
  }
  return breaches;
}

/** Columns, whole rows, counts, and what errors and orders tell. */
export async function read_breaches(
  sql: TransactionSql,
  relation: Relation,
  may: Readable | undefined,
): Promise<string[]> {
  const breaches = await column_breaches(sql, relation, may);
  const { name } = relation;
  for (
    const whole of [
      `select * from ${name}`,
      `select ${name} from ${name}`,
      `table ${name}`,
      `copy ${name} to '/tmp/walls'`,
      `select "${relation.columns[0]}" from ${name} for update`,
      `select "${relation.columns[0]}" from ${name} for share`,
    ]
  ) {
    const outcome = await attempt(sql, whole);
    const all_granted = may !== undefined && relation.columns.every((column) => may.columns.has(column));
    if (!refusals.has(outcome.code) && !(all_granted && outcome.rows)) {
      breaches.push(`"${whole}" is allowed: ${outcome.code}`);
    }
  }
  const counted = await attempt(sql, `select count(*)::int as n from ${name}`);
  if (may ? counted.rows?.[0]?.n !== may.rows.length : !refusals.has(counted.code)) {
    breaches.push(
      `count(*) of ${name} is ${counted.rows?.[0]?.n ?? counted.code}, ${may?.rows.length ?? "a refusal"} expected`,
    );
  }
  return may ? [...breaches, ...await probes(sql, relation, may)] : breaches;
}

/** Errors and orders that would tell of rows that are not shown: a policy must come before whatever the query brings along. */
async function probes(sql: TransactionSql, { name }: Relation, may: Readable): Promise<string[]> {
  const breaches: string[] = [];
  for (const column of may.columns) {
    for (
      const probe of [
        // Divides by zero at the first row that is not one's own.
        `select count(*) from ${name} t where 1 / (case when t.id::text in (${
          may.rows.map((id) => `'${id}'`).join(", ") || "''"
        }) then 1 else 0 end) = 1`,
        // An error that quotes the value.
        `select count(*) from ${name} t where (t."${column}"::text || 'x')::int = 1`,
        `select max(t."${column}"::text) from ${name} t left join lateral (select (t."${column}"::text || 'x')::int) bad on true`,
      ]
    ) {
      const { code, message } = await attempt(sql, probe);
      if (code === "22012") breaches.push(`a division tells of hidden rows of ${name}`);
      if (/zz-(foreign|beside)/.test(message)) {
        breaches.push(`an error quotes a hidden value of ${name}.${column}: ${message}`);
      }
    }
  }
  return [...new Set(breaches)];
}
