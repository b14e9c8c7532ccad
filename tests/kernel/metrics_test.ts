import assert from "node:assert/strict";
import {
  count_delivery,
  count_event,
  observe_http,
  observe_job,
  observe_query,
  render_metrics,
  watch_event_loop,
  watch_queue_depths,
} from "~/domain/kernel/metrics.ts";

Deno.test("render_metrics() shows what was observed, in the Prometheus text format", async () => {
  observe_http({ method: "GET", route: "/tickets/:id", status: 200, seconds: 0.02 });
  observe_http({ method: "BREW", route: "/tickets/:id", status: 405, seconds: 0.001 });
  observe_query("tickets.list", 0.004);
  observe_job("sla_sweep", "done", 0.2);
  count_event("ticket.created", "emitted");
  count_delivery("webhook", "retried");
  watch_queue_depths(() => Promise.resolve({ events: 7, webhooks: 0 }));
  const { body, content_type } = await render_metrics();
  assert.match(content_type, /^text\/plain; version=0\.0\.4/);
  for (
    const line of [
      'omni_http_request_duration_seconds_bucket{le="0.025",method="GET",route="/tickets/:id",status="200"} 1',
      'omni_http_request_duration_seconds_count{method="other",route="/tickets/:id",status="405"} 1',
      'omni_db_query_duration_seconds_bucket{le="0.005",query="tickets.list"} 1',
      'omni_job_duration_seconds_sum{job="sla_sweep",outcome="done"} 0.2',
      'omni_events_total{type="ticket.created",outcome="emitted"} 1',
      'omni_deliveries_total{channel="webhook",outcome="retried"} 1',
      'omni_queue_depth{queue="events"} 7',
      'omni_queue_depth{queue="webhooks"} 0',
    ]
  ) assert.ok(body.includes(line + "\n"), line);
  const memory = Number(/^process_resident_memory_bytes (\d+)/m.exec(body)?.[1]);
  assert.ok(memory > 10_000_000 && memory < 10_000_000_000, String(memory));
  const started = Number(/^process_start_time_seconds ([\d.e+]+)/m.exec(body)?.[1]);
  assert.ok(Math.abs(started - Date.now() / 1000) < 3600);
});

Deno.test("render_metrics() still answers when the queue depths cannot be read, and forgets the old ones", async () => {
  watch_queue_depths(() => Promise.reject(new Error("database away")));
  const { body } = await render_metrics();
  assert.doesNotMatch(body, /omni_queue_depth\{/);
  assert.match(body, /process_cpu_seconds_total \d/);
});

Deno.test("watch_event_loop() sees that the loop was blocked", async () => {
  const stop = watch_event_loop(5);
  try {
    const until = performance.now() + 80;
    while (performance.now() < until) { /* block on purpose */ }
    await new Promise((done) => setTimeout(done, 20));
    const lag = Number(/^omni_event_loop_lag_seconds ([\d.]+)/m.exec((await render_metrics()).body)?.[1]);
    assert.ok(lag >= 0.06 && lag < 5, String(lag));
  } finally {
    stop();
  }
});
