/** A real SMTP server on a port of its own that keeps what it is sent, as a mail program would read it. */
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";
import { wait_for } from "./wait_for.ts";

export interface ReceivedMail {
  /** The envelope: where it truly went, which the headers need not tell. */
  from: string;
  to: string[];
  message: Email;
  raw: string;
}

export interface TestSmtpServer extends AsyncDisposable {
  host: string;
  port: number;
  mails: ReceivedMail[];
  /** Waits for a mail to an address, 5 s at most. */
  mail_to(address: string): Promise<ReceivedMail>;
  /** Answers the next n mails with this reply: 451 try again, 550 no such user. */
  refuse(next: number, code?: number): void;
  close(): Promise<void>;
}

export interface SmtpOptions {
  /** Demands this sign-in. Default: none. */
  user?: { name: string; password: string };
}

export async function smtp_server({ user }: SmtpOptions = {}): Promise<TestSmtpServer> {
  const mails: ReceivedMail[] = [];
  let refusals = { left: 0, code: 451 };
  const server = new SMTPServer({
    disabledCommands: user ? ["STARTTLS"] : ["STARTTLS", "AUTH"],
    authOptional: !user,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    onAuth(given, _session, done) {
      const right = given.username === user?.name && given.password === user?.password;
      done(right ? null : new Error("Invalid username or password"), right ? { user: given.username } : undefined);
    },
    async onData(stream, session, done) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      if (refusals.left > 0) {
        refusals.left--;
        return done(Object.assign(new Error("Refused by the test"), { responseCode: refusals.code }));
      }
      const raw = new TextDecoder().decode(await new Blob(chunks.map((it) => new Uint8Array(it))).arrayBuffer());
      const { mailFrom, rcptTo } = session.envelope;
      mails.push({
        from: mailFrom ? mailFrom.address : "",
        to: rcptTo.map((it) => it.address),
        message: await PostalMime.parse(raw),
        raw,
      });
      done();
    },
  });
  server.on("error", () => {}); // a client that hangs up in the middle is what some tests are about
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.server.address();
  if (address === null || typeof address === "string") throw new Error("The SMTP server has no port");
  const close = () => new Promise<void>((resolve) => server.close(resolve));
  return {
    host: "127.0.0.1",
    port: address.port,
    mails,
    mail_to: (to) => wait_for(`a mail to ${to}`, () => mails.find((mail) => mail.to.includes(to))),
    refuse: (next, code = 451) => void (refusals = { left: next, code }),
    close,
    [Symbol.asyncDispose]: close,
  };
}
