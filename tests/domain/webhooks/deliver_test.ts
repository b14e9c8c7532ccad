import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { Webhook } from "standardwebhooks";
import { job_actor } from "~/domain/kernel/actor.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import {
  deliver_webhooks,
  fan_out,
  ping_endpoint,
  replay_delivery,
  replay_failed,
  replay_range,
  resume_endpoint,
  rotate_secret,
} from "~/domain/webhooks/mod.ts";
import { dispatch_events } from "~/jobs/dispatch_events.ts";
import { emit, hurry, test_platform } from "~/tests/jobs/support.ts";
import { with_database } from "~/tests/support/database.ts";
import { endpoint, operator, receiver } from "./support.ts";

const local = { ALLOW_PRIVATE_WEBHOOKS: "true" };
const dispatch = async (platform: Platform) => {
  while ((await dispatch_events(platform, { handlers: [fan_out] })).events > 0);
};

Deno.test(
  "deliver_webhooks() sends each event once, signed so that the reference library verifies it",
  with_database(async ({ db, sql }) => {
    await using hook = receiver();
    const platform = test_platform(db, local);
    const { secret } = await endpoint(platform, hook.url);
    const [id = ""] = await emit(platform, 1, { colour: "blau" });
    await dispatch(platform);
    deepEqual(await deliver_webhooks(platform), { attempts: 1, delivered: 1, retried: 0, failed: 0 });
    deepEqual(await deliver_webhooks(platform), { attempts: 0, delivered: 0, retried: 0, failed: 0 });
    const [got] = hook.received;
    const message = new Webhook(secret).verify(got?.body ?? "", got?.headers ?? {});
    const [event] = await sql`select id, occurred_at from event_store where type = 'probe.happened'`;
    deepEqual(message, { type: "probe.happened", timestamp: event?.occurred_at, data: { n: 0, id, colour: "blau" } });
    equal(got?.headers["webhook-id"], event?.id);
    const [attempt] = await sql`select attempt, response_status, response_excerpt from webhook_attempts`;
    deepEqual({ ...attempt }, { attempt: 1, response_status: 200, response_excerpt: "ok" });
  }),
);

Deno.test(
  "fan-out reaches the endpoints whose patterns match, and each event once however often it is handled",
  with_database(async ({ db, sql }) => {
    const platform = test_platform(db, local);
    const rest = "http://127.0.0.1:9/";
    await endpoint(platform, rest, ["probe.happened"]);
    await endpoint(platform, rest, ["probe.*", "*"]);
    await endpoint(platform, rest, ["webhook_endpoint.updated"]);
    await sql`update event_store set next_attempt_at = null`; // the endpoints' own events
    await emit(platform, 10);
    await dispatch(platform);
    await sql`delete from event_outcomes`;
    await sql`update event_store set next_attempt_at = now(), status = 'pending' where type = 'probe.happened'`;
    await dispatch(platform);
    deepEqual((await sql`select count(*)::int as n from webhook_deliveries group by endpoint_id`).map((row) => row.n), [
      10,
      10,
    ]);
  }),
);

Deno.test(
  "deliver_webhooks() tries a 500 again under the same webhook-id until it is taken",
  with_database(async ({ db, sql }) => {
    await using hook = receiver((_, count) => new Response("not now", { status: count < 3 ? 500 : 202 }));
    const platform = test_platform(db, local);
    await endpoint(platform, hook.url);
    await emit(platform, 1);
    await dispatch(platform);
    const delays: number[] = [];
    const retry = (made: number) => (delays.push(made), 60);
    equal((await deliver_webhooks(platform, { retry })).retried, 1);
    equal((await deliver_webhooks(platform, { retry })).attempts, 0, "not before its time");
    await hurry(db, "webhook_deliveries");
    equal((await deliver_webhooks(platform, { retry })).retried, 1);
    await hurry(db, "webhook_deliveries");
    equal((await deliver_webhooks(platform, { retry })).delivered, 1);
    deepEqual(delays, [1, 2]);
    equal(new Set(hook.received.map((it) => it.headers["webhook-id"])).size, 1);
    equal(new Set(hook.received.map((it) => it.body)).size, 1);
    deepEqual(
      (await sql`select attempt, response_status as status from webhook_attempts order by attempt`).map((
        row,
      ) => [row.attempt, row.status]),
      [[1, 500], [2, 500], [3, 202]],
    );
    deepEqual((await sql`select failing_since from webhook_endpoints`).map((row) => row.failing_since), [null]);
  }),
);

