/** `deno run -A tests/bench/webhooks_bench.ts`: webhooks a second to a receiver on this machine, and their lag from commit to arrival. */
import { deliver_webhooks } from "~/domain/webhooks/mod.ts";
import { start_jobs } from "~/jobs/start.ts";
import { postgres_bell } from "~/jobs/bell_postgres.ts";
import { emit, test_platform } from "~/tests/jobs/support.ts";
import { endpoint, receiver } from "~/tests/domain/webhooks/support.ts";
import { test_database } from "~/tests/support/database.ts";
import { wait_for } from "~/tests/support/wait_for.ts";

await using it = await test_database({ max: 10 });
const platform = test_platform(it.db, { ALLOW_PRIVATE_WEBHOOKS: "true" });
await using hook = receiver();
await endpoint(platform, hook.url);

const backlog = 3_000;
await emit(platform, backlog);
await it
  .sql`insert into webhook_deliveries (endpoint_id, event_id, event_type) select e.id, v.id, v.type from event_store v, webhook_endpoints e where v.type = 'probe.happened'`;
await it.sql`update event_store set next_attempt_at = null, status = 'completed'`;
for (const at_once of [10, 50]) {
  await it.sql`update webhook_deliveries set status = 'pending', next_attempt_at = now(), attempts = 0`;
  const start = performance.now();
  const { delivered } = await deliver_webhooks(platform, { at_once });
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `backlog, ${String(at_once).padStart(2)} beside each other: ${delivered} delivered, ${
      Math.round(delivered / seconds)
    } /s`,
  );
}

hook.received.length = 0;
const sent = new Map<string, number>();
const jobs = await start_jobs(platform, { bell: postgres_bell({ bus: it.db.bus }), tick: "none", tasks: [] });
const per_second = 200;
const seconds = 5;
const start = performance.now();
for (let n = 0; n < per_second * seconds; n += 10) {
  const due = start + (n / per_second) * 1000;
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
  const at = performance.now();
  for (const id of await emit(platform, 10, {}, 1)) sent.set(id, at);
}
await wait_for("every message", () => hook.received.length >= per_second * seconds, { within: 30_000 });
await jobs.stop();
const lags = hook.received.map((got) => got.at - (sent.get(JSON.parse(got.body).data.id) ?? Number.NaN)).sort((a, b) =>
  a - b
);
const quantile = (q: number) => Math.round(lags[Math.floor(lags.length * q)] ?? 0);
console.log(
  `${per_second} events a second for ${seconds} s: lag p50 ${quantile(0.5)} ms, p95 ${quantile(0.95)} ms, longest ${
    Math.round(lags.at(-1) ?? 0)
  } ms`,
);
Deno.exit(0);
