/** Queues notices as rows, in the transaction of what they tell of: a mail that is promised is never lost, one for what was rolled back never sent. */
import { seal } from "~/domain/kernel/crypto/sealed.ts";
import { sealed_place } from "~/domain/kernel/crypto/sealed_places.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import { declare_event } from "~/domain/kernel/events.ts";
import { render_text, type TemplateValues } from "~/domain/kernel/mail/render.ts";
import { new_id } from "~/domain/kernel/text/uuid.ts";
import { format_in_zone } from "~/domain/kernel/time/zones.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { wake } from "~/domain/kernel/wake.ts";
import { type Channel, find_kind } from "./kinds.ts";
import { people_by_id, type Recipient } from "./recipients.ts";
import { load_words } from "./templates.ts";

declare_event(
  "notification.queued",
  "A notice for a person of the house or a customer was written; the bell of their pages listens.",
);

export interface Notice {
  /** Code of a declared kind. */
  template: string;
  /** Who gets it, on every channel of the kind that reaches them. */
  person_id?: string | null | undefined;
  /** A mail address, where no person stands behind it. */
  recipient?: string | null | undefined;
  /** How the recipient is called, where no person tells. */
  name?: string | null | undefined;
  /** Moments are written on the recipient's clock. */
  variables?: Readonly<Record<string, TemplateValues[string] | Temporal.Instant>>;
  /** Path such as `/portal/tickets/…`; mails get it with PUBLIC_URL in front. */
  link?: string | null | undefined;
  subscriber_id?: string | null | undefined;
  /** One notice for one recipient and channel, however often this is called: `<event id>` serves well. */
  dedupe_key: string;
  /** The body holds a secret (a reset link): sealed in the row, hidden from operators, wiped once it is sent. */
  confidential?: boolean;
}

const sealed_for = (id: string) => `notification/${id}`;
sealed_place("notifications", "sealed_body", sealed_for);

export const confidential_body = "(Only the recipient may read this message.)";

export const notify = (tx: Tx, notice: Notice): Promise<number> => notify_all(tx, [notice]);

/**
 * Three statements for any number of notices. Call it from handlers and elevated verbs: portal roles may not write.
 * @returns rows that were new
 * @throws DomainError 422 for an unknown kind or a variable without a value
 */
export async function notify_all(tx: Tx, notices: readonly Notice[]): Promise<number> {
  if (notices.length === 0) return 0;
  const people = await people_by_id(tx, notices.flatMap((notice) => notice.person_id ?? []));
  const words = await load_words(tx, notices.map((notice) => notice.template));
  const rows: QueuedRow[] = [];
  for (const notice of notices) {
    const kind = find_kind(notice.template);
    if (!kind) {
      throw invalid("template", notice.template, "is no declared kind of notice", "declare_notice() it first.");
    }
    const person = notice.person_id ? people.get(notice.person_id) ?? null : null;
    for (const [channel, to] of channels_of(notice, person)) {
      const found = kind.words[channel] ? words(kind.code, channel, person?.locale ?? null) : null;
      if (found) rows.push(await queued_row(tx, notice, channel, to, person, found));
    }
  }
  return await insert_rows(tx, rows);
}

interface QueuedRow {
  id: string;
  template_code: string;
  channel: Channel;
  person_id: string | null;
  subscriber_id: string | null;
  recipient: string;
  subject: string;
  body: string;
  sealed_body: string | null;
  link: string | null;
  dedupe_key: string;
}

function channels_of(notice: Notice, person: Recipient | null): [Channel, string][] {
  const email = notice.recipient ?? person?.email;
  return [
    ...(email ? [["email", email]] satisfies [Channel, string][] : []),
    ...(person ? [["in_app", person.display_name]] satisfies [Channel, string][] : []),
  ];
}

async function queued_row(
  tx: Tx,
  notice: Notice,
  channel: Channel,
  recipient: string,
  person: Recipient | null,
  words: { subject: string; body: string },
): Promise<QueuedRow> {
  const { config } = tx.services;
  const zone = person?.timezone ?? config.DEFAULT_TIMEZONE;
  const values: TemplateValues = {
    ...Object.fromEntries(
      Object.entries(notice.variables ?? {}).map((
        [name, value],
      ) => [name, value instanceof Temporal.Instant ? format_in_zone(value, zone, "long") : value]),
    ),
    name: person?.display_name ?? notice.name ?? recipient,
    link: notice.link ? new URL(notice.link, config.PUBLIC_URL).href : "",
  };
  const id = new_id();
  const body = render_text(words.body, values).trim();
  return {
    id,
    template_code: notice.template,
    channel,
    person_id: person?.person_id ?? null,
    subscriber_id: notice.subscriber_id ?? null,
    recipient,
    subject: render_text(words.subject, values).replace(/\s+/gu, " ").trim().slice(0, 300),
    body: notice.confidential ? confidential_body : body,
    sealed_body: notice.confidential ? await seal(config.ENCRYPTION_KEYS, body, sealed_for(id)) : null,
    link: notice.confidential ? null : notice.link ?? null,
    dedupe_key: `${notice.template}:${notice.dedupe_key}:${channel}:${person?.person_id ?? recipient}`,
  };
}

/** In the app a notice has arrived by being written; a mail waits for the delivery. */
async function insert_rows(tx: Tx, rows: readonly QueuedRow[]): Promise<number> {
  if (rows.length === 0) return 0;
  const added = await tx.sql<{ id: string; channel: Channel; person_id: string | null }[]>`
    /* notifications.queue */
    insert into notifications (id, template_code, channel, person_id, subscriber_id, recipient, subject, body, sealed_body, link, dedupe_key, status, next_attempt_at, sent_at)
    select n.id, n.template_code, n.channel, n.person_id, n.subscriber_id, n.recipient, n.subject, n.body, n.sealed_body, n.link, n.dedupe_key,
           case n.channel when 'in_app' then 'sent' else 'queued' end,
           case n.channel when 'in_app' then null else now() end,
           case n.channel when 'in_app' then now() end
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
        as n(id uuid, template_code text, channel text, person_id uuid, subscriber_id uuid, recipient text, subject text, body text, sealed_body text, link text, dedupe_key text)
    on conflict (dedupe_key) do nothing
    returning id, channel, person_id`;
  for (const row of added) {
    if (row.channel === "in_app") tx.emit("notification.queued", { id: row.id, person_id: row.person_id }, "staff");
  }
  if (added.some((row) => row.channel === "email")) wake(tx, "notifications");
  return added.length;
}
