import assert from "node:assert/strict";
import "~/domain/all.ts";
import { entities, type Entity, type Portal, visible_columns } from "~/domain/kernel/entity.ts";
import type { FieldKind } from "~/domain/kernel/fields.ts";
import { searchable } from "~/domain/kernel/list_sql.ts";
import { icon_names } from "~/components/icon_names.ts";
import { with_database } from "../support/database.ts";

const sql_types: Record<FieldKind, readonly string[]> = {
  text: ["text", "uuid"],
  long_text: ["text"],
  email: ["text"],
  phone: ["text"],
  url: ["text"],
  choice: ["text"],
  ref: ["uuid"],
  timestamp: ["timestamp with time zone"],
  date: ["date"],
  integer: ["integer", "bigint"],
  decimal: ["numeric"],
  boolean: ["boolean"],
  tags: ["ARRAY"],
  json: ["jsonb"],
  point: ["USER-DEFINED"],
};
const portals: readonly Portal[] = ["customer", "reseller", "vendor"];
/** Columns that the kernel gives or derives; everything else in a table is a field of its entity. */
const kernel_columns = new Set(["id", "created_at", "updated_at", "is_active", "metadata", "number", "search_text"]);

interface Column {
  table_name: string;
  column_name: string;
  data_type: string;
  is_nullable: "YES" | "NO";
  column_default: string | null;
  is_generated: string;
}

Deno.test(
  "every entity's fields are the columns of its table, of the same type and nullability",
  with_database(async ({ sql }) => {
    const rows = await sql<Column[]>`
    select table_name, column_name, data_type, is_nullable, column_default, is_generated from information_schema.columns where table_schema = 'public'`;
    const problems = entities().flatMap((entity) =>
      compare(entity, rows.filter((row) => row.table_name === entity.table))
    );
    assert.deepEqual(problems, []);
  }),
);

function compare(entity: Entity, columns: Column[]): string[] {
  const problems: string[] = [];
  const by_name = new Map(columns.map((column) => [column.column_name, column]));
  const is_view = entity.readonly === true && !by_name.has("search_text") &&
    columns.every((column) => column.is_nullable === "YES");
  for (
    const name of [
      "id",
      "created_at",
      "updated_at",
      "is_active",
      "metadata",
      ...(entity.number ? ["number"] : []),
      ...(searchable(entity) ? ["search_text"] : []),
    ]
  ) {
    if (!by_name.has(name)) problems.push(`${entity.table} lacks ${name}`);
  }
  for (const field of entity.columns) {
    const column = by_name.get(field.name);
    const where = `${entity.name}.${field.name}`;
    if (!column) {
      problems.push(`${where} has no column in ${entity.table}`);
      continue;
    }
    if (!sql_types[field.kind].includes(column.data_type)) {
      problems.push(`${where} is ${field.kind}, its column ${column.data_type}`);
    }
    const nullable = column.is_nullable === "YES";
    if (!is_view && field.nullable !== nullable) {
      problems.push(`${where} is ${field.nullable ? "nullable" : "required"}, its column is not`);
    }
  }
  for (const column of columns) {
    if (
      !kernel_columns.has(column.column_name) && !entity.internal?.includes(column.column_name) &&
      !entity.column(column.column_name)
    ) problems.push(`${entity.table}.${column.column_name} is no field of ${entity.name}`);
  }
  return problems;
}

Deno.test(
  "every choice is what the table's check allows",
  with_database(async ({ sql }) => {
    const checks = await sql<{ table_name: string; definition: string }[]>`
    select conrelid::regclass::text as table_name, pg_get_constraintdef(oid) as definition from pg_constraint where contype = 'c'`;
    const views = new Set(
      (await sql<{ name: string }[]>`select viewname as name from pg_views where schemaname = 'public'`).map((
        { name },
      ) => name),
    );
    const problems: string[] = [];
    for (const entity of entities()) {
      if (views.has(entity.table)) continue; // its table has the check
      for (const field of entity.columns) {
        if (field.kind !== "choice") continue;
        const found = checks.find((check) =>
          check.table_name === entity.table && new RegExp(`\\(\\(?${field.name} = ANY`).test(check.definition)
        );
        const allowed = [...(found?.definition.matchAll(/'([^']*)'::text/g) ?? [])].map(([, value]) => value).sort();
        if (JSON.stringify(allowed) !== JSON.stringify([...(field.choices ?? [])].sort())) {
          problems.push(`${entity.name}.${field.name}: ${field.choices} against ${allowed}`);
        }
      }
    }
    assert.deepEqual(problems, []);
  }),
);

Deno.test(
  "every foreign key says what a delete does and leads an index",
  with_database(async ({ sql }) => {
    const rows = await sql<{ name: string }[]>`
    select c.conrelid::regclass::text || '.' || a.attname as name
      from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
     where c.contype = 'f' and c.connamespace = 'public'::regnamespace
       and (c.confdeltype = 'a' or not exists (
         select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1]))`;
    assert.deepEqual(rows.map((row) => row.name), []);
  }),
);

Deno.test(
  "a portal's scope in an entity is the policy of its table, and its columns are granted",
  with_database(async ({ sql }) => {
    const problems: string[] = [];
    for (const entity of entities()) {
      for (const portal of portals) {
        const scope = entity.scope?.[portal];
        if (!scope) continue;
        const role = `omni_${portal}`;
        const [policy] = await sql<
          { qual: string }[]
        >`select qual from pg_policies where tablename = ${entity.table} and policyname = ${role}`;
        if (!policy) {
          problems.push(`${entity.table} has no policy for ${role}`);
          continue;
        }
        // PostgreSQL prints both the same way, so they are compared as it understands them.
        await sql.unsafe(`create policy compared on ${entity.table} for select to ${role} using (${scope})`);
        const [same] = await sql<
          { qual: string }[]
        >`select qual from pg_policies where tablename = ${entity.table} and policyname = 'compared'`;
        await sql.unsafe(`drop policy compared on ${entity.table}`);
        if (same?.qual !== policy.qual) {
          problems.push(`${entity.table}: entity says ${same?.qual}, policy says ${policy.qual}`);
        }
        const granted = await sql<{ column_name: string }[]>`
        select column_name from information_schema.column_privileges where grantee = ${role} and table_name = ${entity.table} and privilege_type = 'SELECT'`;
        const names = new Set(granted.map((row) => row.column_name));
        const seen = new Set(visible_columns(entity, portal).map((column) => column.name));
        for (const field of entity.columns) {
          const visible = seen.has(field.name);
          if (visible !== names.has(field.name)) {
            problems.push(`${entity.table}.${field.name} is ${visible ? "not granted" : "granted"} to ${role}`);
          }
        }
      }
    }
    assert.deepEqual(problems, []);
  }),
);

Deno.test("every entity's icon ships", () => {
  const known: readonly string[] = icon_names;
  assert.deepEqual(
    entities().filter((entity) => entity.icon && !known.includes(entity.icon)).map((entity) => entity.name),
    [],
  );
});
