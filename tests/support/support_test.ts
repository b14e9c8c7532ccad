import assert from "node:assert/strict";
import nodemailer from "nodemailer";
import { Webhook } from "standardwebhooks";
import { fixed_clock } from "./clock.ts";
import { smtp_server } from "./smtp_server.ts";
import { wait_for } from "./wait_for.ts";
import { webhook_receiver } from "./webhook_receiver.ts";

Deno.test("the SMTP server keeps what it is sent, refuses when told, and checks a sign-in", async () => {
  await using server = await smtp_server({ user: { name: "omni", password: "right" } });
  const transport = (pass: string) =>
    nodemailer.createTransport({ host: server.host, port: server.port, auth: { user: "omni", pass } });
  const mail = {
    from: "desk@isp.test",
    to: "Ana <ana@customer.test>",
    subject: "Grüße",
    text: "Hello",
    html: "<b>Hello</b>",
  };
  const good = transport("right");
  await good.sendMail(mail);
  const got = await server.mail_to("ana@customer.test");
  assert.deepEqual([got.from, got.message.subject, got.message.text?.trim()], ["desk@isp.test", "Grüße", "Hello"]);
  server.refuse(1, 550);
  await assert.rejects(good.sendMail(mail), /550/);
  await good.sendMail(mail);
  assert.equal(server.mails.length, 2);
  await assert.rejects(transport("wrong").sendMail(mail), /Invalid/);
  good.close();
});

Deno.test("the webhook receiver verifies signatures, and answers as told", async () => {
  await using receiver = webhook_receiver();
  const secret = `whsec_${btoa("0123456789012345678901234")}`;
  const body = JSON.stringify({ type: "ticket.created" });
  const at = new Date();
  const headers = {
    "webhook-id": "msg_1",
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": new Webhook(secret).sign("msg_1", at, body),
  };
  receiver.answer(2, { status: 429, headers: { "retry-after": "3" } });
  const statuses: number[] = [];
  for (let i = 0; i < 3; i++) {
    const response = await fetch(receiver.url, { method: "POST", body, headers });
    await response.body?.cancel();
    statuses.push(response.status);
  }
  assert.deepEqual(statuses, [429, 429, 204]);
  const [first] = await receiver.received(3);
  assert.deepEqual(first?.verified(secret), { type: "ticket.created" });
  assert.throws(() => first?.verified(`whsec_${btoa("another secret of some length")}`));
  receiver.answer(1, { status: 200, hang: true });
  await assert.rejects(fetch(receiver.url, { method: "POST", body, signal: AbortSignal.timeout(50) }), /timeout/);
});

Deno.test("wait_for() names what it waited for, with the last error as the cause", async () => {
  let looks = 0;
  assert.equal(await wait_for("three looks", () => ++looks === 3 && "seen"), "seen");
  const error = await wait_for("rain", () => Promise.reject(new Error("dry")), { within: 30 }).catch((it: unknown) =>
    it
  );
  assert.ok(error instanceof Error && /30 ms in vain: rain/.test(error.message) && String(error.cause).includes("dry"));
});

Deno.test("fixed_clock() stands until it is moved", () => {
  const clock = fixed_clock("2026-03-01T09:00:00Z");
  assert.equal(clock.now().toString(), clock.now().toString());
  assert.equal(clock.advance({ hours: 25 }).toString(), "2026-03-02T10:00:00Z");
});
