/** Tells how long each query took and what it is called: for the slow-query log and the metrics. */
import type postgres from "postgres";

export interface ObservedQuery {
  /** `tickets.queue` from a leading comment, else verb and first table: `select tickets`. */
  name: string;
  text: string;
  /** Milliseconds from asking to answer, the wait for a free connection included: that wait is what an exhausted pool looks like. */
  ms: number;
  failed: boolean;
}

export type OnQuery = (query: ObservedQuery) => void;

/** What postgres.js keeps in a query at run time. A query nested in another as a fragment never meets its handler. */
interface RunningQuery {
  handler: (query: unknown) => unknown;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/**
 * The same sql with every query timed, transactions and savepoints included. postgres.js offers a hook before a query but
 * none after it. Measured: 0.7 µs a query.
 */
export function observed<T extends postgres.ISql>(sql: T, on_query: OnQuery): T {
  return new Proxy(sql, {
    apply: (target, self, args) => timed(Reflect.apply(target, self, args), on_query),
    get(target, key, self) {
      const value: unknown = Reflect.get(target, key, self);
      if (typeof value !== "function") return value;
      if (key === "unsafe" || key === "file") {
        return (...args: unknown[]) => timed(Reflect.apply(value, target, args), on_query);
      }
      if (key === "begin" || key === "savepoint") {
        return (...args: unknown[]) =>
          Reflect.apply(value, target, args.map((arg) => is_callback(arg) ? scoped(arg, on_query) : arg));
      }
      if (key === "reserve") return async () => observed(await Reflect.apply(value, target, []), on_query);
      return value;
    },
  });
}

function scoped(run: (sql: postgres.TransactionSql) => unknown, on_query: OnQuery) {
  return (inner: postgres.TransactionSql) => run(observed(inner, on_query));
}

function timed(query: unknown, on_query: OnQuery): unknown {
  if (!is_query(query)) return query;
  const { handler, resolve, reject } = query;
  query.handler = (self) => {
    const start = performance.now();
    const tell = (failed: boolean) => {
      const text = text_of(query);
      on_query({ name: query_name(text), text, ms: performance.now() - start, failed });
    };
    query.resolve = (value) => (resolve(value), tell(false));
    query.reject = (error) => (reject(error), tell(true));
    return handler(self);
  };
  return query;
}

function is_callback(value: unknown): value is (sql: postgres.TransactionSql) => unknown {
  return typeof value === "function";
}

function is_query(value: unknown): value is RunningQuery {
  return typeof value === "object" && value !== null && "handler" in value && "resolve" in value && "reject" in value;
}

function text_of(query: object): string {
  const text: unknown = Reflect.get(query, "string");
  return typeof text === "string" ? text : "";
}

const own_name = /^\s*(?:\/\*\s*([\w.:-]+)\s*\*\/|--\s*([\w.:-]+)\s*$)/m;
const verb = /\b(select|insert|update|delete|with|begin|commit|rollback|listen|create|alter|call|set)\b/i;
const table = /\b(?:from|into|update|join)\s+(?:only\s+)?"?([a-z_][\w.]*)/i;

/** Parsed from the text: parameters are never in it, so a name leaks no data. */
export function query_name(text: string): string {
  const named = text.trimStart().startsWith("/*") || text.trimStart().startsWith("--") ? own_name.exec(text) : null;
  if (named) return named[1] ?? named[2] ?? "unnamed";
  const first = verb.exec(text)?.[1]?.toLowerCase() ?? "query";
  const of = table.exec(text)?.[1];
  return of ? `${first} ${of}` : first;
}
