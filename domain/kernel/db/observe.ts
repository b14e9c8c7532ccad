/** Tells how long each query took and what it is called: for the slow-query log and the metrics. */
import type postgres from "postgres";
import { intercept, on_failure, on_success, query_text, type RunningQuery } from "./driver_queries.ts";

export interface ObservedQuery {
  /** `tickets.queue` from a leading comment, else verb and first table: `select tickets`. */
  name: string;
  text: string;
  /** Milliseconds from asking to answer, the wait for a free connection included: that wait is what an exhausted pool looks like. */
  ms: number;
  failed: boolean;
}

export type OnQuery = (query: ObservedQuery) => void;

/** The same sql with every query timed, transactions and savepoints included. Too little to measure beside the 0.1 ms of the fastest query. */
export function observed<T extends postgres.ISql>(sql: T, on_query: OnQuery): T {
  return intercept(sql, (query) => time(query, on_query), (run) => (inner) => run(observed(inner, on_query)));
}

function time(query: RunningQuery, on_query: OnQuery): void {
  const send = query.handler;
  query.handler = (self) => {
    const start = performance.now();
    const tell = (failed: boolean) => {
      const text = query_text(query);
      on_query({ name: query_name(text), text, ms: performance.now() - start, failed });
    };
    on_success(query, () => tell(false));
    on_failure(query, () => tell(true));
    return send(self);
  };
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
