import { deepEqual, equal, match, ok } from "node:assert/strict";
import { job_actor } from "~/domain/kernel/actor.ts";
import { connect } from "~/domain/kernel/db/connect.ts";
import type { Database } from "~/domain/kernel/db/connect.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import {
  cancel_notification,
  declare_notice,
  deliver_notifications,
  no_smtp,
  notify,
  retry_notification,
} from "~/domain/notifications/mod.ts";
import { hurry, test_platform } from "~/tests/jobs/support.ts";
import { with_database } from "~/tests/support/database.ts";
import { smtp_server } from "~/tests/support/smtp_server.ts";

declare_notice({
  code: "probe_notice",
  name: "Probe",
  variables: ["word", "at"],
  words: {
    email: { subject: "About {{word}}", body: "Hello {{name}},\n\n{{word}} at {{at}}\n\n{{link}}" },
    in_app: { subject: "{{word}}", body: "{{word}}" },
  },
});

const actor = job_actor("test");
const queue = (platform: Platform, more: Partial<Parameters<typeof notify>[1]> = {}) =>
  platform.transaction(actor, (tx) =>
    notify(tx, {
      template: "probe_notice",
      recipient: "ada@example.org",
      name: "Ada",
      variables: { word: "<b>fiber</b>", at: Temporal.Instant.from("2026-03-05T13:30:00Z") },
      link: "/portal/tickets/7",
      dedupe_key: "one",
      ...more,
    }));

async function person(platform: Platform, timezone: string | null, email: string | null): Promise<string> {
  return await platform.transaction(actor, async (tx: Tx) => {
    const [row] = await tx.sql<
      { id: string }[]
    >`insert into people (display_name, timezone) values ('Grace', ${timezone}) returning id`;
    const id = row?.id ?? "";
    if (email) {
      await tx
        .sql`insert into person_channels (person_id, channel_type, address, is_primary) values (${id}, 'email', ${email}, true)`;
    }
    return id;
  });
}

