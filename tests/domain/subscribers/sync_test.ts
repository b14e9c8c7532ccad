import assert from "node:assert/strict";
import { Webhook } from "standardwebhooks";
import { write_setting } from "~/domain/kernel/settings.ts";
import { new_webhook_secret, sign_webhook } from "~/domain/kernel/net/webhook_signature.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { receive_sync_message, subscribers, sync_subscriber, sync_subscribers } from "~/domain/subscribers/mod.ts";
import { fixed_clock } from "~/tests/support/clock.ts";
import { platform_on, staff } from "~/tests/support/fixtures.ts";
import { with_database } from "~/tests/support/database.ts";

const integration = staff("subscribers:sync");
const desk = staff("subscribers:*", "settings:update");
const ada = {
  external_id: "7",
  name: "Ada Eze",
  status: "active",
  phone: "08031234567",
  email: "ada@example.org",
  balance: 12.5,
  address_line1: "1 Eze Street",
  latitude: 6.5,
  longitude: 3.4,
};

Deno.test(
  "sync_subscriber() creates, then finds nothing to change, then updates; null erases and what is not told stays",
  with_database(async ({ db, sql }) => {
    const platform = platform_on(db);
    const sync = (record: Parameters<typeof sync_subscriber>[2]) =>
      platform.transaction(integration, (tx) => sync_subscriber(tx, "splynx", record));
    const first = await sync(ada);
    assert.equal(first.outcome, "created");
    assert.equal((await sync(ada)).outcome, "unchanged");
    await platform.transaction(
      desk,
      (tx) => subscribers.update(tx, first.subscriber_id, { notes: "VIP", service_plan: "Home 50" }),
    );
    const second = await sync({ external_id: "7", name: "Ada Eze-Ojo", email: null, status: "2" });
    assert.deepEqual([second.outcome, second.subscriber_id], ["updated", first.subscriber_id]);
    const row = await platform.read(desk, (tx) => subscribers.fetch(tx, first.subscriber_id));
    assert.deepEqual([row.name, row.email, row.status, row.phone, row.balance, row.notes, row.service_plan], [
      "Ada Eze-Ojo",
      null,
      "suspended",
      "+2348031234567",
      "12.50",
      "VIP",
      "Home 50",
    ]);
    const [site] = await sql`select st_x(location) as lng, st_y(location) as lat from sites`;
    assert.deepEqual({ ...site }, { lng: 3.4, lat: 6.5 });
    await assert.rejects(
      sync({ external_id: "8", name: "Obi", status: "zombie", gps: "95,7" }),
      /status: is no known status \(got "zombie"\).*gps: has a latitude out of range/,
    );
    await assert.rejects(
      platform.transaction(staff("subscribers:read"), (tx) => sync_subscriber(tx, "splynx", ada)),
      /subscribers:sync/,
    );
  }),
);

Deno.test(
  "sync_subscribers() takes the good records, names what is wrong with the others, and keeps systems apart",
  with_database(async ({ db, sql }) => {
    const platform = platform_on(db);
    const sync = (system: string, ...records: Record<string, string | number | null>[]) =>
      platform.transaction(integration, (tx) => sync_subscribers(tx, system, records));
    const result = await sync("splynx", ada, { ...ada, name: "Ada Later" }, { external_id: "", name: "Nobody" }, {
      external_id: "9",
      name: "Obi",
      colour: "red",
    }, { external_id: "10", name: "\ud800" });
    const { problems, ...counts } = result;
    assert.deepEqual(counts, { records: 5, created: 1, updated: 0, unchanged: 0, repeated: 1, refused: 3 });
    assert.deepEqual(problems.map(({ record, external_id, field }) => [record, external_id, field]), [
      [2, null, "external_id"],
      [3, "9", "colour"],
      [4, "10", "name"],
    ]);
    assert.equal((await sync("ucrm", ada)).created, 1);
    assert.deepEqual(
      (await sql`select external_system, name from subscribers order by 1`).map((
        row,
      ) => [row.external_system, row.name]),
      [["splynx", "Ada Later"], ["ucrm", "Ada Eze"]],
    );
  }),
);

Deno.test(
  "two systems' calls for a new customer at the same moment make one subscriber",
  with_database(async ({ db, sql }) => {
    const platform = platform_on(db);
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => platform.transaction(integration, (tx) => sync_subscriber(tx, "splynx", ada))),
    );
    assert.deepEqual(outcomes.map(({ outcome }) => outcome).sort(), [
      "created",
      "unchanged",
      "unchanged",
      "unchanged",
      "unchanged",
    ]);
    assert.deepEqual([(await sql`select from subscribers`).length, (await sql`select from sites`).length], [1, 1]);
  }),
);

