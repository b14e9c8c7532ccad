/** Makes transactions survive the loss of their connection. */
import type postgres from "postgres";
import { intercept, is_callback, on_failure, type RunningQuery } from "./driver_queries.ts";

interface Scope {
  lost: boolean;
}

/**
 * postgres.js 3.4.9 goes on writing to the closed connection of a transaction, if only its ROLLBACK, and the exception ends
 * the process: one restart of PostgreSQL would take every replica down. So after a loss no query of the transaction is sent
 * any more, and its callback's end is kept from the driver; begin() itself rejects with CONNECTION_CLOSED all the same.
 */
export function safe_transactions<T extends postgres.Sql>(sql: T): T {
  return new Proxy(sql, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (key !== "begin" || typeof value !== "function") return value;
      return (...args: unknown[]) => {
        const scope: Scope = { lost: false };
        const ended: Promise<unknown> = Reflect.apply(
          value,
          target,
          args.map((arg) => is_callback(arg) ? guarded(arg, scope) : arg),
        );
        ended.catch(() => scope.lost = true); // the loss between two queries shows here only
        return ended;
      };
    },
  });
}

function guarded(run: (sql: postgres.TransactionSql) => unknown, scope: Scope) {
  return async (inner: postgres.TransactionSql) => {
    try {
      return await run(guard(inner, scope));
    } finally {
      if (scope.lost) await new Promise<never>(() => {});
    }
  };
}

function guard(sql: postgres.TransactionSql, scope: Scope): postgres.TransactionSql {
  const safe = intercept(sql, (query) => stop_when_lost(query, scope), (run) => guarded(run, scope));
  return new Proxy(safe, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      return key === "savepoint" && typeof value === "function" ? safe_savepoint(value, target, scope) : value;
    },
  });
}

/** The driver sends SAVEPOINT by a query of its own, which no interception meets. */
function safe_savepoint(savepoint: CallableFunction, target: object, scope: Scope) {
  return async (...args: unknown[]): Promise<unknown> => {
    if (scope.lost) throw connection_lost();
    try {
      return await Reflect.apply(savepoint, target, args);
    } catch (error) {
      scope.lost ||= ends_connection(error);
      throw error;
    }
  };
}

const connection_lost = () =>
  Object.assign(new Error("The transaction lost its connection"), { code: "CONNECTION_CLOSED" });

function stop_when_lost(query: RunningQuery, scope: Scope): void {
  const send = query.handler;
  query.handler = (self) => {
    if (scope.lost) return query.reject(connection_lost());
    on_failure(query, (error) => scope.lost ||= ends_connection(error));
    return send(self);
  };
}

/** FATAL is what a server says before it hangs up; the rest comes from the driver and from the socket. */
function ends_connection(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const severity: unknown = Reflect.get(error, "severity");
  if (typeof severity === "string") return severity === "FATAL" || severity === "PANIC";
  return /^(CONNECTION_|CONNECT_|E[A-Z]+$)/.test(String(Reflect.get(error, "code")));
}
