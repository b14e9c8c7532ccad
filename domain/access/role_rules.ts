/** What a role may become: rules that every way to write one passes, form, endpoint and bulk change alike. */
import { demand } from "~/domain/kernel/actor.ts";
import { conflict } from "~/domain/kernel/errors.ts";
import type { RowOf } from "~/domain/kernel/entity.ts";
import { shortest_list } from "~/domain/kernel/permissions.ts";
import type { Values } from "~/domain/kernel/store.ts";
import { slug } from "~/domain/kernel/text/slug.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { check_keys } from "./known_keys.ts";
import type { role } from "./role.ts";
import { demand_step_up } from "./step_up.ts";
import { demand_no_longer, demand_within } from "./within.ts";

export type Role = RowOf<(typeof role)["fields"]>;

const beyond = "You cannot make or change a role that allows more than your own rights.";

/** Completes and judges what is written. A role that is beyond its editor before or after the change is refused. */
export async function prepare_role(tx: Tx, input: Values<Role>, before: Role | null): Promise<Values<Role>> {
  if (before) demand_own_role(before);
  const values = { ...input };
  const audience = before?.audience ?? input.audience ?? "admin";
  if (input.permissions) {
    check_keys(input.permissions, audience, "permissions");
    values.permissions = shortest_list(input.permissions);
  }
  const old = before?.permissions ?? [];
  const wanted = values.permissions ?? old;
  demand_within(tx, new Set([...old, ...wanted]), beyond);
  const comes_back = before && !before.is_active && input.is_active;
  const added = before && !comes_back ? wanted.filter((key) => !old.includes(key)) : wanted;
  await demand_no_longer(tx, added, null);
  await demand_step_up(tx);
  if (input.name || comes_back) await demand_free_name(tx, input.name ?? before?.name ?? "", audience, before);
  if (!before) values.key = input.key ?? await free_key(tx, input.name ?? "");
  return values;
}

/** @throws DomainError 409: the built-in roles follow the product */
export function demand_own_role({ is_builtin, key }: Role): void {
  if (!is_builtin) return;
  throw conflict(
    "role",
    key,
    "comes with the product and is kept in step with it: nobody changes or retires it",
    "Copy it, and change the copy.",
  );
}

/** Once it is retired: nobody may be left who holds it. @throws DomainError 409 with the number of people */
export async function after_update(tx: Tx, row: Role, before: Role): Promise<void> {
  if (!before.is_active || row.is_active) return;
  if (!tx.trusted) demand(tx.actor, "roles:delete");
  demand_own_role(before);
  demand_within(tx, before.permissions, "You cannot retire a role that allows more than your own rights.");
  await demand_step_up(tx);
  const held = await count_holders(tx, row.id);
  if (held > 0) {
    throw conflict(
      "role",
      row.key,
      `is held by ${held === 1 ? "1 person" : `${held} people`}`,
      "Move them to another role, or take it from them first.",
    );
  }
}

/** People who hold it now. */
export async function count_holders(tx: Tx, role_id: string): Promise<number> {
  const [row] = await tx.sql<{ count: number }[]>`
    select count(*)::int as count
      from person_roles
     where role_id = ${role_id} and is_active
       and (expires_at is null or expires_at > ${tx.now().toString()}::text::timestamptz)`;
  return row?.count ?? 0;
}

async function demand_free_name(tx: Tx, name: string, audience: string, before: Role | null): Promise<void> {
  const [other] = await tx.sql`
    select from roles
     where lower(name) = lower(${name}) and audience = ${audience} and is_active and id is distinct from ${
    before?.id ?? null
  }::text::uuid`;
  if (other) throw conflict("name", name, "is the name of another role", "Choose one that tells them apart.");
}

/** A key of the name: `Night shift` is night-shift, and night-shift-2 where that is taken. Retired roles keep theirs. */
async function free_key(tx: Tx, name: string): Promise<string> {
  const plain = slug(name, 50).replace(/[^a-z0-9-]/g, "").replace(/^[^a-z]+|-+$/g, "") || "role";
  const taken = await tx.sql<{ key: string }[]>`
    select key from roles where key = ${plain} or starts_with(key, ${`${plain}-`})`;
  const keys = new Set(taken.map(({ key }) => key));
  if (!keys.has(plain)) return plain;
  let at = 2;
  while (keys.has(`${plain}-${at}`)) at++;
  return `${plain}-${at}`;
}
