/** Brings the database to the code's version. Forward only: a mistake is mended by the next migration. */
import type { Sql, TransactionSql } from "./connect.ts";
import { type MigrationFile, migrations_directory, read_migrations } from "./migration_files.ts";
import { migration_error } from "./migration_error.ts";

export interface MigrateOptions {
  directory?: URL;
  on_applied?: (name: string, ms: number) => void;
}

interface Applied {
  version: number;
  name: string;
  checksum: string;
}

/** Any constant will do as long as nothing else in the database uses it: "omni" in ASCII. */
const lock_key = 0x6f6d6e69;

/**
 * Applies what is missing, each file in a transaction of its own, and returns the names. One query when nothing is missing.
 * Several replicas may call it at once: an advisory lock inside each transaction lets one work and the others find it done
 * (a session lock would break behind a transaction pooler).
 * @throws Error with a remedy: a file changed after it was applied, the database is newer than the code, a statement failed.
 */
export async function migrate(sql: Sql, options: MigrateOptions = {}): Promise<string[]> {
  const files = await read_migrations(options.directory ?? migrations_directory);
  const done: string[] = [];
  for (const file of missing(files, await applied_migrations(sql))) {
    const start = performance.now();
    if (!await apply(sql, file)) continue;
    options.on_applied?.(file.name, performance.now() - start);
    done.push(file.name);
  }
  return done;
}

/** Names of migrations not applied yet; readiness wants none. Throws as migrate() does when code and database contradict. */
export async function pending(sql: Sql, directory: URL = migrations_directory): Promise<string[]> {
  return missing(await read_migrations(directory), await applied_migrations(sql)).map((file) => file.name);
}

async function applied_migrations(sql: Sql): Promise<Applied[]> {
  try {
    return await sql<
      Applied[]
    >`/* migrate.applied */ select version, name, checksum from schema_migrations order by version`;
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, "code") === "42P01") return []; // undefined_table: a fresh database
    throw error;
  }
}

function missing(files: MigrationFile[], applied: Applied[]): MigrationFile[] {
  const known = new Map(files.map((file) => [file.version, file]));
  for (const row of applied) {
    const file = known.get(row.version);
    if (!file) {
      throw new Error(
        `The database has migration '${row.name}', which this version of Omni does not know: it was set up by a newer version. ` +
          `Start that version, or restore a backup made before it.`,
      );
    }
    if (file.checksum !== row.checksum) {
      throw new Error(
        `Migration '${file.name}' was changed after the database applied it as '${row.name}'. ` +
          `Restore the file and put the change into a new migration; for a database without data worth keeping, delete it and start again.`,
      );
    }
  }
  const versions = new Set(applied.map((row) => row.version));
  return files.filter((file) => !versions.has(file.version));
}

async function apply(sql: Sql, file: MigrationFile): Promise<boolean> {
  try {
    return await sql.begin(async (tx) => {
      await tx`set local statement_timeout = 0`; // before the lock: waiting for another replica's long migration is fine
      await tx`select pg_advisory_xact_lock(${lock_key})`;
      if (await was_applied(tx, file)) return false;
      await tx.unsafe(file.text);
      await tx`insert into schema_migrations ${
        tx({ version: file.version, name: file.name, checksum: file.checksum })
      }`;
      return true;
    });
  } catch (error) {
    throw migration_error(file, error);
  }
}

async function was_applied(tx: TransactionSql, file: MigrationFile): Promise<boolean> {
  await tx`
    create table if not exists schema_migrations (
      version integer primary key,
      name text not null,
      checksum text not null,
      applied_at timestamptz not null default clock_timestamp()
    )`;
  const rows = await tx`select from schema_migrations where version = ${file.version}`;
  return rows.length > 0;
}
