import { Counter, Gauge, Histogram, Registry } from "prom-client";
import process from "node:process";

/** The process's own registry: nothing global, so that a test can hold a second one. */
export const metrics_registry = new Registry();
const registers = [metrics_registry];

// Upper bounds in seconds. 0.1 and 0.3 are there because the promises of the pages and of the API are made at these figures.
const request_buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 0.5, 1, 2.5, 5, 10];
const query_buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];
const job_buckets = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300];

const http_seconds = new Histogram({
  name: "omni_http_request_duration_seconds",
  help: "Time to answer a request, by route pattern",
  labelNames: ["method", "route", "status"],
  buckets: request_buckets,
  registers,
});
const query_seconds = new Histogram({
  name: "omni_db_query_duration_seconds",
  help: "Time of a database query, by name",
  labelNames: ["query"],
  buckets: query_buckets,
  registers,
});
const job_seconds = new Histogram({
  name: "omni_job_duration_seconds",
  help: "Time of a background job, by task and outcome",
  labelNames: ["job", "outcome"],
  buckets: job_buckets,
  registers,
});
const events_total = new Counter({
  name: "omni_events_total",
  help: "Domain events, by type and what became of them",
  labelNames: ["type", "outcome"],
  registers,
});
const deliveries_total = new Counter({
  name: "omni_deliveries_total",
  help: "Attempts to deliver to the outside, by channel and outcome",
  labelNames: ["channel", "outcome"],
  registers,
});

const known_methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * @param request.route the pattern (`/tickets/:id`), never the path: every label value is a time series, and ids would grow them without end
 * @param request.seconds duration
 */
export function observe_http(request: { method: string; route: string; status: number; seconds: number }): void {
  const method = known_methods.has(request.method) ? request.method : "other"; // clients may invent methods
  http_seconds.observe({ method, route: request.route, status: String(request.status) }, request.seconds);
}

export function observe_query(query: string, seconds: number): void {
  query_seconds.observe({ query }, seconds);
}

export function observe_job(job: string, outcome: "done" | "retried" | "failed", seconds: number): void {
  job_seconds.observe({ job, outcome }, seconds);
}

export function count_event(type: string, outcome: "emitted" | "handled" | "retried" | "parked"): void {
  events_total.inc({ type, outcome });
}

export function count_delivery(channel: string, outcome: "delivered" | "retried" | "failed"): void {
  deliveries_total.inc({ channel, outcome });
}

let read_depths: () => Promise<Readonly<Record<string, number>>> = () => Promise.resolve({});

/** Queue depths are asked for when somebody looks, so that idle replicas run no query for a graph. Replaces the reader before. */
export function watch_queue_depths(read: () => Promise<Readonly<Record<string, number>>>): void {
  read_depths = read;
}

new Gauge({
  name: "omni_queue_depth",
  help: "Rows waiting, by queue",
  labelNames: ["queue"],
  registers,
  async collect() {
    this.reset();
    // The other figures are needed most when the database is away.
    const depths = await read_depths().catch(() => ({}));
    for (const [queue, depth] of Object.entries(depths)) this.set({ queue }, depth);
  },
});

const process_figures: [name: string, help: string, read: () => number][] = [
  ["process_resident_memory_bytes", "Memory the process holds", () => Deno.memoryUsage().rss],
  ["process_heap_bytes", "JavaScript heap in use", () => Deno.memoryUsage().heapUsed],
  ["process_cpu_seconds_total", "CPU time used, user and system", () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  }],
  ["process_start_time_seconds", "When the process started, Unix time", () => performance.timeOrigin / 1000],
];
for (const [name, help, read] of process_figures) {
  new Gauge({
    name,
    help,
    registers,
    collect() {
      this.set(read());
    },
  });
}

const event_loop_lag = new Gauge({
  name: "omni_event_loop_lag_seconds",
  help: "Longest delay of a timer since the last look: how long a request may have waited for others",
  registers,
});

/** Measures how late a timer fires. Returns the stop. @param every_ms also the finest lag that is seen */
export function watch_event_loop(every_ms = 500): () => void {
  let due = performance.now() + every_ms;
  let worst = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    worst = Math.max(worst, now - due);
    due = now + every_ms;
    event_loop_lag.set(Math.max(0, worst) / 1000);
  }, every_ms);
  Deno.unrefTimer(timer);
  lag_seen = () => worst = 0;
  return () => clearInterval(timer);
}
let lag_seen = () => 0;

/** The Prometheus text format, with the Content-Type to send it under. */
export async function render_metrics(): Promise<{ body: string; content_type: string }> {
  const body = await metrics_registry.metrics();
  lag_seen();
  return { body, content_type: metrics_registry.contentType };
}
