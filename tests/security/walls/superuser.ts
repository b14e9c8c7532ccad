import postgres from "postgres";
import type { Sql } from "~/domain/kernel/db/connect.ts";
import { wire_types } from "~/domain/kernel/db/wire_types.ts";
import type { TestDatabase } from "../../support/database.ts";
import { test_server } from "../../support/postgres_server.ts";

/** A connection above all walls. On a server that is not ours the tables' owner has to do: its policy shows it everything. */
export async function superuser(it: TestDatabase): Promise<Sql> {
  const { superuser_url } = await test_server();
  const address = new URL(superuser_url ?? it.url);
  address.pathname = new URL(it.url).pathname;
  return postgres(address.href, { max: 2, types: wire_types, fetch_types: false, onnotice: () => {} });
}