Deno.test(
  "deliver_webhooks() gives up after the last attempt, and replay_failed() starts over",
  with_database(async ({ db, sql }) => {
    let healthy = false;
    await using hook = receiver(() => new Response("", { status: healthy ? 200 : 503 }));
    const platform = test_platform(db, local);
    const { id } = await endpoint(platform, hook.url);
    await emit(platform, 3);
    await dispatch(platform);
    deepEqual(await deliver_webhooks(platform, { retry: () => undefined }), {
      attempts: 3,
      delivered: 0,
      retried: 0,
      failed: 3,
    });
    healthy = true;
    deepEqual(await platform.transaction(operator, (tx) => replay_failed(tx, id)), { replayed: 3 });
    equal((await deliver_webhooks(platform)).delivered, 3);
    deepEqual(
      (await sql`select distinct status, attempts from webhook_deliveries where event_type = 'probe.happened'`).map((
        row,
      ) => ({ ...row })),
      [{ status: "delivered", attempts: 1 }],
    );
  }),
);

Deno.test(
  "a redirect is a failure and is not followed",
  with_database(async ({ db, sql }) => {
    await using elsewhere = receiver();
    await using hook = receiver(() => Response.redirect(elsewhere.url, 307));
    const platform = test_platform(db, local);
    await endpoint(platform, hook.url);
    await emit(platform, 1);
    await dispatch(platform);
    equal((await deliver_webhooks(platform)).retried, 1);
    equal(elsewhere.received.length, 0);
    match(String((await sql`select last_error from webhook_deliveries`)[0]?.last_error), /redirects are not followed/);
  }),
);

Deno.test(
  "410 Gone pauses the endpoint and tells the operators; what waits goes on after resume",
  with_database(async ({ db, sql }) => {
    let gone = true;
    await using hook = receiver(() => new Response("", { status: gone ? 410 : 200 }));
    const platform = test_platform(db, local);
    const { id } = await endpoint(platform, hook.url);
    await emit(platform, 1);
    await dispatch(platform);
    equal((await deliver_webhooks(platform)).failed, 1);
    const [row] = await sql`select status, paused_reason from webhook_endpoints`;
    equal(row?.status, "paused");
    match(String(row?.paused_reason), /410/);
    equal((await sql`select from event_store where type = 'webhook_endpoint.paused'`).length, 1);
    await emit(platform, 1);
    await dispatch(platform);
    equal((await sql`select from webhook_deliveries`).length, 1, "a paused endpoint gathers nothing");
    gone = false;
    await platform.transaction(operator, (tx) => resume_endpoint(tx, id));
    const span = { from: "2020-01-01T00:00:00Z", to: "2100-01-01T00:00:00Z" };
    deepEqual(await platform.transaction(operator, (tx) => replay_range(tx, id, span)), { replayed: 2 });
    equal((await deliver_webhooks(platform)).delivered, 2);
  }),
);

Deno.test(
  "Retry-After is obeyed: the whole endpoint rests that long",
  with_database(async ({ db, sql }) => {
    await using hook = receiver(() => new Response("", { status: 429, headers: { "retry-after": "7200" } }));
    const platform = test_platform(db, local);
    await endpoint(platform, hook.url);
    await emit(platform, 1);
    await dispatch(platform);
    equal((await deliver_webhooks(platform)).retried, 1);
    const [row] = await sql`
    select d.next_attempt_at - now() > interval '119 minutes' as delivery_waits, e.throttled_until - now() > interval '119 minutes' as endpoint_waits
      from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id`;
    deepEqual({ ...row }, { delivery_waits: true, endpoint_waits: true });
    await emit(platform, 1);
    await dispatch(platform);
    equal((await deliver_webhooks(platform)).attempts, 0);
  }),
);

Deno.test(
  "five days of nothing but failures pause an endpoint; one success starts the count anew",
  with_database(async ({ db, sql }) => {
    let healthy = false;
    await using hook = receiver(() => new Response("", { status: healthy ? 200 : 500 }));
    const platform = test_platform(db, local);
    await endpoint(platform, hook.url);
    const attempt = async () => {
      await emit(platform, 1);
      await dispatch(platform);
      await deliver_webhooks(platform);
      return (await sql`select status from webhook_endpoints`)[0]?.status;
    };
    equal(await attempt(), "enabled");
    await sql`update webhook_endpoints set failing_since = now() - interval '4 days 23 hours'`;
    equal(await attempt(), "enabled");
    healthy = true;
    equal(await attempt(), "enabled");
    equal((await sql`select failing_since from webhook_endpoints`)[0]?.failing_since, null);
    healthy = false;
    await sql`update webhook_endpoints set failing_since = now() - interval '5 days 1 hour'`;
    equal(await attempt(), "paused");
  }),
);

