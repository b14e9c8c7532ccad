/**
 * Sends queued mails. The Message-ID comes from the row's id: a process killed between the server's "accepted" and our
 * record sends once more under the same id, and the receiver's mail system can drop the repeat.
 */
import { job_actor } from "~/domain/kernel/actor.ts";
import { open } from "~/domain/kernel/crypto/sealed.ts";
import { type Mailer, MailError, smtp_mailer } from "~/domain/kernel/mail/smtp.ts";
import { count_delivery } from "~/domain/kernel/metrics.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { mail_html } from "./mail_html.ts";
import { claim_mails, type ClaimedMail, explain_waiting, type MailResult, record_mail } from "./mail_rows.ts";

export interface MailOptions {
  /** Instead of one from SMTP_URL. */
  mailer?: Mailer;
  /** Seconds before the second, third, … attempt. */
  retry_seconds?: readonly number[];
  /** Once it fires nothing new is claimed. */
  signal?: AbortSignal;
}

export interface MailsDelivered {
  attempts: number;
  sent: number;
  retried: number;
  failed: number;
}

/** Two and a half days: a mail server is mended by then, and later a notice is no news any more. */
export const mail_retry_seconds: readonly number[] = [
  60,
  300,
  900,
  1_800,
  3_600,
  7_200,
  14_400,
  28_800,
  43_200,
  86_400,
];

export const no_smtp = "No mail server is configured. Set SMTP_URL; the mail goes out then.";

const actor = job_actor("notifications");
/** As many as three connections take in well under the lease, even where each runs into its time-out. */
const batch = 20;
const at_once = 3;
const lease_seconds = 180;

/** Sends what is due. Without a mail server the mails stay queued and say why. @throws DomainError 503 when the database is away */
export async function deliver_notifications(platform: Platform, options: MailOptions = {}): Promise<MailsDelivered> {
  const total: MailsDelivered = { attempts: 0, sent: 0, retried: 0, failed: 0 };
  const { config } = platform;
  if (!options.mailer && config.SMTP_URL === undefined) {
    await platform.transaction(actor, (tx) => explain_waiting(tx, no_smtp));
    return total;
  }
  const mailer = options.mailer ?? smtp_mailer(config.SMTP_URL ?? "");
  try {
    for (let unreachable = false; !unreachable && !options.signal?.aborted;) {
      const claimed = await platform.transaction(actor, (tx) => claim_mails(tx, batch, lease_seconds));
      if (claimed.length === 0) break;
      await beside_each_other(claimed, async (mail) => {
        const { result, is_unreachable } = await send_one(
          platform,
          mailer,
          mail,
          options.retry_seconds ?? mail_retry_seconds,
        );
        await platform.transaction(actor, (tx) => record_mail(tx, result));
        unreachable ||= is_unreachable; // the rest of the queue would fail the same way: let it wait
        total.attempts++;
        total[result.outcome === "queued" ? "retried" : result.outcome]++;
        count_delivery(
          "email",
          result.outcome === "sent" ? "delivered" : result.outcome === "queued" ? "retried" : "failed",
        );
      });
    }
  } finally {
    if (!options.mailer) mailer.close();
  }
  return total;
}

async function send_one(
  platform: Platform,
  mailer: Mailer,
  mail: ClaimedMail,
  delays: readonly number[],
): Promise<{ result: MailResult; is_unreachable: boolean }> {
  const { config } = platform;
  const told = { id: mail.id, attempt: mail.attempt, message_id: message_id(mail.id, config.MAIL_FROM) };
  try {
    const text = mail.sealed_body === null
      ? mail.body
      : await open(config.ENCRYPTION_KEYS, mail.sealed_body, `notification/${mail.id}`);
    const link = mail.link === null ? null : new URL(mail.link, config.PUBLIC_URL).href;
    await mailer.send({
      from: config.MAIL_FROM,
      to: mail.recipient,
      subject: mail.subject,
      text: `${text}\n`,
      html: mail_html(mail.subject, text, link),
      message_id: told.message_id,
      // Keeps out-of-office replies away (RFC 3834, 5).
      headers: { "Auto-Submitted": "auto-generated" },
    });
    return { result: { ...told, outcome: "sent", error: null, delay_s: null }, is_unreachable: false };
  } catch (error) {
    const delay = error instanceof MailError && error.permanent ? undefined : delays[mail.attempt - 1];
    const text = (error instanceof Error ? error.message : String(error)).slice(0, 1_000);
    return {
      result: {
        ...told,
        error: text,
        ...(delay === undefined ? { outcome: "failed", delay_s: null } : { outcome: "queued", delay_s: delay }),
      },
      is_unreachable: error instanceof MailError && !error.permanent && error.response === "",
    };
  }
}

export function message_id(id: string, mail_from: string): string {
  const host = /@([^\s>]+)/.exec(mail_from)?.[1] ?? "localhost";
  return `<${id}@${host}>`;
}

async function beside_each_other<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: at_once }, lane));
}
