/** Two processes of the product on one database: they share the work, and do none of it twice. */
import assert from "node:assert/strict";
import { seed_roles } from "~/domain/access/mod.ts";
import { load_people } from "~/demo/load.ts";
import "~/domain/all.ts";
import { job_actor } from "~/domain/kernel/actor.ts";
import { close_password_pool } from "~/domain/kernel/crypto/password_pool.ts";
import { start_app } from "../support/app_process.ts";
import { with_database } from "../support/database.ts";
import { platform_on } from "../support/fixtures.ts";
import { wait_for } from "../support/wait_for.ts";
import { webhook_receiver } from "../support/webhook_receiver.ts";
import { client, client_with, type Json } from "./support/client.ts";

const tickets_each = 40;

Deno.test(
  "two replicas share events, deliveries and tasks without doing any of them twice, and know of each other's sign-outs",
  with_database(async ({ db, sql, url: database_url }) => {
    const folder = await Deno.makeTempDir({ prefix: "omni_replicas_" });
    const platform = platform_on(db);
    await platform.transaction(job_actor("test"), (tx) => seed_roles(tx));
    await load_people(platform);
    close_password_pool();
    await using receiver = webhook_receiver();
    await using first = await start_app({ database_url, folder });
    await using second = await start_app({ database_url, folder });
    const [a, b] = [await client(first.url, "nneka@omni.example"), await client(second.url, "nneka@omni.example")];
    const endpoint = await a.call("POST", "/webhook-endpoints", {
      name: "Once",
      url: receiver.url,
      event_types: ["ticket.created"],
    });

    const work = [a, b].flatMap((replica, nth) =>
      Array.from(
        { length: tickets_each },
        (_, n) => replica.call("POST", "/tickets", { subject: `Ticket ${nth}.${n}` }),
      )
    );
    const created: Json[] = await Promise.all(work);
    await wait_for("every ticket's event has arrived", () => receiver.requests.length >= created.length, {
      within: 30_000,
      every: 100,
    });
    await wait_for(
      "the outbox is empty",
      async () => (await sql`select id from event_store where next_attempt_at is not null`).length === 0,
      { within: 20_000, every: 100 },
    );

    const events = receiver.requests.map((request): Json => request.verified(endpoint.secret));
    assert.equal(events.length, created.length, "nothing came twice");
    assert.deepEqual(events.map((event) => event.data.id).sort(), created.map((ticket) => ticket.id).sort());
    const [outcomes] = await sql<{ most: number }[]>`select max(attempts)::int as most from event_outcomes`;
    assert.equal(outcomes?.most, 1, "no handler ran twice for one event");
    assert.equal(new Set(created.map((ticket) => ticket.number)).size, created.length, "numbers are given once");

    const overlaps = await sql`
    select x.id from task_runs x join task_runs y on y.task_id = x.task_id and y.id > x.id
     where tstzrange(x.started_at, coalesce(x.finished_at, now())) && tstzrange(y.started_at, coalesce(y.finished_at, now()))`;
    assert.equal(overlaps.length, 0, "no task ran on both at once");

    const answer: Json = await (await fetch(`${first.url}/api/v1/auth/sign-in`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username: "ada@omni.example", password: "light in the fiber" }),
    })).json();
    const elsewhere = client_with(second.url, answer.access_token);
    await elsewhere.call("GET", "/auth/me");
    await client_with(first.url, answer.access_token).call("POST", "/auth/sign-out");
    await wait_for("the other replica has heard of it", async () => {
      const seen = await elsewhere.raw("GET", "/auth/me");
      await seen.body?.cancel();
      return seen.status === 401;
    }, { within: 1_000 });
  }),
);