Deno.test(
  "a queued mail goes out once, as text and HTML, with what a customer wrote escaped",
  with_database(async ({ db, sql }) => {
    await using smtp = await smtp_server();
    const platform = test_platform(db, {
      SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
      MAIL_FROM: "Omni <care@isp.example>",
      PUBLIC_URL: "https://omni.example",
      DEFAULT_TIMEZONE: "Africa/Lagos",
    });
    equal(await queue(platform), 1);
    equal(await queue(platform), 0, "the same key queues nothing");
    deepEqual(await deliver_notifications(platform), { attempts: 1, sent: 1, retried: 0, failed: 0 });
    deepEqual(await deliver_notifications(platform), { attempts: 0, sent: 0, retried: 0, failed: 0 });
    const { message } = await smtp.mail_to("ada@example.org");
    equal(message.subject, "About <b>fiber</b>");
    equal(message.from?.address, "care@isp.example");
    match(message.text ?? "", /<b>fiber<\/b> at Thursday,? 5 March 2026/);
    match(message.text ?? "", /14:30/, "on the clock of Lagos");
    match(message.html ?? "", /&#60;b&#62;fiber/);
    match(message.html ?? "", /href="https:\/\/omni\.example\/portal\/tickets\/7"/);
    const [row] = await sql`select id, status, message_id, attempts from notifications`;
    deepEqual({ ...row }, { id: row?.id, status: "sent", message_id: `<${row?.id}@isp.example>`, attempts: 1 });
    equal(message.messageId, `<${row?.id}@isp.example>`);
  }),
);

Deno.test(
  "a person gets it on each channel that reaches them, on their own clock",
  with_database(async ({ db, sql }) => {
    const platform = test_platform(db);
    const with_mail = await person(platform, "Asia/Kolkata", "grace@example.org");
    const without = await person(platform, null, null);
    equal(await queue(platform, { recipient: null, person_id: with_mail }), 2);
    equal(await queue(platform, { recipient: null, person_id: without }), 1);
    const rows = await sql`select channel, recipient, status, body from notifications order by created_at, channel`;
    deepEqual(rows.map((row) => [row.channel, row.recipient, row.status]).sort(), [
      ["email", "grace@example.org", "queued"],
      ["in_app", "Grace", "sent"],
      ["in_app", "Grace", "sent"],
    ]);
    match(rows.find((row) => row.channel === "email")?.body, /19:00/);
  }),
);

Deno.test(
  "without a mail server mails stay queued and say why; configured later they go out",
  with_database(async ({ db, sql }) => {
    await queue(test_platform(db));
    await deliver_notifications(test_platform(db));
    const [row] = await sql`select status, attempts, last_error from notifications`;
    deepEqual({ ...row }, { status: "queued", attempts: 0, last_error: no_smtp });
    await using smtp = await smtp_server();
    equal((await deliver_notifications(test_platform(db, { SMTP_URL: `smtp://127.0.0.1:${smtp.port}` }))).sent, 1);
  }),
);

Deno.test(
  "a 451 is tried again later, a 550 is final and keeps the server's reason",
  with_database(async ({ db, sql }) => {
    await using smtp = await smtp_server();
    const platform = test_platform(db, { SMTP_URL: `smtp://127.0.0.1:${smtp.port}` });
    await queue(platform);
    smtp.refuse(1, 451);
    equal((await deliver_notifications(platform)).retried, 1);
    equal((await deliver_notifications(platform)).attempts, 0, "not before its time");
    await hurry(db, "notifications");
    equal((await deliver_notifications(platform)).sent, 1);
    await queue(platform, { dedupe_key: "two" });
    smtp.refuse(1, 550);
    equal((await deliver_notifications(platform)).failed, 1);
    const [row] = await sql<
      { id: string; last_error: string }[]
    >`select id, last_error, next_attempt_at from notifications where status = 'failed'`;
    match(row?.last_error ?? "", /Refused by the test/);
    await platform.transaction(actor, (tx) => retry_notification(tx, row?.id ?? ""));
    equal((await deliver_notifications(platform)).sent, 1);
  }),
);

Deno.test(
  "an unreachable server costs one batch an attempt and no mail its life",
  with_database(async ({ db, sql }) => {
    const platform = test_platform(db, { SMTP_URL: "smtp://127.0.0.1:1" });
    for (let i = 0; i < 25; i++) await queue(platform, { dedupe_key: String(i) });
    equal((await deliver_notifications(platform)).retried, 20);
    deepEqual(
      (await sql`select status, count(*)::int as n from notifications group by status`).map((row) => ({ ...row })),
      [{ status: "queued", n: 25 }],
    );
  }),
);

Deno.test(
  "a mail whose process was killed between sending and recording goes out again under the same Message-ID",
  with_database(async ({ db, sql, url }) => {
    await using smtp = await smtp_server();
    const platform = test_platform(db, { SMTP_URL: `smtp://127.0.0.1:${smtp.port}` });
    await queue(platform);
    const doomed_db = connect({ address: url, max: 2 });
    await deliver_then_die(doomed_db, smtp.port);
    equal((await sql`select status from notifications`)[0]?.status, "sending");
    equal((await deliver_notifications(platform)).attempts, 0, "the lease still holds");
    await sql`update notifications set locked_until = now() - interval '1 second'`;
    equal((await deliver_notifications(platform)).sent, 1);
    equal(smtp.mails.length, 2);
    equal(new Set(smtp.mails.map((mail) => mail.message.messageId)).size, 1);
  }),
);

/** Sends, and loses the database before it can say so. */
async function deliver_then_die(db: Database, port: number): Promise<void> {
  const { smtp_mailer } = await import("~/domain/kernel/mail/smtp.ts");
  const mailer = smtp_mailer(`smtp://127.0.0.1:${port}`);
  const dying = {
    ...mailer,
    send: async (mail: Parameters<typeof mailer.send>[0]) => {
      const sent = await mailer.send(mail);
      await db.close();
      return sent;
    },
  };
  await deliver_notifications(test_platform(db), { mailer: dying }).catch(() => {});
  mailer.close();
}

Deno.test(
  "a confidential notice shows operators nothing, reaches its recipient and is wiped",
  with_database(async ({ db, sql }) => {
    await using smtp = await smtp_server();
    const platform = test_platform(db, { SMTP_URL: `smtp://127.0.0.1:${smtp.port}` });
    await queue(platform, { confidential: true, link: "/auth/reset/very-secret-token" });
    ok(!JSON.stringify(await sql`select * from notifications`).includes("very-secret-token"));
    await deliver_notifications(platform);
    match((await smtp.mail_to("ada@example.org")).message.text ?? "", /very-secret-token/);
    equal((await sql`select sealed_body from notifications`)[0]?.sealed_body, null);
  }),
);

Deno.test(
  "cancel_notification() takes back a queued mail and refuses a sent one",
  with_database(async ({ db, sql }) => {
    await using smtp = await smtp_server();
    const platform = test_platform(db, { SMTP_URL: `smtp://127.0.0.1:${smtp.port}` });
    await queue(platform);
    const [row] = await sql<{ id: string }[]>`select id from notifications`;
    await platform.transaction(actor, (tx) => cancel_notification(tx, row?.id ?? ""));
    equal((await deliver_notifications(platform)).attempts, 0);
    const again = await platform.transaction(actor, (tx) => cancel_notification(tx, row?.id ?? "")).catch((error) =>
      error
    );
    equal(again.status, 409);
  }),
);
