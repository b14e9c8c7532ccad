/** Ten codes for the day the phone is gone. Shown once, each used once. */
import { random_code, token_hash } from "~/domain/kernel/crypto/tokens.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { tell_owner } from "./notices.ts";

export const code_count = 10;
/** 24 signs of 30 are 117 bits: past 112 a plain hash is enough (ASVS 5.0, 6.5.2), so that a look-up stays one query. */
const code_length = 24;

const normal = (code: string): string => code.replaceAll(/[\s-]/g, "").toUpperCase();
const hash_of = (person_id: string, code: string): string => token_hash(`${person_id}/${normal(code)}`);

/** Makes ten new ones; the old ones are worth nothing from here. @returns the codes as they are shown, never again */
export async function make_recovery_codes(tx: Tx, person_id: string): Promise<string[]> {
  const codes = Array.from({ length: code_count }, () => random_code(code_length));
  const replaced = await tx.sql`delete from recovery_codes where person_id = ${person_id} returning id`;
  await tx.sql`
    insert into recovery_codes (person_id, code_hash, created_at)
    select ${person_id}::text::uuid, h, ${tx.now().toString()}::text::timestamptz
      from jsonb_array_elements_text(${
    JSON.stringify(codes.map((code) => hash_of(person_id, code)))
  }::text::jsonb) as h`;
  tx.audit({
    action: "second_factor.recovery_codes_made",
    entity_type: "person",
    entity_id: person_id,
    entity_label: "recovery codes",
    subscriber_id: null,
    changes: {},
  });
  if (replaced.length > 0) await tell_owner(tx, person_id, "new recovery codes were made");
  return codes.map((code) => code.replace(/(.{4})(?=.)/g, "$1-"));
}

export async function check_recovery_code(tx: Tx, person_id: string, code: string): Promise<boolean> {
  if (normal(code).length !== code_length) return false;
  const [used] = await tx.sql`
    update recovery_codes set used_at = ${tx.now().toString()}::text::timestamptz
     where person_id = ${person_id} and code_hash = ${hash_of(person_id, code)} and used_at is null
    returning id`;
  if (!used) return false;
  const left = await recovery_codes_left(tx, person_id);
  tx.audit({
    action: "second_factor.recovery_code_used",
    entity_type: "person",
    entity_id: person_id,
    entity_label: `${left} left`,
    subscriber_id: null,
    changes: {},
  });
  await tell_owner(tx, person_id, `a recovery code was used, ${left} are left`);
  return true;
}

export async function recovery_codes_left(tx: Tx, person_id: string): Promise<number> {
  const [row] = await tx.sql<
    { count: number }[]
  >`select count(*)::int as count from recovery_codes where person_id = ${person_id}::text::uuid and used_at is null`;
  return row?.count ?? 0;
}
