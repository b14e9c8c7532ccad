/**
 * Settings: typed specs in code, values in the database. A spec is the only way to a value, so an undeclared key, a
 * wrong type or a value out of bounds cannot be stored, and reading one needs no checks.
 */
import { z } from "zod";
import { demand } from "./actor.ts";
import { open, seal } from "./crypto/sealed.ts";
import { sealed_place } from "./crypto/sealed_places.ts";
import { invalid, not_found } from "./errors.ts";
import type { Tx } from "./tx.ts";

export interface Setting<T> {
  domain: string;
  key: string;
  label: string;
  hint: string;
  schema: z.ZodType<T>;
  fallback: T;
  secret: boolean;
}

const specs = new Map<string, Setting<unknown>>();

/** `const reopen_days = setting("tickets", "reopen_days", { schema: z.int().min(0).max(90), fallback: 7, … })` */
export function setting<T>(
  domain: string,
  key: string,
  spec: { label: string; hint: string; schema: z.ZodType<T>; fallback: T; secret?: boolean },
): Setting<T> {
  const id = `${domain}.${key}`;
  if (specs.has(id)) throw new Error(`Setting '${id}' is declared twice`);
  const declared = { ...spec, domain, key, secret: spec.secret ?? false };
  specs.set(id, declared);
  return declared;
}

export const all_settings = (): Setting<unknown>[] => [...specs.values()];

/** The stored value, or the spec's own where none is stored or an older version stored what no longer fits. */
export async function read_setting<T>(tx: Tx, spec: Setting<T>): Promise<T> {
  const [row] = await tx.sql<
    { value: unknown }[]
  >`select value from domain_settings where domain = ${spec.domain} and key = ${spec.key}`;
  const parsed = row ? spec.schema.safeParse(spec.secret ? await opened(tx, spec, row.value) : row.value) : null;
  return parsed?.success ? parsed.data : spec.fallback;
}

/** A secret is one sealed text in the row, bound to its name: a value that is copied to another setting does not open. */
const context = (id: string) => `settings/${id}`;
sealed_place("domain_settings", "value", (id) => specs.get(id)?.secret ? context(id) : null, "domain || '.' || key");

/** @throws Error where the key is not in ENCRYPTION_KEYS: a secret that cannot be read must not pass for one that is not set */
async function opened(tx: Tx, spec: Pick<Setting<unknown>, "domain" | "key">, stored: unknown): Promise<unknown> {
  const id = `${spec.domain}.${spec.key}`;
  return JSON.parse(await open(tx.services.config.ENCRYPTION_KEYS, String(stored), context(id)));
}

const sealed = (tx: Tx, id: string, value: unknown): Promise<string> =>
  seal(tx.services.config.ENCRYPTION_KEYS, JSON.stringify(value), context(id));

export async function list_settings(
  tx: Tx,
): Promise<{ domain: string; key: string; label: string; hint: string; value: unknown; is_default: boolean }[]> {
  demand(tx.actor, "settings:read");
  const rows = await tx.sql<
    { domain: string; key: string; value: unknown }[]
  >`select domain, key, value from domain_settings`;
  const stored = new Map(rows.map((row) => [`${row.domain}.${row.key}`, row.value]));
  return all_settings().map((spec) => {
    const value = stored.get(`${spec.domain}.${spec.key}`);
    return {
      domain: spec.domain,
      key: spec.key,
      label: spec.label,
      hint: spec.hint,
      value: spec.secret ? (value === undefined ? null : "(secret)") : value ?? spec.fallback,
      is_default: value === undefined,
    };
  });
}

/** @throws DomainError 404 for an undeclared key, 422 for a value that does not fit. */
export async function write_setting(tx: Tx, domain: string, key: string, value: unknown): Promise<void> {
  demand(tx.actor, "settings:update");
  const spec = specs.get(`${domain}.${key}`);
  if (!spec) throw not_found("setting", `${domain}.${key}`);
  const parsed = spec.schema.safeParse(value);
  // What a secret was meant to be is a secret too.
  if (!parsed.success) {
    throw invalid(
      `${domain}.${key}`,
      spec.secret ? undefined : value,
      parsed.error.issues[0]?.message ?? "does not fit",
      spec.hint,
    );
  }
  const [before] = await tx.sql<
    { value: unknown }[]
  >`select value from domain_settings where domain = ${domain} and key = ${key} for update`;
  const stored = spec.secret ? await sealed(tx, `${domain}.${key}`, parsed.data) : parsed.data;
  await tx.sql`
    insert into domain_settings (domain, key, value) values (${domain}, ${key}, ${JSON.stringify(stored)}::text::jsonb)
    on conflict (domain, key) do update set value = excluded.value, updated_at = now()`;
  const shown = (stored: unknown) => spec.secret ? "(secret)" : stored;
  tx.audit({
    action: "setting.updated",
    entity_type: "setting",
    entity_id: "00000000-0000-0000-0000-000000000000",
    entity_label: `${domain}.${key}`,
    subscriber_id: null,
    changes: { [`${domain}.${key}`]: { from: shown(before?.value ?? spec.fallback), to: shown(parsed.data) } },
  });
}
