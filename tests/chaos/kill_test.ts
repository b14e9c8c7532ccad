/** kill -9 of the real server in the middle of its work, seen from outside: over REST and at a receiver. */
import assert from "node:assert/strict";
import { test_database } from "~/tests/support/database.ts";
import { wait_for } from "~/tests/support/wait_for.ts";
import { client, client_with, type Json } from "../e2e/support/client.ts";
import { open_world } from "./support/world.ts";

const admin = "nneka@omni.example";
const rows = 12_000;
const csv = () => {
  const lines = ["id,name,status,street,city,tariff"];
  for (let n = 1; n <= rows; n++) lines.push(`${n},Customer ${n},active,${n} Fiber Street,Jabi,Home 50`);
  return new File([lines.join("\n")], "customers.csv", { type: "text/csv" });
};

Deno.test("an import whose server is killed twice is completed by the next one, with exact counts", async () => {
  await using database = await test_database();
  await using world = await open_world(database.url);
  let server = await world.start();
  let api = await client(server.url, admin);
  const form = new FormData();
  form.set("file", csv());
  form.set("external_system", "billing");
  const uploaded: Json = await api.call("POST", "/imports", form);
  const id: string = uploaded.import?.id ?? uploaded.id;
  await api.call("POST", `/imports/${id}/run`, {});

  const written = async () => (await world.sql<{ n: number }[]>`select count(*)::int as n from subscribers`)[0]?.n ?? 0;
  for (const at_least of [1, rows / 3]) {
    await wait_for(`${at_least} rows are in`, async () => await written() >= at_least, { within: 40_000, every: 2 });
    await server.kill("SIGKILL");
    assert.ok(await written() < rows, "killed before the end");
    // The dead one's lease runs out in a minute, which is not the test's time.
    await world.sql`update imports set locked_until = now() - interval '1 second' where id = ${id}::text::uuid`;
    server = await world.start();
    api = await client(server.url, admin);
  }
  const done: Json = await wait_for("the import is completed", async () => {
    const seen: Json = await api.call("GET", `/imports/${id}`);
    return seen.status === "completed" && seen;
  }, { within: 60_000, every: 200 });
  assert.deepEqual([done.rows_total, done.report.created, done.report.refused, done.error], [rows, rows, 0, null]);
  const [totals] = await world.sql`
    select (select count(*)::int from subscribers) as subscribers, (select count(distinct external_id)::int from subscribers) as different,
           (select count(*)::int from sites) as sites, (select count(*)::int from event_store where type = 'subscriber.created') as events,
           (select count(*)::int from audit_events where action = 'subscriber.created') as audited`;
  assert.deepEqual({ ...totals }, { subscribers: rows, different: rows, sites: rows, events: rows, audited: rows });
  await server.kill("SIGTERM");
});

Deno.test("a server killed in mid-delivery loses no webhook, and what it repeats has the id of the first", async () => {
  const tickets = 60;
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const received: { id: string; subject: string }[] = [];
  await using receiver = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const body: Json = await request.json();
    received.push({ id: request.headers.get("webhook-id") ?? "", subject: body.data.id });
    if (received.length > 20 && received.length <= 30) await held; // arrived, and never answered before the kill
    return new Response();
  });
  await using database = await test_database();
  await using world = await open_world(database.url);
  const first = await world.start();
  const api = await client(first.url, admin);
  await api.call("POST", "/webhook-endpoints", {
    name: "Ours",
    url: `http://127.0.0.1:${receiver.addr.port}/`,
    event_types: ["ticket.created"],
  });
  const created: string[] = [];
  const create = Promise.all(Array.from({ length: tickets }, async (_, n) => {
    const ticket: Json = await api.call("POST", "/tickets", { subject: `No light ${n}` }, 201);
    created.push(ticket.id);
  }));
  await create;
  await wait_for("deliveries are under way", () => received.length >= 30, { within: 20_000 });
  await first.kill("SIGKILL");
  release();

  await world
    .sql`update webhook_deliveries set locked_until = now() - interval '1 second' where locked_until is not null`;
  const second = await world.start();
  await wait_for(
    "every delivery is recorded",
    async () => (await world.sql`select from webhook_deliveries where status = 'delivered'`).length === tickets,
    { within: 40_000, every: 100 },
  );
  assert.deepEqual([...new Set(received.map((each) => each.subject))].sort(), created.sort(), "none is lost");
  const ids = new Map(received.map((each) => [each.subject, each.id]));
  assert.ok(
    received.every((each) => ids.get(each.subject) === each.id),
    "a repeat carries the same id, so that a receiver knows it",
  );
  assert.ok(
    received.length - tickets <= 30,
    `${received.length - tickets} were sent again, of at most 30 that were not recorded`,
  );
  assert.equal((await world.sql`select from webhook_deliveries`).length, tickets);
  const [outcomes] = await world
    .sql`select max(n)::int as most from (select count(*) as n from event_outcomes where status = 'completed' group by event_id, handler) o`;
  assert.equal(outcomes?.most, 1, "no handler's work was done twice");
  await second.kill("SIGTERM");
});

Deno.test("a POST that was repeated after its server was killed has one effect, and the answer of the first", async () => {
  await using database = await test_database();
  await using world = await open_world(database.url);
  let server = await world.start();
  const token = (await signed_in(server.url)).access_token;
  const send = (n: number) =>
    client_with(server.url, token).raw("POST", "/tickets", {
      body: JSON.stringify({ subject: `Once ${n}` }),
      headers: { "content-type": "application/json", "idempotency-key": `key-${n}` },
    }).then(async (answer) => ({ status: answer.status, body: await answer.text() }), () => null);

  const numbers = Array.from({ length: 300 }, (_, n) => n);
  let answered = 0;
  const early = Promise.all(numbers.map(async (n) => {
    const answer = await send(n);
    if (answer) answered++;
    return answer;
  }));
  await wait_for("some are answered", () => answered >= 20, { within: 20_000, every: 1 });
  await server.kill("SIGKILL");
  const first = await early;
  assert.ok(first.some((answer) => answer === null), "the kill came in the middle");
  server = await world.start();
  const again = await Promise.all(numbers.map(send));
  for (const n of numbers) {
    assert.equal(again[n]?.status, 201, again[n]?.body);
    if (first[n]?.status === 201) assert.equal(again[n]?.body, first[n]?.body);
  }
  const [totals] = await world.sql`select count(*)::int as all, count(distinct subject)::int as different from tickets`;
  assert.deepEqual({ ...totals }, { all: 300, different: 300 });
  await server.kill("SIGTERM");
});

async function signed_in(url: string): Promise<Json> {
  const answer = await fetch(`${url}/api/v1/auth/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username: admin, password: "light in the fiber" }),
  });
  return await answer.json();
}
