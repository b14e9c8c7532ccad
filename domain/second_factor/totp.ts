/** Time-based one-time codes of an authenticator app (RFC 6238): 30 seconds a step, six digits, one step of clock drift either way. */
import { Secret, TOTP } from "otpauth";
import { open, seal } from "~/domain/kernel/crypto/sealed.ts";
import { sealed_place } from "~/domain/kernel/crypto/sealed_places.ts";
import { new_id } from "~/domain/kernel/text/uuid.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { announce, demand_room, method_name } from "./methods.ts";

export const step_seconds = 30;
const context = (id: string) => `totp/${id}`;
sealed_place("totp_secrets", "secret", context);

export interface NewTotp {
  /** Base32, for who cannot scan. */
  secret: string;
  /** `otpauth://totp/…`, what the QR code says. */
  uri: string;
}

const totp_of = (secret: string, label = "") =>
  new TOTP({
    issuer: "Omni",
    label,
    secret: Secret.fromBase32(secret),
    period: step_seconds,
    digits: 6,
    algorithm: "SHA1",
  });

/**
 * The app that is being set up. It counts for nothing until a code of it was typed, and asking again within an hour
 * gives the same secret: a page that is loaded twice must not make a scanned code worthless.
 */
export async function begin_totp(tx: Tx, person_id: string): Promise<NewTotp> {
  const ring = tx.services.config.ENCRYPTION_KEYS;
  const [person] = await tx.sql<{ label: string }[]>`
    select coalesce(c.username, p.display_name) as label
      from people p left join user_credentials c on c.person_id = p.id and c.is_active
     where p.id = ${person_id}::text::uuid
       for update of p`;
  const label = person?.label ?? "";
  await tx.sql`delete from totp_secrets where person_id = ${person_id} and verified_at is null and created_at < ${
    tx.now().subtract({ hours: 1 }).toString()
  }::text::timestamptz`;
  const [begun] = await tx.sql<
    { id: string; secret: string }[]
  >`select id, secret from totp_secrets where person_id = ${person_id} and verified_at is null`;
  const secret = begun ? await open(ring, begun.secret, context(begun.id)) : new Secret({ size: 20 }).base32;
  if (!begun) {
    await demand_room(tx, person_id);
    const id = new_id();
    await tx
      .sql`insert into totp_secrets (id, person_id, name, secret, created_at) values (${id}, ${person_id}, 'Authenticator app', ${await seal(
        ring,
        secret,
        context(id),
      )}, ${tx.now().toString()}::text::timestamptz)`;
  }
  return { secret, uri: totp_of(secret, label).toString() };
}

interface TotpRow {
  id: string;
  secret: string;
  last_step: string | null;
}

/** The first code of the app that is being set up. @returns false for a wrong one: count it, commit, then refuse */
export async function confirm_totp(tx: Tx, person_id: string, code: string, name: string): Promise<boolean> {
  const called = method_name(name);
  const [row] = await tx.sql<
    TotpRow[]
  >`select id, secret, last_step from totp_secrets where person_id = ${person_id} and verified_at is null for update`;
  if (!row || !await spend(tx, row, code)) return false;
  await tx
    .sql`update totp_secrets set verified_at = ${tx.now().toString()}::text::timestamptz, name = ${called} where id = ${row.id}`;
  await announce(tx, person_id, "added", "totp", called);
  return true;
}

/** @returns whether the code is one of this person's apps, of now or of a step beside it, and was not used before */
export async function check_totp(tx: Tx, person_id: string, code: string): Promise<boolean> {
  const rows = await tx.sql<
    TotpRow[]
  >`select id, secret, last_step from totp_secrets where person_id = ${person_id} and verified_at is not null order by id for update`;
  for (const row of rows) if (await spend(tx, row, code)) return true;
  return false;
}

/** The row is locked by the caller: the same code sent twice at once is used once. A step before the last used one is spent as well. */
async function spend(tx: Tx, row: TotpRow, code: string): Promise<boolean> {
  const token = code.replaceAll(/\s/g, "");
  if (!/^\d{6}$/.test(token)) return false;
  const totp = totp_of(await open(tx.services.config.ENCRYPTION_KEYS, row.secret, context(row.id)));
  const timestamp = tx.now().epochMilliseconds;
  const delta = totp.validate({ token, timestamp, window: 1 });
  if (delta === null) return false;
  const step = Math.floor(timestamp / 1000 / step_seconds) + delta;
  if (row.last_step !== null && step <= Number(row.last_step)) return false;
  await tx
    .sql`update totp_secrets set last_step = ${step}, last_used_at = ${tx.now().toString()}::text::timestamptz where id = ${row.id}`;
  return true;
}
