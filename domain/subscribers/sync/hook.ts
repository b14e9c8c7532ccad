/** The signed door of the sync: billing systems that call us instead of being asked (Standard Webhooks 1.0). */
import { z } from "zod";
import { job_actor } from "~/domain/kernel/actor.ts";
import { DomainError, invalid, invalid_many, unauthenticated } from "~/domain/kernel/errors.ts";
import { log } from "~/domain/kernel/log.ts";
import { parse_webhook_secret, verify_webhook } from "~/domain/kernel/net/webhook_signature.ts";
import type { Platform } from "~/domain/kernel/platform.ts";
import { read_setting, setting } from "~/domain/kernel/settings.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { external_system_schema, most_records, sync_record_schema, sync_subscribers, type SyncResult } from "./sync.ts";

const secret = z.string().refine(
  (text) => parse_webhook_secret(text).ok,
  "must be whsec_ followed by 24 to 64 bytes of base64",
);

export const hook_secrets = setting("subscribers", "hook_secrets", {
  label: "Secrets of the sync hook",
  hint: 'By source, such as {"splynx": ["whsec_…"]}; two while one is being replaced',
  schema: z.record(external_system_schema, z.array(secret).min(1).max(3)),
  fallback: {},
  secret: true,
});

/** Bytes of one message: five hundred records of a kilobyte and room to spare. */
export const longest_message = 1024 * 1024;

/** `data` is how the standard's own examples nest it; `records` is the shape of the JSON endpoint. */
const records_schema = z.array(sync_record_schema).min(1).max(most_records);
export const hook_body = z.union([
  z.looseObject({ records: records_schema }),
  z.looseObject({ data: z.union([records_schema, sync_record_schema]) }),
]).meta({
  description:
    'Either {"records": […]} or {"type": …, "data": {…} or […]}. Headers webhook-id, webhook-timestamp and webhook-signature as Standard Webhooks 1.0 has them.',
});

export interface HookResult extends SyncResult {
  /** The message was taken in before; nothing was done this time. */
  duplicate: boolean;
}

const nothing: SyncResult = { records: 0, created: 0, updated: 0, unchanged: 0, repeated: 0, refused: 0, problems: [] };

/**
 * Verifies, then takes the records over and remembers the message in the same commit: a repeat has no second effect.
 * @param body exactly the bytes that were signed
 * @throws DomainError 401 for a source without secret, a signature that does not fit or a time too far off (one answer for all, so that sources
 * cannot be probed); 422 where no record can be read, after which the same message may come again
 */
export async function receive_sync_message(
  platform: Platform,
  source: string,
  headers: Headers,
  body: Uint8Array,
): Promise<HookResult> {
  const system = source.toLowerCase();
  const actor = job_actor(`sync hook ${system.slice(0, 60)}`);
  const message_id = await platform.read(actor, (tx) => verified(tx, system, headers, body));
  const records = records_of(body);
  return await platform.transaction(actor, async (tx) => {
    const [fresh] = await tx.sql`
      insert into inbound_messages (source, message_id) values (${system}, ${message_id})
      on conflict do nothing
      returning message_id`;
    if (!fresh) return { ...nothing, duplicate: true };
    const result = await sync_subscribers(tx, system, records);
    if (result.refused === result.records) {
      throw invalid_many(
        result.problems.map(({ record, field, ...rest }) => ({ ...rest, field: `records.${record}.${field}` })),
      );
    }
    if (result.refused > 0) {
      log.warn("records of a sync message were refused", {
        source: system,
        message_id,
        refused: result.refused,
        problems: result.problems.slice(0, 10),
      });
    }
    return { ...result, duplicate: false };
  });
}

async function verified(tx: Tx, source: string, headers: Headers, body: Uint8Array): Promise<string> {
  const secrets = await read_setting(tx, hook_secrets);
  const known = Object.hasOwn(secrets, source) ? secrets[source] ?? [] : [];
  const now = Math.floor(tx.now().epochMilliseconds / 1000);
  const result = verify_webhook(headers, body, known, now);
  if (result.ok && result.id.length <= 200) return result.id;
  log.warn("a sync message was refused", {
    source: source.slice(0, 60),
    reason: result.ok ? "has an id of more than 200 characters" : result.reason,
  });
  throw unauthenticated(
    "The message is not signed with the secret of this source, or its time is more than 5 minutes off. Check secret and clock.",
  );
}

function records_of(body: Uint8Array): z.output<typeof records_schema> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new DomainError("bad_request", "The body is no valid JSON in UTF-8. Send the record as JSON.");
  }
  if (typeof parsed !== "object" || parsed === null) {
    throw invalid("(body)", parsed, "must be an object", "Send records or data.");
  }
  const given: unknown = Reflect.get(parsed, "records") ?? Reflect.get(parsed, "data");
  return validated(z.strictObject({ records: records_schema }), {
    records: Array.isArray(given) ? given : given === undefined ? undefined : [given],
  }).records;
}

/** Message ids older than any repeat: the sender's last attempt comes within days, and its time is checked anyway. */
export async function forget_inbound_messages(tx: Tx): Promise<number> {
  const gone = await tx.sql`delete from inbound_messages where received_at < ${
    tx.now().subtract({ hours: 30 * 24 }).toString()
  }::text::timestamptz`;
  return gone.count;
}
