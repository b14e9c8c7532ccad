/** Puts one process together: database, files, platform, gate, live sockets, jobs. Closed in the opposite order. */
import { type Config, database_directory } from "~/config.ts";
import { open_gate, seed_roles } from "~/domain/access/mod.ts";
import "~/domain/all.ts";
import { connect, type Database } from "~/domain/kernel/db/connect.ts";
import { start_embedded } from "~/domain/kernel/db/embedded.ts";
import { migrate } from "~/domain/kernel/db/migrate.ts";
import type { ObservedQuery } from "~/domain/kernel/db/observe.ts";
import { close_password_pool } from "~/domain/kernel/crypto/password_pool.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import { open_storage } from "~/domain/kernel/files/open_storage.ts";
import { create_live } from "~/domain/kernel/live.ts";
import { configure_log, log } from "~/domain/kernel/log.ts";
import { observe_query } from "~/domain/kernel/metrics.ts";
import { create_platform, type Platform } from "~/domain/kernel/platform.ts";
import { seed_templates } from "~/domain/notifications/mod.ts";
import { start_jobs } from "~/jobs/start.ts";
import type { House } from "~/routes/(_web)/state.ts";

export interface OpenHouse extends House {
  close(): Promise<void>;
}

export async function open_platform(config: Config): Promise<Platform & { close(): Promise<void> }> {
  configure_log({ level: config.LOG_LEVEL, format: config.LOG_FORMAT });
  const { db, close } = await open_database(config);
  const applied = await migrate(db.sql);
  if (applied.length) log.info("database migrated", { applied });
  const platform = create_platform({ config, db, files: open_storage(config.FILES_URL) });
  await platform.transaction(job_actor("start"), async (tx) => {
    await seed_roles(tx);
    await seed_templates(tx);
  });
  return { ...platform, close };
}

export async function open_house(config: Config): Promise<OpenHouse> {
  const platform = await open_platform(config);
  const gate = await open_gate(platform);
  const live = await create_live(platform);
  const jobs = await start_jobs(platform);
  return {
    platform,
    gate,
    live,
    jobs,
    async close() {
      await jobs.stop();
      await live.close();
      await gate.close();
      close_password_pool();
      await platform.close();
    },
  };
}

/** The database alone, without migrations: for tools that only look. */
export async function open_database(config: Config): Promise<{ db: Database; close(): Promise<void> }> {
  const on_query = slow_query_log(config.SLOW_QUERY_MS);
  if (config.DATABASE_URL) {
    const db = connect({ address: config.DATABASE_URL, max: config.DB_POOL_MAX, prepare: config.DB_PREPARE, on_query });
    return { db, close: () => db.close() };
  }
  const db = await start_embedded({ directory: database_directory(config), on_query });
  return { db, close: () => db.close() };
}

function slow_query_log(limit_ms: number) {
  return (query: ObservedQuery) => {
    observe_query(query.name, query.ms / 1000);
    if (query.ms >= limit_ms) {
      log.warn("slow query", { query: query.name, ms: Math.round(query.ms), text: query.text.slice(0, 500) });
    }
  };
}
