/**
 * The sync boundary: the only door for the identity that other systems give a customer. One record or five hundred, idempotent by
 * (external_system, external_id); what the record does not speak of stays as people here have set it.
 */
import { z } from "zod";
import { demand } from "~/domain/kernel/actor.ts";
import { type FieldProblem, invalid, invalid_many, problem } from "~/domain/kernel/errors.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { is_sync_field, sync_field_names, type SyncFieldName } from "./fields.ts";
import { merge_records, type Merged } from "./merge.ts";
import { clean_context, clean_record, type SyncRecord } from "./record.ts";

/** Splynx, ucrm, our-billing: it stands in URLs and in every subscriber. */
export const external_system_schema = z.string().trim().regex(
  /^[a-z0-9][a-z0-9._-]{0,59}$/i,
  "must be 1 to 60 letters, digits, dots, dashes or underscores",
).transform((name) => name.toLowerCase());

export const most_records = 500;
const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export const sync_record_schema = z.record(z.string(), value).meta({
  description: `One customer. Fields: ${
    sync_field_names.join(", ")
  }. external_id and name are required; a field that is missing stays as it is, null empties it.`,
});
export const sync_body = z.strictObject({
  external_system: external_system_schema,
  records: z.array(sync_record_schema).min(1).max(most_records),
});

export interface SyncProblem extends FieldProblem {
  /** Place in `records`, from 0. */
  record: number;
  external_id: string | null;
}

export interface SyncResult {
  records: number;
  created: number;
  updated: number;
  unchanged: number;
  /** Told again later in the same list: the later record wins. */
  repeated: number;
  refused: number;
  problems: SyncProblem[];
}

type RawRecord = z.output<typeof sync_record_schema>;
type Read = { record: SyncRecord; problems: null } | {
  record: null;
  external_id: string | null;
  problems: FieldProblem[];
};

function read_record(tx: Tx, raw: RawRecord): Read {
  const unknown = Object.keys(raw).filter((name) => !is_sync_field(name));
  const texts: Partial<Record<SyncFieldName, string | null>> = {};
  for (const name of sync_field_names) {
    const given = raw[name];
    if (given !== undefined) texts[name] = given === null ? null : String(given);
  }
  const cleaned = clean_record(texts, clean_context(tx.services.config));
  if (unknown.length === 0) return cleaned;
  const surplus = unknown.map((name) =>
    problem(
      name,
      raw[name],
      "is no field of a subscriber record",
      `Leave it out. There are ${sync_field_names.join(", ")}.`,
    )
  );
  return { record: null, external_id: texts.external_id ?? null, problems: [...surplus, ...(cleaned.problems ?? [])] };
}

/** Records that cannot be read are refused one by one and named; the others are taken over. @throws DomainError 403 without subscribers:sync */
export async function sync_subscribers(
  tx: Tx,
  external_system: string,
  records: readonly RawRecord[],
): Promise<SyncResult> {
  if (!tx.trusted) demand(tx.actor, "subscribers:sync");
  const problems: SyncProblem[] = [];
  const last = new Map<string, SyncRecord>();
  let readable = 0;
  for (const [at, raw] of records.entries()) {
    const read = read_record(tx, raw);
    if (!read.record) {
      const { external_id } = read;
      problems.push(...read.problems.map((one) => ({ record: at, external_id, ...one })));
      continue;
    }
    readable += 1;
    last.set(read.record.external_id, read.record);
  }
  const merged = await merge_records(tx, external_system, [...last.values()]);
  const count = (outcome: Merged["outcome"]) => merged.filter((one) => one.outcome === outcome).length;
  return {
    records: records.length,
    created: count("created"),
    updated: count("updated"),
    unchanged: count("unchanged"),
    repeated: readable - last.size,
    refused: records.length - readable,
    problems,
  };
}

/** One record, all or nothing. @throws DomainError 422 with every problem of the record */
export async function sync_subscriber(tx: Tx, external_system: string, raw: RawRecord): Promise<Merged> {
  if (!tx.trusted) demand(tx.actor, "subscribers:sync");
  const read = read_record(tx, raw);
  if (!read.record) throw invalid_many(read.problems);
  const [merged] = await merge_records(tx, external_system, [read.record]);
  if (!merged) throw invalid("external_id", read.record.external_id, "was not taken over");
  return merged;
}
