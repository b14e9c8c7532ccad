/** The main job once more, without a page: what an integrator can do with a token and the documentation. */
import assert from "node:assert/strict";
import { Webhook } from "standardwebhooks";
import { new_webhook_secret } from "~/domain/kernel/net/webhook_signature.ts";
import { smtp_server } from "../support/smtp_server.ts";
import { wait_for } from "../support/wait_for.ts";
import { webhook_receiver } from "../support/webhook_receiver.ts";
import { client, client_with, type Json, photo } from "./support/client.ts";
import { start_server } from "./support/server.ts";

const customers = await Deno.readFile(new URL("../../demo/data/customers.csv", import.meta.url));

function csv_form(fields: Record<string, string>): FormData {
  const form = new FormData();
  form.set("file", new File([customers], "customers.csv", { type: "text/csv" }));
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

const counts = ({ created, updated, unchanged, repeated, refused }: Json) => ({
  created,
  updated,
  unchanged,
  repeated,
  refused,
});
const tomorrow_at = (hour: number) =>
  Temporal.Now.zonedDateTimeISO("UTC").add({ days: 1 }).startOfDay().add({ hours: hour }).toInstant().toString();

Deno.test("the main job over REST: import, report, answer, visit, resolution, rating, webhooks, mail, audit", async (t) => {
  await using smtp = await smtp_server();
  await using receiver = webhook_receiver();
  await using server = await start_server({
    SMTP_URL: `smtp://${smtp.host}:${smtp.port}`,
    MAIL_FROM: "Omni <support@omni.example>",
  });
  const { url } = server;
  const admin = await client(url, "nneka@omni.example");
  const agent = await client(url, "ada@omni.example");
  const dispatcher = await client(url, "tunde@omni.example");
  const technician = await client(url, "musa@omni.example");

  let hook_secret = "";
  await t.step(
    "an operator subscribes a webhook to every event; its first delivery will be answered with 500",
    async () => {
      receiver.answer(1, { status: 500 });
      const endpoint = await admin.call("POST", "/webhook-endpoints", {
        name: "Integration",
        url: receiver.url,
        event_types: ["ticket.*", "ticket_comment.*", "work_order.*"],
      });
      hook_secret = endpoint.secret;
      assert.match(hook_secret, /^whsec_/);
      assert.equal((await admin.call("GET", `/webhook-endpoints/${endpoint.id}`)).secret, undefined);
    },
  );

  await t.step("the file is imported with the counts that its untidiness deserves", async () => {
    const dry = await admin.call(
      "POST",
      "/subscribers/import",
      csv_form({ external_system: "billing", dry_run: "true" }),
    );
    const expected = { created: 1146, updated: 0, unchanged: 0, repeated: 25, refused: 14 };
    assert.deepEqual(counts(dry), expected);
    assert.equal((await admin.call("GET", "/subscribers?limit=1")).count, 0, "a dry run writes nothing");
    const report = await admin.call("POST", "/subscribers/import", csv_form({ external_system: "billing" }));
    assert.deepEqual(counts(report), expected);
    assert.deepEqual(Object.keys(report.problems[0]).sort(), [
      "column",
      "external_id",
      "field",
      "message",
      "row",
      "value",
    ]);
    assert.equal(new Set(report.problems.map((each: Json) => each.row)).size, 14);
    const again = await admin.call("POST", "/subscribers/import", csv_form({ external_system: "billing" }));
    assert.deepEqual({ created: again.created, updated: again.updated, refused: again.refused }, {
      created: 0,
      updated: 0,
      refused: 14,
    });
  });

  let subscriber: Json;
  await t.step(
    "one record comes by the sync endpoint and by the signed hook, each once however often it is sent",
    async () => {
      const record = { external_id: "10000", name: "Hassan Eze", service_plan: "Business 200" };
      const first = await admin.call("POST", "/subscribers/sync", { external_system: "billing", records: [record] });
      const second = await admin.call("POST", "/subscribers/sync", { external_system: "billing", records: [record] });
      assert.deepEqual([first.updated, second.updated, second.unchanged], [1, 0, 1]);

      const secret = new_webhook_secret();
      await admin.call("PUT", "/settings/subscribers/hook_secrets", { value: { billing: [secret] } });
      const body = JSON.stringify({ records: [{ ...record, service_plan: "Business 500" }] });
      const id = "msg_1";
      const at = new Date();
      const headers = {
        "content-type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
        "webhook-signature": new Webhook(secret).sign(id, at, body),
      };
      const send = (more: Record<string, string> = {}) =>
        fetch(`${url}/api/v1/hooks/subscribers/billing`, { method: "POST", headers: { ...headers, ...more }, body });
      const answer: Json = await (await send()).json();
      assert.deepEqual([answer.updated, answer.duplicate], [1, false], JSON.stringify(answer));
      const repeat: Json = await (await send()).json();
      assert.equal(repeat.duplicate, true);
      const forged = await send({ "webhook-id": "msg_2" });
      assert.equal(forged.status, 401);
      await forged.body?.cancel();

      [subscriber] = (await admin.call("GET", "/subscribers?external_id=10000")).items;
      assert.equal(subscriber.service_plan, "Business 500");
      const site = await admin.call("GET", `/sites/${subscriber.site_id}`);
      assert.deepEqual(site.location.coordinates.map((each: number) => Math.round(each * 1000) / 1000), [0.287, 0.151]);
      await admin.call("POST", `/subscribers/${subscriber.id}/people`, {
        person_id: server.accounts.get("hassan@example.net"),
        role: "owner",
        is_primary: true,
      });
    },
  );

  const customer = await client(url, "hassan@example.net", "portal");
  let ticket: Json;
  await t.step("the customer sees the own service and reports a problem with a photo", async () => {
    const me = await customer.call("GET", "/portal/me");
    assert.deepEqual(me.subscribers.map((each: Json) => each.name), ["Hassan Eze"]);
    const form = new FormData();
    form.set("subject", "No light on the router");
    form.set("description", "The LOS light is red since 07:40.");
    form.append("files", photo());
    ticket = await customer.call("POST", "/portal/tickets", form);
    assert.equal(ticket.status, "new");
    const files = await customer.call("GET", `/portal/tickets/${ticket.id}/attachments`);
    assert.deepEqual(files.items.map((each: Json) => each.file_name), ["router.png"]);
  });

  await t.step("the agent assigns it, raises its priority, answers in public and notes inside", async () => {
    const seen = await agent.call("GET", `/tickets?status=new&q=${encodeURIComponent("no light")}`);
    assert.deepEqual(seen.items.map((each: Json) => each.id), [ticket.id]);
    await agent.call("POST", `/tickets/${ticket.id}/assign`, { person_id: server.accounts.get("ada@omni.example") });
    const row = await agent.call("PATCH", `/tickets/${ticket.id}`, { priority: "urgent" });
    assert.equal(row.priority, "urgent");
    await agent.call("POST", `/tickets/${ticket.id}/replies`, {
      body: "We see the loss on your line and send a technician.",
    });
    await agent.call("POST", `/tickets/${ticket.id}/notes`, { body: "Only this drop is dark: SECRET-NOTE" });
  });

  await t.step("the second of two editors is told, and nothing is overwritten", async () => {
    const before = await agent.call("GET", `/tickets/${ticket.id}`);
    await agent.call("PATCH", `/tickets/${ticket.id}`, { tags: ["access"] });
    const late = await agent.raw("PATCH", `/tickets/${ticket.id}`, {
      body: JSON.stringify({ priority: "low" }),
      headers: { "content-type": "application/json", "if-match": `"${before.updated_at}"` },
    });
    const refused: Json = await late.json();
    assert.deepEqual([late.status, refused.code], [409, "stale"]);
    assert.equal((await agent.call("GET", `/tickets/${ticket.id}`)).priority, "urgent");
  });

  await t.step("the internal note is in no answer that a customer can get", async () => {
    for (
      const path of [
        `/portal/tickets/${ticket.id}`,
        `/portal/tickets/${ticket.id}/timeline`,
        `/portal/tickets/${ticket.id}/attachments`,
        "/portal/tickets",
        "/portal/visits",
        "/portal/me",
        "/me/notifications",
      ]
    ) {
      const text = await (await customer.raw("GET", path)).text();
      assert.ok(!text.includes("SECRET-NOTE"), path);
    }
    for (
      const path of [
        `/tickets/${ticket.id}`,
        `/tickets/${ticket.id}/comments`,
        `/tickets/${ticket.id}/timeline`,
        "/tickets",
        "/people",
        "/audit-events",
      ]
    ) {
      const answer = await customer.raw("GET", path);
      assert.ok([401, 404].includes(answer.status), `${path} answered ${answer.status}`);
      await answer.body?.cancel();
    }
  });

  let job: Json;
  await t.step(
    "a work order is made from the ticket; the dispatcher is told who fits, and why the others do not",
    async () => {
      const skills = await dispatcher.call("GET", "/skills?q=splicing");
      job = await agent.call("POST", `/tickets/${ticket.id}/work-orders`, {
        skills: [skills.items[0].id],
        duration: 60,
      });
      const window = `start_at=${encodeURIComponent(tomorrow_at(9))}&end_at=${encodeURIComponent(tomorrow_at(10))}`;
      const { items } = await dispatcher.call("GET", `/work-orders/${job.id}/candidates?${window}`);
      const verdict = Object.fromEntries(
        items.map((each: Json) => [each.technician.name, [
          each.fits,
          ...each.reasons.filter((reason: Json) => reason.blocking).map((reason: Json) => reason.kind),
        ]]),
      );
      assert.deepEqual(verdict, {
        "Musa Sani": [true],
        "Ife Danladi": [false, "skill"],
        "Sade Okoro": [false, "absence"],
      });
    },
  );

  await t.step("a double booking is refused by the database, with the job that stands in the way", async () => {
    const technician_id = server.technicians.get("musa@omni.example");
    await dispatcher.call("POST", `/work-orders/${job.id}/schedule`, {
      technician_id,
      start_at: tomorrow_at(9),
      end_at: tomorrow_at(10),
    });
    const other = await dispatcher.call("POST", "/work-orders", { title: "Another visit" });
    const refused = await dispatcher.call("POST", `/work-orders/${other.id}/schedule`, {
      technician_id,
      start_at: tomorrow_at(9),
      end_at: tomorrow_at(11),
    }, 409);
    assert.match(refused.message, new RegExp(job.number));
    await assert.rejects(
      server.database.sql`
        insert into work_order_assignments (work_order_id, technician_id, start_at, end_at)
        values (${other.id}, ${technician_id ?? ""}, ${tomorrow_at(9)}, ${tomorrow_at(11)})`,
      /no_double_booking/,
    );
  });

  await t.step("the technician starts and completes the job with notes and a photo; others cannot", async () => {
    const day = await technician.call("GET", `/my-day?date=${tomorrow_at(9).slice(0, 10)}`);
    assert.ok(JSON.stringify(day).includes(job.number));
    const stranger = await client(url, "ife@omni.example");
    const foreign = await stranger.raw("POST", `/work-orders/${job.id}/start`);
    assert.ok([403, 404].includes(foreign.status));
    await foreign.body?.cancel();
    await technician.call("POST", `/work-orders/${job.id}/start`);
    const form = new FormData();
    form.set("notes", "Cleaned the connector, −19.2 dBm.");
    form.set("visibility", "public");
    form.append("files", photo("after.png"));
    const done = await technician.call("POST", `/work-orders/${job.id}/complete`, form);
    assert.equal(done.status, "completed");
  });

  await t.step("the ticket is resolved; the customer sees visit and answer, and rates", async () => {
    await agent.call("PATCH", `/tickets/${ticket.id}`, { status: "resolved" });
    const { items } = await customer.call("GET", `/portal/tickets/${ticket.id}/timeline`);
    const steps = items.filter((each: Json) => each.kind === "visit").map((each: Json) => each.step);
    assert.ok(steps.includes("scheduled") && steps.includes("completed"), JSON.stringify(steps));
    assert.ok(items.some((each: Json) => each.kind === "comment" && each.body.includes("send a technician")));
    const rated = await customer.call("PUT", `/portal/tickets/${ticket.id}/rating`, { rating: 5, comment: "Quick" });
    assert.equal(rated.rating, 5);
  });

  await t.step("every event reached the webhook once, signed; the one that met 500 came again", async () => {
    const expected = [
      "ticket.created",
      "ticket.assigned",
      "ticket.replied",
      "ticket.noted",
      "ticket.resolved",
      "ticket.rated",
      "work_order.created",
      "work_order.scheduled",
      "work_order.started",
      "work_order.completed",
    ];
    const seen = () => receiver.requests.map((request): Json => request.verified(hook_secret));
    await wait_for("all events have arrived", () => {
      const types = new Set(seen().map((event) => event.type));
      return expected.every((type) => types.has(type)) &&
        receiver.requests.length > new Set(receiver.requests.map((request) => request.headers.get("webhook-id"))).size;
    }, { within: 20_000, every: 200 });
    const ids = receiver.requests.map((request) => request.headers.get("webhook-id"));
    assert.equal(ids.length - new Set(ids).size, 1, "one message came twice: the one that was answered with 500");
    await wait_for("every delivery is recorded as delivered", async () => {
      const { count } = await admin.call("GET", "/webhook-deliveries?status_not=delivered&limit=1");
      return count === 0;
    }, { within: 15_000, every: 200 });
  });

  await t.step("the customer's mails went out through SMTP", async () => {
    await wait_for(
      "three mails for the customer",
      () => smtp.mails.filter((mail) => mail.to.includes("hassan@example.net")).length >= 3,
      { within: 15_000, every: 200 },
    );
    const subjects = smtp.mails.filter((mail) => mail.to.includes("hassan@example.net")).map((mail) =>
      mail.message.subject ?? ""
    );
    assert.ok(
      subjects.every((subject) => subject.includes(ticket.number) || /visit/i.test(subject)),
      JSON.stringify(subjects),
    );
    assert.ok(!smtp.mails.some((mail) => mail.raw.includes("SECRET-NOTE")));
  });

  await t.step("the audit trail tells who did what", async () => {
    const { items } = await admin.call("GET", `/audit-events?entity_id=${ticket.id}&limit=100`);
    const story: string[] = items.map((each: Json) => `${each.actor_label}: ${Object.keys(each.changes).join(" ")}`);
    assert.ok(story.some((line) => line.startsWith("Hassan Eze: ") && line.includes("subject")), story.join("\n"));
    assert.ok(story.some((line) => line.startsWith("Ada Ojo: ") && line.includes("priority")), story.join("\n"));
    assert.ok(story.some((line) => line.startsWith("Ada Ojo: ") && line.includes("status")), story.join("\n"));
    assert.ok(items.every((each: Json) => each.request_id), "every entry names its request");
  });

  await t.step("a POST with an Idempotency-Key is done once and answered twice", async () => {
    const send = (subject: string) =>
      agent.raw("POST", "/tickets", {
        body: JSON.stringify({ subject, subscriber_id: subscriber.id }),
        headers: { "content-type": "application/json", "idempotency-key": "once-1" },
      });
    const [first, second]: Json[] = [await (await send("Only one")).json(), await (await send("Only one")).json()];
    assert.equal(first.id, second.id);
    assert.equal((await send("Another")).status, 422);
  });

  await t.step("a session that has ended opens nothing", async () => {
    const answer: Json = await (await fetch(`${url}/api/v1/auth/sign-in`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username: "kemi@omni.example", password: "light in the fiber" }),
    })).json();
    const kemi = client_with(url, answer.access_token);
    await kemi.call("GET", "/auth/me");
    await kemi.call("POST", "/auth/sign-out");
    await kemi.call("GET", "/auth/me", undefined, 401);
  });
});
