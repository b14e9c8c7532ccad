/** The SQL of mails on their way. Times are the database's own. */
import type { Tx } from "~/domain/kernel/tx.ts";

export interface ClaimedMail {
  id: string;
  /** Counts this attempt already. */
  attempt: number;
  recipient: string;
  subject: string;
  body: string;
  sealed_body: string | null;
  link: string | null;
}

/** Takes due mails for `lease_seconds`; those of a process that was killed in between come back after it. */
export async function claim_mails(tx: Tx, limit: number, lease_seconds: number): Promise<ClaimedMail[]> {
  return [
    ...await tx.sql<ClaimedMail[]>`
      /* notifications.claim */
      with due as (
        select id
          from notifications
         where next_attempt_at <= now() and channel = 'email' and status in ('queued', 'sending')
           and (locked_until is null or locked_until < now())
         order by next_attempt_at, id
         limit ${limit}
           for update skip locked
      )
      update notifications n
         set status = 'sending', attempts = n.attempts + 1, locked_until = now() + ${lease_seconds} * interval '1 second'
        from due
       where n.id = due.id
      returning n.id, n.attempts as attempt, n.recipient, n.subject, n.body, n.sealed_body, n.link`,
  ];
}

export interface MailResult {
  id: string;
  attempt: number;
  outcome: "sent" | "queued" | "failed";
  message_id: string;
  error: string | null;
  /** Seconds until the next attempt of a queued one. */
  delay_s: number | null;
}

/** A result that comes after its lease was lost changes nothing. What was sealed is wiped once it has served. */
export async function record_mail(tx: Tx, result: MailResult): Promise<void> {
  await tx.sql`
    /* notifications.record */
    update notifications
       set status = ${result.outcome}, locked_until = null, message_id = ${result.message_id}, last_error = ${result.error},
           next_attempt_at = now() + ${result.delay_s}::float8 * interval '1 second',
           sent_at = case when ${result.outcome === "sent"}::boolean then now() end,
           sealed_body = case when ${result.outcome === "queued"}::boolean then sealed_body end
     where id = ${result.id} and attempts = ${result.attempt} and status = 'sending'`;
}

/** Writes on every waiting mail why it waits. @returns how many wait */
export async function explain_waiting(tx: Tx, reason: string): Promise<number> {
  const rows = await tx.sql`
    /* notifications.explain */
    update notifications
       set last_error = ${reason}, status = 'queued', locked_until = null
     where next_attempt_at <= now() and channel = 'email' and status in ('queued', 'sending')
       and (locked_until is null or locked_until < now())
       and last_error is distinct from ${reason}`;
  return rows.count;
}
