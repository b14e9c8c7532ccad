/** One door to the database for the whole product; behind it stands PostgreSQL, or PGlite (embedded.ts). */
import type { Duplex } from "node:stream";
import postgres from "postgres";
import { type Bus, in_process_bus } from "./bus.ts";
import { notify_bus } from "./notify_bus.ts";
import { observed, type OnQuery } from "./observe.ts";
import { safe_transactions } from "./transactions.ts";
import { wire_types } from "./wire_types.ts";

export type Sql = postgres.Sql;
export type TransactionSql = postgres.TransactionSql;
export type { Bus } from "./bus.ts";
export type { ObservedQuery, OnQuery } from "./observe.ts";

export interface Database {
  readonly sql: Sql;
  readonly bus: Bus;
  readonly kind: "embedded" | "server";
  /** Lets running queries end (5 s at most), then closes every connection. */
  close(): Promise<void>;
}

/** A stream that speaks the protocol, instead of a network address; called for each new connection. */
export interface Address {
  socket: () => Promise<Duplex>;
}

export interface ConnectOptions {
  /** `postgres://user:password@host:port/database?sslmode=require`, or a stream of one's own. */
  address: string | Address;
  /** Connections at most. Sum over all replicas stays below the server's max_connections. Default 10. */
  max?: number;
  /** Prepared statements. Off behind a pooler in transaction mode: it hands each transaction another server connection. Default on. */
  prepare?: boolean;
  /** Seconds until an unused connection is closed. Default 300. */
  idle_timeout?: number;
  /** Seconds to wait for a connection before the error `unavailable`. Default 5. */
  connect_timeout?: number;
  /** What the operator reads in pg_stat_activity. Default `omni`. */
  application_name?: string;
  /** Milliseconds a statement may take; 0 for no limit. Not sent with prepare off: poolers refuse unknown start-up parameters. Default 30000. */
  statement_timeout?: number;
  on_query?: OnQuery | undefined;
  kind?: Database["kind"];
}

/** Opens nothing yet: the first query connects. A lost server heals by itself; until then queries fail as `unavailable` (errors.ts). */
export function connect(options: ConnectOptions): Database {
  const { kind = "server" } = options;
  const plain = open_pool(options, {});
  const safe = safe_transactions(plain);
  const sql = options.on_query ? observed(safe, options.on_query) : safe;
  const bus = kind === "embedded" ? in_process_bus() : notify_bus({
    sql: plain,
    open: (hooks) =>
      open_pool({ ...options, max: 1, idle_timeout: 0 }, {
        ...hooks,
        fetch_types: false,
        max_lifetime: null,
        backoff: () => 0,
      }),
  });
  return {
    sql,
    bus,
    kind,
    async close() {
      await bus.close();
      await plain.end({ timeout: 5 });
    },
  };
}

type DriverOptions = postgres.Options<Record<string, postgres.PostgresType>>;

function open_pool(options: ConnectOptions, more: DriverOptions): Sql {
  const { address, max = 10, prepare = true, idle_timeout = 300, connect_timeout = 5 } = options;
  const driver: DriverOptions = {
    max,
    prepare,
    idle_timeout,
    connect_timeout,
    types: wire_types,
    backoff: () => 0.25, // the default grows to 20 s, long after the server is back
    connection: session_parameters(options),
    onnotice: () => {}, // "relation already exists, skipping" is no news
    ...more,
  };
  return typeof address === "string"
    ? postgres(address, driver)
    : postgres({ ...driver, ...address, database: "postgres", username: "postgres" });
}

function session_parameters(options: ConnectOptions): Partial<postgres.ConnectionParameters> {
  const { prepare = true, application_name = "omni", statement_timeout = 30_000 } = options;
  return {
    application_name,
    TimeZone: "UTC",
    DateStyle: "ISO, MDY", // the parsers of wire_types.ts read this form only
    ...(prepare && statement_timeout > 0 ? { statement_timeout } : {}),
  };
}
