/** PostgreSQL stops twice while clients write and read: what was promised is there, what was refused is not, and nobody restarts anything. */
import assert from "node:assert/strict";
import { private_cluster } from "~/tests/support/cluster.ts";
import { wait_for } from "~/tests/support/wait_for.ts";
import { client, type Json } from "../e2e/support/client.ts";
import { open_world } from "./support/world.ts";

interface Seen {
  subject: string;
  status: number;
  code: string;
  retry_after: string | null;
}

const clients = 12;

Deno.test("while the database stops and starts under load, answers are 503 with Retry-After in the envelope, and every accepted write is whole", async () => {
  await using cluster = await private_cluster();
  await using world = await open_world(cluster.url);
  await using server = await world.start();
  const admin = await client(server.url, "nneka@omni.example");
  const seen: Seen[] = [];
  const reads = new Set<number>();
  let n = 0;
  let over = false;
  const write = async () => {
    while (!over) {
      const subject = `Ticket ${n++}`;
      const answer = await admin.raw("POST", "/tickets", {
        body: JSON.stringify({ subject }),
        headers: { "content-type": "application/json" },
      });
      const body: Json = await answer.json();
      seen.push({
        subject,
        status: answer.status,
        code: body.code ?? "",
        retry_after: answer.headers.get("retry-after"),
      });
      const list = await admin.raw("GET", "/tickets?limit=5");
      await list.body?.cancel();
      reads.add(list.status);
      if (answer.status !== 201) await new Promise((resolve) => setTimeout(resolve, 20)); // a client that were not to wait would only fill the list
    }
  };
  const load = Promise.all(Array.from({ length: clients }, write));
  const accepted = () => seen.filter((each) => each.status === 201).length;
  for (let outage = 1; outage <= 2; outage++) {
    const before = accepted();
    await wait_for("writes are accepted", () => accepted() >= before + 40, { within: 20_000 });
    await cluster.stop();
    const refused = seen.length;
    await wait_for(
      "writes are refused",
      () => seen.slice(refused).filter((each) => each.status === 503).length >= clients * 2,
      { within: 20_000 },
    );
    const ready = await fetch(`${server.url}/readyz`);
    await ready.body?.cancel();
    assert.equal(ready.status, 503);
    await cluster.start();
    const healed = accepted();
    await wait_for("it heals by itself", () => accepted() >= healed + 40, { within: 20_000 });
  }
  over = true;
  await load;

  const odd = seen.filter((each) =>
    each.status !== 201 && !(each.status === 503 && each.code === "unavailable" && /^\d+$/.test(each.retry_after ?? ""))
  );
  assert.deepEqual(odd, [], "nothing but 201 and a proper 503");
  assert.deepEqual([...reads].sort(), [200, 503]);

  // A commit whose answer was cut off may have happened; what was answered 201 must have.
  const rows = await world.sql<{ subject: string; id: string }[]>`select subject, id from tickets`;
  const stored = new Set(rows.map((row) => row.subject));
  assert.equal(stored.size, rows.length, "nothing is doubled");
  assert.deepEqual(
    seen.filter((each) => each.status === 201 && !stored.has(each.subject)),
    [],
    "nothing accepted is lost",
  );
  const [halves] = await world.sql`
    select count(*) filter (where e.id is null)::int as without_event, count(*) filter (where a.id is null)::int as without_audit
      from tickets k
      left join event_store e on e.subject_id = k.id and e.type = 'ticket.created'
      left join audit_events a on a.entity_id = k.id::text::uuid and a.action = 'ticket.created'`;
  assert.deepEqual(
    { ...halves },
    { without_event: 0, without_audit: 0 },
    "row, event and audit entry are there together",
  );
  await wait_for(
    "the outbox is worked off",
    async () => (await world.sql`select from event_store where next_attempt_at is not null`).length === 0,
    { within: 30_000, every: 200 },
  );
  assert.equal(
    (await world.sql`select from event_store where status = 'failed'`).length,
    0,
    "no event was given up for it",
  );
});