async function with_secret(platform: Platform): Promise<string> {
  const secret = new_webhook_secret();
  await platform.transaction(desk, (tx) => write_setting(tx, "subscribers", "hook_secrets", { splynx: [secret] }));
  return secret;
}
const bytes = (text: string) => new TextEncoder().encode(text);
const unauthenticated = (error: Error & { status?: number }) => error.status === 401;

Deno.test(
  "the signed hook takes a message in once, however often it comes",
  with_database(async ({ db, sql }) => {
    const clock = fixed_clock("2026-03-01T09:00:00Z");
    const platform = platform_on(db, { now: clock.now });
    const secret = await with_secret(platform);
    const seconds = Math.floor(clock.now().epochMilliseconds / 1000);
    const body = JSON.stringify({ type: "customer.updated", data: ada });
    // Signed by the standard's own library, so that both sides are not our reading of it.
    const signed = {
      "webhook-id": "msg_1",
      "webhook-timestamp": String(seconds),
      "webhook-signature": new Webhook(secret).sign("msg_1", new Date(seconds * 1000), body),
    };
    const first = await receive_sync_message(platform, "splynx", new Headers(signed), bytes(body));
    assert.deepEqual([first.created, first.duplicate], [1, false]);
    await platform.transaction(desk, async (tx) => {
      const [row] = await tx.sql<{ id: string }[]>`select id from subscribers`;
      await subscribers.update(tx, row?.id ?? "", { name: "Corrected here" });
    });
    const again = await receive_sync_message(platform, "splynx", new Headers(signed), bytes(body));
    assert.deepEqual([again.updated, again.duplicate], [0, true]);
    const raced = JSON.stringify({ records: [{ external_id: "7", name: "Raced" }] });
    const headers = new Headers(sign_webhook("msg_2", seconds, raced, [secret]));
    const both = await Promise.all(
      [1, 2, 3].map(() => receive_sync_message(platform, "splynx", headers, bytes(raced))),
    );
    assert.equal(both.filter(({ duplicate }) => !duplicate).length, 1);
    assert.deepEqual((await sql`select name from subscribers`).map(({ name }) => name), ["Raced"]);
  }),
);

Deno.test(
  "the signed hook refuses forged, altered, stale and foreign messages with 401 and no effect",
  with_database(async ({ db, sql }) => {
    const clock = fixed_clock("2026-03-01T09:00:00Z");
    const platform = platform_on(db, { now: clock.now });
    const secret = await with_secret(platform);
    const seconds = Math.floor(clock.now().epochMilliseconds / 1000);
    const body = JSON.stringify({ data: ada });
    const send = (headers: Record<string, string>, sent = body, source = "splynx") =>
      receive_sync_message(platform, source, new Headers(headers), bytes(sent));
    const right = sign_webhook("msg_1", seconds, body, [secret]);
    await assert.rejects(send({}), unauthenticated);
    await assert.rejects(send(sign_webhook("msg_1", seconds, body, [new_webhook_secret()])), unauthenticated);
    await assert.rejects(send(right, body.replace("Ada", "Eve")), unauthenticated);
    await assert.rejects(send({ ...right, "webhook-id": "msg_2" }), unauthenticated);
    await assert.rejects(send(sign_webhook("msg_1", seconds - 301, body, [secret])), unauthenticated);
    await assert.rejects(send(sign_webhook("msg_1", seconds + 301, body, [secret])), unauthenticated);
    await assert.rejects(send(right, body, "ucrm"), unauthenticated);
    await assert.rejects(send(right, body, "constructor"), unauthenticated);
    assert.deepEqual([(await sql`select from subscribers`).length, (await sql`select from inbound_messages`).length], [
      0,
      0,
    ]);
    const wrong = JSON.stringify({ data: { external_id: "7" } });
    await assert.rejects(send(sign_webhook("msg_3", seconds, wrong, [secret]), wrong), /records\.0\.name: is required/);
    const corrected = await send(sign_webhook("msg_3", seconds, body, [secret]));
    assert.deepEqual(
      [corrected.created, corrected.duplicate],
      [1, false],
      "a message that was refused may come again, corrected",
    );
  }),
);
