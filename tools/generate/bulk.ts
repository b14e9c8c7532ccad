/** Fills big tables without their indexes and foreign keys, which are then built and checked at one go. */
import type { TransactionSql } from "~/domain/kernel/db/connect.ts";

interface Made {
  drop: string;
  create: string;
}

/**
 * A million subscribers with all indexes in place take 9 minutes, most of it for trigram entries one by one; built
 * afterwards it is 2. Primary keys and exclusion constraints stay. All in the caller's transaction: a failure leaves everything as it was.
 */
export async function without_indexes(
  sql: TransactionSql,
  tables: readonly string[],
  fill: () => Promise<void>,
): Promise<void> {
  const made = [...await foreign_keys(sql, tables), ...await plain_indexes(sql, tables)];
  for (const each of made) await sql.unsafe(each.drop);
  await fill();
  for (const each of made.toReversed()) await sql.unsafe(each.create);
}

async function foreign_keys(sql: TransactionSql, tables: readonly string[]): Promise<Made[]> {
  return await sql<Made[]>`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
           format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as create
      from pg_constraint
     where contype = 'f' and conrelid::regclass::text in ${sql(tables)}`;
}

async function plain_indexes(sql: TransactionSql, tables: readonly string[]): Promise<Made[]> {
  return await sql<Made[]>`
    select format('drop index %s', indexrelid::regclass) as drop, pg_get_indexdef(indexrelid) as create
      from pg_index i
     where indrelid::regclass::text in ${sql(tables)}
       and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`;
}
