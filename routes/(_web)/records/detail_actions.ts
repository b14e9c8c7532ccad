/** What the forms on a record's page do. */
import { t } from "~/components/text.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { transitions_of } from "~/domain/kernel/transitions.ts";
import type { Toast } from "../flash.ts";
import { text_of } from "../forms.ts";
import { actor_of } from "../middlewares.ts";
import { entity_key, type EntityPath } from "../declared.ts";
import { type Action, action, type Ctx, go } from "../pages.ts";
import { paths } from "../paths.ts";
import { record_kind, type RecordKind } from "./entity_of.ts";
import { form_columns, input_of, typed_values } from "./form_values.ts";
import { choice_label, row_label } from "./labels.ts";
import { type Part, part_named } from "./related.ts";
import { zone_of } from "./zone.ts";

interface Act {
  tx: Tx;
  ctx: Ctx;
  form: FormData;
  kind: RecordKind;
  id: string;
  here: string;
}

export function record_actions(path: EntityPath): Record<string, Action> {
  const act = (right: "read" | "update" | "delete", run: (act: Act) => Promise<Toast>) =>
    action(entity_key(path, right), async (tx, ctx, form) => {
      const kind = record_kind(actor_of(ctx.state), path(ctx));
      const id = ctx.params.id ?? "";
      const here = paths.admin.record(kind.entity, id);
      return go(ctx, here, await run({ tx, ctx, form, kind, id, here }));
    });
  return {
    // A move takes the key of its transition, a part that of its own entity: the verbs demand them.
    move: act("read", move),
    delete: act("delete", remove),
    restore: act("update", restore),
    add_part: act("read", add_part),
    remove_part: act("read", remove_part),
    restore_part: act("read", restore_part),
  };
}

async function move({ tx, form, kind, id }: Act): Promise<Toast> {
  const state = transitions_of(kind.entity);
  const to = text_of(form, "to");
  if (!state) throw invalid("action", "move", `is nothing that a ${kind.entity.label.toLowerCase()} does`);
  const row = await kind.rows.update(tx, id, { [state.field]: to });
  return {
    tone: "ok",
    text: t("{name} is {state} now.", {
      name: row_label(kind.entity, { ...row }),
      state: choice_label(to).toLowerCase(),
    }),
  };
}

async function remove({ tx, form, kind, id, here }: Act): Promise<Toast> {
  const row = await kind.rows.remove(tx, id, text_of(form, "version") || null);
  const undo = kind.may.update ? { undo: { action: here, fields: { action: "restore" } } } : {};
  return { tone: "ok", text: t("{name} deleted.", { name: row_label(kind.entity, { ...row }) }), ...undo };
}

async function restore({ tx, kind, id }: Act): Promise<Toast> {
  const row = await kind.rows.update(tx, id, { is_active: true });
  return { tone: "ok", text: t("{name} is back.", { name: row_label(kind.entity, { ...row }) }) };
}

/** The record itself is read first: a part is added to what the reader may see, and to what is there. */
async function part_of({ tx, ctx, form, kind, id }: Act): Promise<Part> {
  await kind.rows.get(tx, id);
  return part_named(actor_of(ctx.state), kind.entity, text_of(form, "part"));
}

async function add_part(it: Act): Promise<Toast> {
  const { tx, ctx, form, id } = it;
  const part = await part_of(it);
  const prefix = `${part.entity.name}.`;
  const columns = form_columns(part.entity, "create", [part.by.name]);
  const typed = typed_values(columns, (name) => form.has(name) ? text_of(form, name) : undefined, prefix);
  await part.rows.create(tx, { ...await input_of(tx, columns, typed, zone_of(ctx.state)), [part.by.name]: id });
  return { tone: "ok", text: t("{thing} added.", { thing: t(part.entity.label) }) };
}

async function remove_part(it: Act): Promise<Toast> {
  const { tx, form, id, here, kind } = it;
  const part = await part_of(it);
  const row = await part.rows.get(tx, text_of(form, "part_id"));
  if (row[part.by.name] !== id) {
    throw invalid("part_id", row.id, `belongs to another ${kind.entity.label.toLowerCase()}`, "Reload the page.");
  }
  const { ended_by } = part.entity;
  if (ended_by && !is_to_come(tx, row)) {
    await part.rows.update(tx, row.id, { [ended_by]: tx.now().toString() });
    return { tone: "ok", text: t("{thing} ended.", { thing: t(part.entity.label) }) };
  }
  await part.rows.remove(tx, row.id);
  const undo = part.may.update
    ? { undo: { action: here, fields: { action: "restore_part", part: part.entity.name, part_id: row.id } } }
    : {};
  return { tone: "ok", text: t("{thing} removed.", { thing: t(part.entity.label) }), ...undo };
}

/** A relation that has not begun has no past to keep: it is removed. */
const is_to_come = (tx: Tx, row: Readonly<Record<string, unknown>>): boolean =>
  typeof row.since === "string" && Temporal.Instant.compare(row.since, tx.now()) > 0;

async function restore_part(it: Act): Promise<Toast> {
  const part = await part_of(it);
  await part.rows.update(it.tx, text_of(it.form, "part_id"), { is_active: true });
  return { tone: "ok", text: t("{thing} is back.", { thing: t(part.entity.label) }) };
}
