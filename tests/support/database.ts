/** A migrated database for each test, cloned from a template (0.1 s on an idle machine, 0.4 s on a busy one) and dropped after. */
import { createHash } from "node:crypto";
import postgres from "postgres";
import { connect, type ConnectOptions, type Database, type Sql } from "~/domain/kernel/db/connect.ts";
import { migrate } from "~/domain/kernel/db/migrate.ts";
import { read_migrations } from "~/domain/kernel/db/migration_files.ts";
import { test_server } from "./postgres_server.ts";
import { wait_for } from "./wait_for.ts";

export interface TestDatabase {
  db: Database;
  sql: Sql;
  /** For what connects itself: a server under test, a second replica. */
  url: string;
}

export type TestOptions = Partial<Omit<ConnectOptions, "address">> & {
  /** Without tables, for tests of the migrations themselves. */
  empty?: boolean;
};

/** `Deno.test("tickets close", with_database(async ({ db, sql }) => { … }))` */
export function with_database(
  run: (it: TestDatabase) => Promise<void>,
  options: TestOptions = {},
): () => Promise<void> {
  return async () => {
    await using it = await test_database(options);
    await run(it);
  };
}

/** For a whole file: `await using it = await test_database()`, or call close() in the end. */
export async function test_database(
  options: TestOptions = {},
): Promise<TestDatabase & AsyncDisposable & { close(): Promise<void> }> {
  const { empty = false, ...more } = options;
  const server = await test_server();
  const name = `omni_test_${crypto.randomUUID().replaceAll("-", "")}`;
  const template = empty ? "template1" : await template_database();
  await as_admin((sql) => sql.unsafe(`create database ${name} template ${template}`));
  const url = server.url(name);
  const db = connect({ address: url, max: 5, ...more });
  async function close() {
    await db.close();
    await drop(name);
  }
  return { db, sql: db.sql, url, close, [Symbol.asyncDispose]: close };
}

/** The server's own autovacuum may be in it, which an ordinary role cannot end: it leaves by itself. */
async function drop(name: string): Promise<void> {
  await wait_for(`${name} is dropped`, async () => {
    await as_admin((sql) => sql.unsafe(`drop database if exists ${name} with (force)`));
    return true;
  }, { within: 20_000, every: 200 });
}

let template: Promise<string> | undefined;

/** Named by the migrations' checksums: a changed file makes a new one. */
function template_database(): Promise<string> {
  return template ??= build_template();
}

async function build_template(): Promise<string> {
  const files = await read_migrations();
  const key = createHash("sha256").update(files.map((file) => file.checksum).join()).digest("hex").slice(0, 16);
  const name = `omni_template_${key}`;
  await as_admin(async (sql) => {
    await sql`select pg_advisory_lock(hashtext('omni_template'))`; // other test files wait; the session's end releases it
    if ((await sql`select from pg_database where datname = ${name}`).length) return;
    await sql.unsafe(`drop database if exists ${name}_building with (force)`);
    await sql.unsafe(`create database ${name}_building`);
    const db = connect({ address: (await test_server()).url(`${name}_building`), max: 1 });
    try {
      await migrate(db.sql);
    } finally {
      await db.close();
    }
    await sql.unsafe(`alter database ${name}_building rename to ${name}`);
  });
  return name;
}

async function as_admin(run: (sql: Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres((await test_server()).url("postgres"), { max: 1, fetch_types: false, onnotice: () => {} });
  try {
    await run(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
