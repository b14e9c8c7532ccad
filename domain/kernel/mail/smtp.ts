import nodemailer from "nodemailer";
import { Buffer } from "node:buffer";

export type MailAttachment = {
  name: string;
  type: string;
  content: Uint8Array;
  /** Shown inside the HTML as `cid:…`. */
  content_id?: string;
};
export type OutgoingMail = {
  /** `Omni <support@example.com>` or a bare address. */
  from: string;
  to: string | readonly string[];
  cc?: readonly string[];
  reply_to?: string;
  subject: string;
  text: string;
  html?: string;
  /** `In-Reply-To`, `References`, `List-Unsubscribe`, … */
  headers?: Readonly<Record<string, string>>;
  attachments?: readonly MailAttachment[];
  /** Given, so that a second attempt carries the first one's id and the receiver can drop it. */
  message_id?: string;
};
/** `rejected` are the recipients the server would not take while it took others. */
export type SentMail = {
  message_id: string;
  response: string;
  accepted: readonly string[];
  rejected: readonly string[];
};

/** Permanent: this message to this address will never pass; mark it failed, suppress the address. Temporary: try again later. */
export class MailError extends Error {
  override readonly name = "MailError";
  constructor(readonly permanent: boolean, message: string, readonly response: string, cause?: unknown) {
    super(message, { cause });
  }
}

export type Mailer = {
  /** Throws MailError. */
  send(mail: OutgoingMail): Promise<SentMail>;
  /** Connects and signs in; throws MailError with what the server said. For the settings page's test button. */
  verify(): Promise<void>;
  /** Ends the open connections, at shutdown or after the settings changed. */
  close(): void;
};

/**
 * A pool of SMTP connections from SMTP_URL (`smtp://user:password@host:587`, `smtps://…:465`). Where a password would be sent, STARTTLS is demanded, except to
 * this machine itself: an attacker on the way could else strip it and read along.
 */
export function smtp_mailer(smtp_url: string): Mailer {
  const url = new URL(smtp_url);
  const secure = url.protocol === "smtps:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const local = host === "localhost" || host === "::1" || host.startsWith("127.");
  const user = decodeURIComponent(url.username);
  const transport = nodemailer.createTransport({
    pool: true,
    host,
    port: url.port === "" ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && user !== "" && !local,
    tls: { rejectUnauthorized: !local },
    ...(user === "" ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
    maxConnections: 3,
    maxRequeues: 0, // trying again is the delivery table's business: a message sent twice is worse than one sent late
    idleTimeout: 30_000,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    // A template or a reply must not make the server read its own files or call URLs.
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  return {
    async send(mail) {
      try {
        const { messageId, response, accepted, rejected } = await transport.sendMail({
          from: mail.from,
          to: [...(typeof mail.to === "string" ? [mail.to] : mail.to)],
          subject: mail.subject,
          text: mail.text,
          ...(mail.cc === undefined ? {} : { cc: [...mail.cc] }),
          ...(mail.reply_to === undefined ? {} : { replyTo: mail.reply_to }),
          ...(mail.html === undefined ? {} : { html: mail.html }),
          ...(mail.message_id === undefined ? {} : { messageId: mail.message_id }),
          headers: { ...mail.headers },
          attachments: (mail.attachments ?? []).map(({ name, type, content, content_id }) => ({
            filename: name,
            contentType: type,
            content: Buffer.from(content),
            ...(content_id === undefined ? {} : { cid: content_id }),
          })),
        });
        return {
          message_id: messageId,
          response,
          accepted: accepted.map(address_of),
          rejected: rejected.map(address_of),
        };
      } catch (error) {
        throw mail_error(error);
      }
    },
    async verify() {
      await transport.verify().catch((error: unknown) => {
        throw mail_error(error);
      });
    },
    close: () => transport.close(),
  };
}

function address_of(one: string | { address: string }): string {
  return typeof one === "string" ? one : one.address;
}

/**
 * Only the answer to a recipient or to the message itself is final, and only with 5xx (RFC 5321, 4.2.1). A refused sign-in, a 5xx greeting or a broken line is
 * the operator's to mend: the messages wait.
 */
function mail_error(error: unknown): MailError {
  const { code, responseCode, response } = facts_of(error);
  const text = error instanceof Error ? error.message : String(error);
  const about_message = code === "EENVELOPE" || code === "EMESSAGE";
  const permanent = about_message && (responseCode === undefined ? response === "" : responseCode >= 500);
  const what = permanent
    ? "The mail server refused the message"
    : code === "EAUTH"
    ? "The mail server refused the sign-in"
    : "The mail could not be sent now";
  return new MailError(permanent, `${what}: ${response === "" ? text : response}`, response, error);
}

function facts_of(error: unknown): { code: string; responseCode: number | undefined; response: string } {
  const read = (key: string): unknown =>
    typeof error === "object" && error !== null ? Reflect.get(error, key) : undefined;
  const responseCode = read("responseCode");
  const response = read("response");
  return {
    code: String(read("code") ?? ""),
    responseCode: typeof responseCode === "number" ? responseCode : undefined,
    response: typeof response === "string" ? response.slice(0, 500) : "",
  };
}
