import postgres from "postgres";
import type { Sql, TransactionSql } from "~/domain/kernel/db/connect.ts";
import type { TestDatabase } from "../../../support/database.ts";
import { type Context, set_context } from "./expectation.ts";

export interface Login extends AsyncDisposable {
  /** In the portal's role, with a context or none; everything is undone in the end. */
  inside<T>(context: Context | null, run: (sql: TransactionSql) => Promise<T>): Promise<T>;
}

/** A connection of its own, signed in as a role that is nothing but a member of the portal's. */
export async function log_in(it: TestDatabase, above: Sql, role: string): Promise<Login> {
  const name = `walls_${crypto.randomUUID().replaceAll("-", "")}`;
  await above.unsafe(`create role ${name} login noinherit password '${name}'; grant ${role} to ${name}`);
  const address = new URL(it.url);
  address.username = name;
  address.password = name;
  const sql = postgres(address.href, { max: 1, fetch_types: false, onnotice: () => {} });
  class Done extends Error {
    constructor(readonly result: unknown) {
      super("undone");
    }
  }
  return {
    async inside<T>(context: Context | null, run: (sql: TransactionSql) => Promise<T>): Promise<T> {
      let result: { value: T } | undefined;
      try {
        await sql.begin(async (inner) => {
          if (context) await set_context(inner, context);
          await inner.unsafe(`set local role ${role}`);
          result = { value: await run(inner) };
          throw new Done(null);
        });
      } catch (error) {
        if (!(error instanceof Done)) throw error;
      }
      if (!result) throw new Error("nothing was run");
      return result.value;
    },
    async [Symbol.asyncDispose]() {
      await sql.end();
      await above.unsafe(`drop role ${name}`);
    },
  };
}
