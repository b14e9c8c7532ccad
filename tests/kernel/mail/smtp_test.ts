import assert from "node:assert/strict";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";
import { type Mailer, MailError, type OutgoingMail, smtp_mailer } from "~/domain/kernel/mail/smtp.ts";

type Received = { from: string; to: string[]; raw: Uint8Array };

/** A real SMTP server on a free port. Addresses that start with "no-" are refused for good, those with "later-" for now. */
async function with_server(
  test: (mailer: Mailer, received: Received[], port: number) => Promise<void>,
  credentials = "",
) {
  const received: Received[] = [];
  const refusal = (message: string, responseCode: number) => Object.assign(new Error(message), { responseCode });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      username === "omni" && password === "p@ss/word"
        ? done(null, { user: "omni" })
        : done(refusal("Bad credentials", 535)),
    onRcptTo: ({ address }, _session, done) =>
      done(
        address.startsWith("no-")
          ? refusal("5.1.1 No such user", 550)
          : address.startsWith("later-")
          ? refusal("4.7.1 Greylisted", 451)
          : null,
      ),
    onData: (stream, { envelope }, done) => {
      const chunks: Uint8Array[] = [];
      stream.on("data", (chunk: Uint8Array) => chunks.push(chunk));
      stream.on("end", () => {
        const raw = new Uint8Array(chunks.flatMap((chunk) => [...chunk]));
        if (new TextDecoder().decode(raw).includes("Subject: spam")) return done(refusal("5.7.1 Looks like spam", 554));
        const from = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
        received.push({ from, to: envelope.rcptTo.map(({ address }) => address), raw });
        done(null, "queued as 1");
      });
    },
  });
  server.on("error", () => {});
  const port = await new Promise<number>((done) => {
    const listener = server.listen(0, "127.0.0.1", () => {
      const address = listener.address();
      done(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  const mailer = smtp_mailer(`smtp://${credentials}127.0.0.1:${port}`);
  try {
    await test(mailer, received, port);
  } finally {
    mailer.close();
    await new Promise<void>((done) => server.close(() => done()));
  }
}

const mail: OutgoingMail = {
  from: "Omni <support@example.com>",
  to: "ada@example.org",
  subject: "Größe ✓",
  text: "Hello\n.\nworld",
};
const fails = (call: Promise<unknown>, permanent: boolean, message: RegExp) =>
  assert.rejects(call, (error) => {
    assert.ok(error instanceof MailError, String(error));
    assert.deepEqual([error.permanent, message.test(error.message)], [permanent, true], error.message);
    return true;
  });

Deno.test("send() delivers text, HTML, headers and attachments as they were", () =>
  with_server(async (mailer, received) => {
    const picture = new Uint8Array([1, 2, 3, 255]);
    const sent = await mailer.send({
      ...mail,
      html: '<p>Größe <img src="cid:p1"></p>',
      reply_to: "tickets+42@example.com",
      cc: ["bob@example.org"],
      headers: { "In-Reply-To": "<m1@example.org>", "X-Omni-Ticket": "TKT-1" },
      attachments: [{ name: "Plan ü.png", type: "image/png", content: picture, content_id: "p1" }],
      message_id: "<fixed@example.com>",
    });
    assert.equal(sent.message_id, "<fixed@example.com>");
    assert.match(sent.response, /^250 .*queued as 1/);
    assert.deepEqual(sent.accepted.toSorted(), ["ada@example.org", "bob@example.org"]);
    const [letter] = received;
    assert.deepEqual([letter?.from, letter?.to], ["support@example.com", ["ada@example.org", "bob@example.org"]]);
    const read = await PostalMime.parse(letter?.raw ?? "");
    assert.deepEqual([read.subject, read.text?.trim(), read.inReplyTo], [
      "Größe ✓",
      "Hello\n.\nworld",
      "<m1@example.org>",
    ]);
    assert.equal(read.replyTo?.[0]?.address, "tickets+42@example.com");
    assert.match(read.html ?? "", /Größe/);
    const [attachment] = read.attachments;
    assert.deepEqual([attachment?.filename, attachment?.mimeType, attachment?.contentId], [
      "Plan ü.png",
      "image/png",
      "<p1>",
    ]);
    assert.deepEqual(attachment?.content instanceof ArrayBuffer && new Uint8Array(attachment.content), picture);
  }));

Deno.test("send() reuses its connections for many mails", () =>
  with_server(async (mailer, received) => {
    const sent = await Promise.all(Array.from({ length: 12 }, (_, at) => mailer.send({ ...mail, subject: `n${at}` })));
    assert.equal(new Set(sent.map(({ message_id }) => message_id)).size, 12);
    assert.equal(received.length, 12);
  }));

Deno.test("send() tells a refusal for good from one for now", () =>
  with_server(async (mailer) => {
    await fails(
      mailer.send({ ...mail, to: "no-one@example.org" }),
      true,
      /refused the message: 550 5\.1\.1 No such user/,
    );
    await fails(mailer.send({ ...mail, subject: "spam" }), true, /554 5\.7\.1 Looks like spam/);
    await fails(mailer.send({ ...mail, to: "later-on@example.org" }), false, /451 4\.7\.1 Greylisted/);
    const { rejected, accepted } = await mailer.send({ ...mail, to: ["ada@example.org", "no-one@example.org"] });
    assert.deepEqual([accepted, rejected], [["ada@example.org"], ["no-one@example.org"]]);
  }));

Deno.test("send() keeps the mail when sign-in or connection fails, and shows no password", async () => {
  await with_server(async (mailer) => {
    await mailer.verify();
    await mailer.send(mail);
  }, "omni:p%40ss%2Fword@");
  await with_server(async (mailer) => {
    await fails(mailer.send(mail), false, /refused the sign-in: 535 Bad credentials/);
    await assert.rejects(
      mailer.verify(),
      (error) => error instanceof MailError && !Deno.inspect(error).includes("hunter2"),
    );
  }, "omni:hunter2@");
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const { port } = listener.addr;
  listener.close();
  const nobody = smtp_mailer(`smtp://127.0.0.1:${port}`);
  await fails(nobody.send(mail), false, /could not be sent now/);
  nobody.close();
});

Deno.test("send() lets no line break in subject, names or headers start a header of its own", () =>
  with_server(async (mailer, received) => {
    await mailer.send({
      ...mail,
      from: '"Eve\r\nBcc: all@example.org" <eve@example.org>',
      subject: "Hi\r\nBcc: all@example.org",
      headers: { "X-Note": "a\r\nBcc: all@example.org" },
    });
    const [letter] = received;
    assert.deepEqual(letter?.to, ["ada@example.org"]);
    assert.doesNotMatch(new TextDecoder().decode(letter?.raw), /^Bcc:/m);
  }));

Deno.test("send() refuses without a recipient for good", () =>
  with_server(async (mailer) => {
    await fails(mailer.send({ ...mail, to: [] }), true, /No recipients/);
  }));
