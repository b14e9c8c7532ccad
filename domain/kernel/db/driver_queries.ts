/** The one place that knows how postgres.js keeps its queries at run time: it has no hooks around them. */
import type postgres from "postgres";

/** A query is sent by its handler, once; one that is nested in another as a fragment never meets it. */
export interface RunningQuery {
  handler: (query: unknown) => unknown;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

type Callback = (sql: postgres.TransactionSql) => unknown;

/** The same sql, with `each` called for every query made through it and `scoped` put around the callbacks of transactions. */
export function intercept<T extends postgres.ISql>(
  sql: T,
  each: (query: RunningQuery) => void,
  scoped: (run: Callback) => Callback,
): T {
  const seen = (made: unknown) => {
    if (is_query(made)) each(made);
    return made;
  };
  return new Proxy(sql, {
    apply: (target, self, args) => seen(Reflect.apply(target, self, args)),
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== "function") return value;
      if (key === "unsafe" || key === "file") return (...args: unknown[]) => seen(Reflect.apply(value, target, args));
      if (key === "begin" || key === "savepoint") {
        return (...args: unknown[]) =>
          Reflect.apply(value, target, args.map((arg) => is_callback(arg) ? scoped(arg) : arg));
      }
      if (key === "reserve") return async () => intercept(await Reflect.apply(value, target, []), each, scoped);
      return value;
    },
  });
}

export function is_callback(value: unknown): value is Callback {
  return typeof value === "function";
}

export function on_failure(query: RunningQuery, tell: (error: unknown) => void): void {
  const { reject } = query;
  query.reject = (error) => (tell(error), reject(error));
}

export function on_success(query: RunningQuery, tell: () => void): void {
  const { resolve } = query;
  query.resolve = (value) => (resolve(value), tell());
}

/** The text as sent, once it was sent. Parameters are not in it. */
export function query_text(query: RunningQuery): string {
  const text: unknown = Reflect.get(query, "string");
  return typeof text === "string" ? text : "";
}

function is_query(value: unknown): value is RunningQuery {
  return typeof value === "object" && value !== null && "handler" in value && "resolve" in value && "reject" in value;
}
