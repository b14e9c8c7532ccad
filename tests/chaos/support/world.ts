/** A database with the demo's staff in it, and the real server on it, as often as a test wants. */
import { load_people } from "~/demo/load.ts";
import { seed_roles } from "~/domain/access/mod.ts";
import "~/domain/all.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import { close_password_pool } from "~/domain/kernel/crypto/password_pool.ts";
import { connect, type Sql } from "~/domain/kernel/db/connect.ts";
import { migrate } from "~/domain/kernel/db/migrate.ts";
import { write_setting } from "~/domain/kernel/settings.ts";
import { type AppProcess, start_app } from "~/tests/support/app_process.ts";
import { platform_on } from "~/tests/support/fixtures.ts";

export interface World extends AsyncDisposable {
  sql: Sql;
  start(env?: Record<string, string>): Promise<AppProcess>;
}

/** @param database_url migrated or empty */
export async function open_world(database_url: string): Promise<World> {
  const db = connect({ address: database_url, max: 3 });
  await migrate(db.sql);
  const platform = platform_on(db);
  await platform.transaction(job_actor("test"), async (tx) => {
    await seed_roles(tx);
    // Tests ask more often than anybody may.
    await write_setting(tx, "access", "rate_per_account", 1_000_000);
    await write_setting(tx, "access", "rate_per_address", 1_000_000);
  });
  await load_people(platform);
  close_password_pool();
  const folder = await Deno.makeTempDir({ prefix: "omni_chaos_" });
  return {
    sql: db.sql,
    start: (env = {}) => start_app({ database_url, folder, env }),
    async [Symbol.asyncDispose]() {
      await db.close();
      await Deno.remove(folder, { recursive: true });
    },
  };
}
