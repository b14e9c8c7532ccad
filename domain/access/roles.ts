/** Roles as administrators manage them. The built-in ones can be copied and never changed. */
import { z } from "zod";
import { demand } from "~/domain/kernel/actor.ts";
import { stale } from "~/domain/kernel/errors.ts";
import { refusal } from "~/domain/kernel/db_errors.ts";
import { manager } from "~/domain/kernel/manager.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { move_holders } from "./grants.ts";
import { role } from "./role.ts";
import { after_update, demand_own_role, prepare_role, type Role } from "./role_rules.ts";

refusal("roles_key", { field: "key", message: "is the key of another role, perhaps of a retired one" });

export const roles = manager(role, {
  prepare: prepare_role,
  updated: after_update,
  event_fields: ["key", "name", "audience"],
});

export const role_copy = z.strictObject({
  name: role.fields.name,
  key: role.fields.key,
  description: role.fields.description,
});

/** A role of one's own that begins as another: the way to a built-in role with a difference. */
export async function copy_role(tx: Tx, id: string, input: z.output<typeof role_copy>): Promise<Role> {
  const { audience, permissions, description } = await roles.get(tx, id);
  return await roles.create(tx, { ...input, description: input.description ?? description, audience, permissions });
}

/**
 * Retires a role. Whoever holds it gets another one in the same commit, to the same end; without one, nobody may hold it.
 * @param move_to key of the role that its holders get
 * @throws DomainError 409 with the number of people who hold it
 */
export async function retire_role(
  tx: Tx,
  id: string,
  move_to: string | null,
  version: string | null = null,
): Promise<{ moved: number }> {
  if (!tx.trusted) demand(tx.actor, "roles:delete");
  const row = await roles.lock(tx, id);
  if (version && version !== row.updated_at) throw stale("role", "updated_at", version, row.updated_at);
  demand_own_role(row);
  const moved = move_to ? await move_holders(tx, row, move_to) : 0;
  await roles.remove(tx, id);
  return { moved };
}

export interface RoleOption {
  key: string;
  name: string;
  audience: Role["audience"];
}

/** What can be given, for choosing: it takes no right to manage roles. */
export async function role_options(tx: Tx): Promise<RoleOption[]> {
  demand(tx.actor, "users:read");
  return [
    ...await tx.sql<RoleOption[]>`
    /* access.role_options */
    select key, name, audience
      from roles
     where is_active
     order by array_position(array['admin', 'portal', 'reseller', 'vendor'], audience), name`,
  ];
}

export interface RoleFigures {
  /** People who hold it now. */
  holders: number;
  /** Of them, for a while. */
  ending: number;
}

/** By role id. Roles that nobody holds are not in it. */
export async function role_figures(tx: Tx): Promise<Map<string, RoleFigures>> {
  demand(tx.actor, "roles:read");
  const rows = await tx.sql<(RoleFigures & { role_id: string })[]>`
    /* access.role_figures */
    select pr.role_id, count(*)::int as holders, count(pr.expires_at)::int as ending
      from person_roles pr join people p on p.id = pr.person_id and p.is_active
     where pr.is_active and (pr.expires_at is null or pr.expires_at > ${tx.now().toString()}::text::timestamptz)
     group by pr.role_id`;
  return new Map(rows.map(({ role_id, holders, ending }) => [role_id, { holders, ending }]));
}
