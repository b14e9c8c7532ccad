/** What the forms of the desk's list do. */
import { t } from "~/components/text.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { remove_view, save_view } from "~/domain/saved_views/mod.ts";
import { assign, staff_people, ticket, ticket_moves, tickets } from "~/domain/tickets/mod.ts";
import type { Toast } from "../../../(_web)/flash.ts";
import { text_of } from "../../../(_web)/forms.ts";
import { local_path } from "../../../(_web)/local_path.ts";
import { actor_of } from "../../../(_web)/middlewares.ts";
import { type Action, action, go } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { delete_many, restore_many } from "../../../(_web)/records/bulk.tsx";
import { record_kind } from "../../../(_web)/records/entity_of.ts";
import { choice_label } from "../../../(_web)/records/labels.ts";

type Run = (tx: Tx, form: FormData) => Promise<Toast>;

/** Every one leads back to the list as it was. */
const desk_action = (permission: string, run: Run): Action =>
  action(
    permission,
    async (tx, ctx, form) => go(ctx, local_path(text_of(form, "back"), paths.admin.tickets), await run(tx, form)),
  );

const ids_of = (form: FormData): string[] =>
  [...new Set(form.getAll("ids").filter((id) => typeof id === "string"))].sort();

async function assign_all(tx: Tx, form: FormData, person_id: string | null): Promise<Toast> {
  const ids = ids_of(form);
  if (ids.length === 0 || ids.length > 200) {
    throw invalid("ids", ids.length, "must name 1 to 200 tickets", "Tick the rows first.");
  }
  for (const id of ids) await assign(tx, id, person_id);
  return { tone: "ok", text: t.n(ids.length, "One ticket assigned.", "{n} tickets assigned.") };
}

async function chosen_colleague(tx: Tx, form: FormData): Promise<string> {
  const id = text_of(form, "person");
  const typed = text_of(form, "person_text").trim().toLowerCase();
  if (id) return id;
  if (!typed) throw invalid("assignee", "", "is required", "Choose a colleague, or press “To nobody”.");
  const found = (await staff_people(tx)).filter((person) => person.display_name.toLowerCase().includes(typed));
  const [only] = found;
  if (!only || found.length > 1) {
    throw invalid(
      "assignee",
      typed,
      found.length ? "fits several colleagues" : "is no colleague's name",
      "Type the whole name.",
    );
  }
  return only.id;
}

const change_all =
  (changes: Parameters<typeof tickets.bulk_update>[2], said: (n: number) => string): Run => async (tx, form) => {
    const done = await tickets.bulk_update(tx, ids_of(form), changes);
    return { tone: "ok", text: said(done.length) };
  };

const statuses = [...new Set(ticket_moves.moves.map((move) => move.to))];
const priorities = ticket.column("priority")?.choices ?? [];

export const desk_actions: Record<string, Action> = {
  take: action("tickets:assign", async (tx, ctx, form) => {
    const me = actor_of(ctx.state).person_id;
    const back = local_path(text_of(form, "back"), paths.admin.tickets);
    const row = await assign(tx, text_of(form, "id"), me);
    const undo = { action: paths.admin.tickets, fields: { action: "assign_nobody", ids: row.id, back } };
    return go(ctx, back, { tone: "ok", text: t("{number} is yours.", { number: row.number ?? "" }), undo });
  }),
  assign: desk_action(
    "tickets:assign",
    async (tx, form) => await assign_all(tx, form, await chosen_colleague(tx, form)),
  ),
  assign_me: desk_action("tickets:assign", (tx, form) => assign_all(tx, form, tx.actor.person_id)),
  assign_nobody: desk_action("tickets:assign", (tx, form) => assign_all(tx, form, null)),
  // What a move takes is demanded by the transition table itself.
  ...Object.fromEntries(statuses.map((to) => [
    `move:${to}`,
    desk_action(
      "tickets:read",
      change_all(
        ticket.update.parse({ status: to }),
        (n) =>
          t.n(n, "One ticket is {state} now.", "{n} tickets are {state} now.", {
            state: choice_label(to).toLowerCase(),
          }),
      ),
    ),
  ])),
  ...Object.fromEntries(priorities.map((to) => [
    `weigh:${to}`,
    desk_action(
      "tickets:update",
      change_all(
        ticket.update.parse({ priority: to }),
        (n) => t.n(n, "Priority of one ticket changed.", "Priority of {n} tickets changed."),
      ),
    ),
  ])),
  delete: desk_action(
    "tickets:delete",
    (tx, form) => delete_many(tx, record_kind(tx.actor, "tickets"), form, paths.admin.tickets),
  ),
  restore: desk_action("tickets:update", (tx, form) => restore_many(tx, record_kind(tx.actor, "tickets"), form)),
  save_view: desk_action("tickets:read", async (tx, form) => {
    const columns = text_of(form, "columns").split(",").filter(Boolean);
    const view = await save_view(tx, {
      entity_type: "ticket",
      name: text_of(form, "name"),
      query: text_of(form, "query"),
      columns,
      shared: text_of(form, "shared") === "true",
    });
    return { tone: "ok", text: t("View “{name}” saved.", { name: view.name }) };
  }),
  remove_view: desk_action("tickets:read", async (tx, form) => {
    await remove_view(tx, text_of(form, "id"));
    return { tone: "ok", text: t("View removed.") };
  }),
};
