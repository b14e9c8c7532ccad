/** Saved views. Everybody on the staff keeps own ones; a view for all takes `saved-views:update`, as it changes others' screens. */
import { z } from "zod";
import { demand, portal_of } from "~/domain/kernel/actor.ts";
import { refusal } from "~/domain/kernel/db_errors.ts";
import { type Entity, find_entity, type Row } from "~/domain/kernel/entity.ts";
import { forbidden, invalid, not_found } from "~/domain/kernel/errors.ts";
import { integer, tags, text } from "~/domain/kernel/fields.ts";
import { max_limit, parse_list } from "~/domain/kernel/list_query.ts";
import type { Condition } from "~/domain/kernel/list_sql.ts";
import { manager } from "~/domain/kernel/manager.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { saved_view } from "./saved_view.ts";

refusal("saved_views_own_name", {
  field: "name",
  message: "is the name of another view of yours",
  remedy: "Choose another name, or change that view.",
});
refusal("saved_views_shared_name", {
  field: "name",
  message: "is the name of another shared view",
  remedy: "Choose another name, or change that view.",
});

export { saved_view };
export const saved_views = manager(saved_view, { audience: () => "staff" });
export type SavedView = Row<typeof saved_view>;

const parts = {
  name: text(80),
  query: z.string().max(2_000).meta({
    description: "Filters as in the list's address, such as status=open&priority=urgent",
  }),
  columns: tags(),
  position: integer(0, 10_000),
};
export const new_view = z.strictObject({
  entity_type: text(60),
  name: parts.name,
  query: parts.query.default(""),
  columns: parts.columns.default([]),
  position: parts.position.default(0),
  shared: z.boolean().default(false).meta({ description: "For all staff; takes saved-views:update" }),
});
export const view_change = z.strictObject(parts).partial();
export type NewView = z.input<typeof new_view>;
export type ViewChange = z.input<typeof view_change>;

/** Own and shared ones of a list, in their order. */
export async function my_views(tx: Tx, entity_type: string): Promise<SavedView[]> {
  staff(tx);
  listed(entity_type);
  const mine: Condition = (to) =>
    `t.entity_type = ${to.bind(entity_type)} and (t.person_id is null or t.person_id = ${
      to.bind(tx.actor.person_id, "uuid")
    })`;
  // Elevated: one's own views take no permission.
  const page = await tx.elevated((inner) => saved_views.list(inner, { limit: max_limit }, [mine]));
  return page.items.sort((a, b) =>
    Number(a.person_id != null) - Number(b.person_id != null) || a.position - b.position || a.name.localeCompare(b.name)
  );
}

/** @throws DomainError 422 for a filter or column that the list does not have: a view that cannot open is refused, not stored */
export async function save_view(tx: Tx, input: NewView): Promise<SavedView> {
  staff(tx);
  const { shared, ...view } = validated(new_view, input);
  if (shared) demand(tx.actor, "saved-views:update");
  else if (!tx.actor.person_id) {
    throw forbidden("saved-views:update", "A key without a person keeps shared views only: send shared true.");
  }
  check(listed(view.entity_type), view);
  return await saved_views.insert(tx, { ...view, person_id: shared ? null : tx.actor.person_id });
}

export async function change_view(tx: Tx, id: string, input: ViewChange): Promise<SavedView> {
  const before = await writable(tx, id);
  const change = validated(view_change, input);
  check(listed(before.entity_type), change);
  return await saved_views.patch(tx, before, change);
}

export async function remove_view(tx: Tx, id: string): Promise<void> {
  await saved_views.retire(tx, await writable(tx, id));
}

/** Another person's view is not there for anybody else. */
async function writable(tx: Tx, id: string): Promise<SavedView> {
  staff(tx);
  const row = await saved_views.lock(tx, id);
  if (!row.is_active || (row.person_id && row.person_id !== tx.actor.person_id)) throw not_found("saved view", id);
  if (!row.person_id) demand(tx.actor, "saved-views:update");
  return row;
}

function staff(tx: Tx): void {
  if (portal_of(tx.actor)) throw forbidden("saved-views:read", "It is for staff alone.");
}

function listed(entity_type: string): Entity {
  const found = find_entity(entity_type);
  if (!found) throw invalid("entity_type", entity_type, "names no list", "Use an entity's name, such as ticket.");
  return found;
}

function check(entity: Entity, view: { query?: string | undefined; columns?: readonly string[] | undefined }): void {
  if (view.query) parse_list(entity, new URLSearchParams(view.query));
  const known = new Set([
    "id",
    "number",
    "created_at",
    "updated_at",
    ...entity.columns.filter((column) => !column.secret).map((column) => column.name),
  ]);
  const unknown = view.columns?.find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw invalid("columns", unknown, "is no column of this list", `Use ${[...known].join(", ")}.`);
  }
}