Deno.test(
  "an address inside a private network is refused at creation, and by name at delivery without a second try",
  with_database(async ({ db, sql }) => {
    await using hook = receiver();
    const platform = test_platform(db, { ALLOW_PRIVATE_WEBHOOKS: "false" });
    const refused = await endpoint(platform, "https://10.1.2.3/hook").catch((error) => error);
    match(refused.message, /url: .*private network/);
    await endpoint(platform, `https://localhost:${new URL(hook.url).port}/`);
    await emit(platform, 1);
    await dispatch(platform);
    deepEqual(await deliver_webhooks(platform), { attempts: 1, delivered: 0, retried: 0, failed: 1 });
    equal(hook.received.length, 0);
    match(String((await sql`select error from webhook_attempts`)[0]?.error), /private network/);
  }),
);

Deno.test(
  "rotate_secret() signs with both secrets until the overlap ends",
  with_database(async ({ db }) => {
    await using hook = receiver();
    let now = Temporal.Now.instant();
    const platform = test_platform(db, local, () => now);
    const { id, secret } = await endpoint(platform, hook.url);
    const next = await platform.transaction(operator, (tx) => rotate_secret(tx, id, { overlap_hours: 1 }));
    notEqual(next.secret, secret);
    const send = async () => {
      await emit(platform, 1);
      await dispatch(platform);
      await deliver_webhooks(platform);
      const got = hook.received.at(-1);
      const fits = (key: string) => {
        try {
          const id = got?.headers["webhook-id"] ?? "";
          const stamp = Number(got?.headers["webhook-timestamp"]);
          const mine = new Webhook(key).sign(id, new Date(stamp * 1000), got?.body ?? "");
          return (got?.headers["webhook-signature"] ?? "").split(" ").includes(mine);
        } catch {
          return false;
        }
      };
      return [fits(secret), fits(next.secret)];
    };
    deepEqual(await send(), [true, true]);
    now = now.add({ minutes: 61 });
    deepEqual(await send(), [false, true]);
  }),
);

Deno.test(
  "ping_endpoint() reaches this endpoint alone, and replay_delivery() sends an arrived message again",
  with_database(async ({ db, sql }) => {
    await using hook = receiver();
    await using other = receiver();
    const platform = test_platform(db, local);
    const { id } = await endpoint(platform, hook.url, ["probe.happened"]);
    await endpoint(platform, other.url, ["probe.happened"]);
    await platform.transaction(operator, (tx) => ping_endpoint(tx, id));
    await dispatch(platform);
    await deliver_webhooks(platform);
    deepEqual([hook.received.length, other.received.length], [1, 0]);
    equal(JSON.parse(hook.received[0]?.body ?? "{}").type, "webhook_endpoint.ping");
    const [delivery] = await sql<{ id: string }[]>`select id from webhook_deliveries`;
    await platform.transaction(operator, (tx) => replay_delivery(tx, delivery?.id ?? ""));
    await deliver_webhooks(platform);
    equal(hook.received[0]?.headers["webhook-id"], hook.received[1]?.headers["webhook-id"]);
  }),
);

Deno.test(
  "a receiver that never answers holds up no other",
  with_database(async ({ db }) => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    await using slow = receiver(async () => (await released, new Response("")));
    const { promise: all_served, resolve: serve } = Promise.withResolvers<void>();
    await using quick = receiver((_, count) => (count === 60 ? serve() : null, new Response("")));
    const platform = test_platform(db, local);
    await endpoint(platform, slow.url);
    await emit(platform, 60);
    await dispatch(platform);
    const { id } = await endpoint(platform, quick.url);
    await platform.transaction(
      operator,
      (tx) => replay_range(tx, id, { from: "2020-01-01T00:00:00Z", to: "2100-01-01T00:00:00Z" }),
    );
    const running = deliver_webhooks(platform);
    await all_served;
    ok(slow.received.length <= 20, `${slow.received.length} wait at the slow one`);
    release();
    equal((await running).delivered, 120);
  }),
);

Deno.test(
  "the endpoint's row never shows its secret, sealed or not",
  with_database(async ({ db, sql }) => {
    const platform = test_platform(db, local);
    const created = await endpoint(platform, "http://127.0.0.1:9/");
    match(created.secret, /^whsec_/);
    const { webhook_endpoints } = await import("~/domain/webhooks/mod.ts");
    const row = await platform.read(job_actor("reader"), (tx) => webhook_endpoints.get(tx, created.id));
    ok(!JSON.stringify(row).includes("s1."));
    ok(!("secret" in row));
    ok(!String((await sql`select secret from webhook_endpoints`)[0]?.secret).includes(created.secret.slice(6)));
    ok(!JSON.stringify(await sql`select payload from event_store`).includes("whsec"));
    ok(!JSON.stringify(await sql`select changes from audit_events`).includes("s1."));
  }),
);
