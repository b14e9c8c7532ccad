/** Platform: the parts that one process is made of, wired once at start. Requests and jobs get it handed, never import it. */
import type { Config } from "~/config.ts";
import type { Database } from "./db/connect.ts";
import type { Storage } from "./files/storage.ts";
import type { NewEvent } from "./events.ts";
import type { Actor } from "./actor.ts";
import type { Tx } from "./tx.ts";
import { open_transactions } from "./transaction.ts";

export interface Platform {
  config: Config;
  db: Database;
  files: Storage;
  now(): Temporal.Instant;
  /** Reads and writes of one actor, all or nothing. */
  transaction<T>(actor: Actor, run: (tx: Tx) => Promise<T>): Promise<T>;
  read<T>(actor: Actor, run: (tx: Tx) => Promise<T>): Promise<T>;
  /** Called after every commit that emitted; the queue and the live sockets listen here. */
  on_committed(listen: (events: readonly NewEvent[]) => void): void;
}

export interface PlatformOptions {
  config: Config;
  db: Database;
  files: Storage;
  now?: () => Temporal.Instant;
}

export function create_platform(options: PlatformOptions): Platform {
  const listeners: ((events: readonly NewEvent[]) => void)[] = [];
  const now = options.now ?? (() => Temporal.Now.instant());
  const { transaction, read } = open_transactions({
    sql: options.db.sql,
    services: { config: options.config, files: options.files },
    now,
    committed: (events) => {
      for (const listen of listeners) listen(events);
    },
  });
  return { ...options, now, transaction, read, on_committed: (listen) => void listeners.push(listen) };
}
