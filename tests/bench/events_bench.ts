/** `deno run -A tests/bench/events_bench.ts`: events handled a second, with no reaction but webhook fan-out, and with notices to customers. */
import { job_actor } from "~/domain/kernel/actor.ts";
import "~/domain/all.ts";
import { new_id } from "~/domain/kernel/text/uuid.ts";
import { dispatch_events } from "~/jobs/dispatch_events.ts";
import { emit, test_platform } from "~/tests/jobs/support.ts";
import { test_database } from "~/tests/support/database.ts";

await using it = await test_database({ max: 10 });
const platform = test_platform(it.db);

async function rate(name: string, batch: number): Promise<void> {
  const start = performance.now();
  let events = 0;
  for (;;) {
    const done = await dispatch_events(platform, { batch });
    if (done.events === 0) break;
    if (done.parked + done.retried > 0) throw new Error(`${done.retried} events failed`);
    events += done.events;
  }
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `${name.padEnd(52)} ${String(events).padStart(7)} events ${
      Math.round(events / seconds).toLocaleString("en").padStart(8)
    } /s`,
  );
}

await it.sql`insert into webhook_endpoints (name, url, secret) values ('bench', 'http://127.0.0.1:9/', 'none')`;
await it.sql`insert into webhook_subscriptions (endpoint_id, event_type) select id, 'ticket.*' from webhook_endpoints`;
for (const batch of [50, 200, 500]) {
  await emit(platform, 10_000);
  await rate(`fan-out alone, batches of ${batch}`, batch);
}

const actor = job_actor("bench");
await platform.transaction(actor, async (tx) => {
  await tx
    .sql`insert into subscribers (name, email) select 'Subscriber ' || n, 'subscriber' || n || '@example.org' from generate_series(1, 1000) n`;
  await tx
    .sql`insert into tickets (subject, subscriber_id) select 'No light ' || s.number, s.id from subscribers s cross join generate_series(1, 10)`;
});
const tickets = await it.sql<
  { id: string; number: string; subscriber_id: string }[]
>`select id, number, subscriber_id from tickets`;
for (let at = 0; at < tickets.length; at += 500) {
  await platform.transaction(actor, (tx) => {
    for (const row of tickets.slice(at, at + 500)) tx.emit("ticket.created", { ...row });
    return Promise.resolve();
  });
}
await rate("ticket.created: a mail and a webhook queued for each", 200);
const [queued] = await it
  .sql`select (select count(*) from notifications)::int as mails, (select count(*) from webhook_deliveries)::int as webhooks`;
console.log(`queued: ${queued?.mails} mails, ${queued?.webhooks} webhooks; a fresh id looks like ${new_id()}`);
