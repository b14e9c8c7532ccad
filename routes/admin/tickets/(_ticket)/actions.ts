/** What the forms of a ticket's page do. */
import { t } from "~/components/text.ts";
import { latest_id } from "~/components/tickets/ticket_timeline.tsx";
import type { StagedFile } from "~/domain/kernel/attachments.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { add_note, assign, reply, ticket, tickets } from "~/domain/tickets/mod.ts";
import { text_of } from "../../../(_web)/forms.ts";
import { type Ctx, go } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { record_kind } from "../../../(_web)/records/entity_of.ts";
import { input_of, typed_values } from "../../../(_web)/records/form_values.ts";
import { choice_label, field_label } from "../../../(_web)/records/labels.ts";
import { zone_of } from "../../../(_web)/records/zone.ts";
import { upload_action, type UploadAction } from "../../../(_web)/uploads.ts";

const id_of = (ctx: Ctx): string => ctx.params.id ?? "";
const version_of = (form: FormData): string | null => text_of(form, "version") || null;

/** Facts that are edited where they stand. The rest has the form of the whole record. */
export const inline_fields = ["subject", "assigned_to_id", "priority", "due_at", "tags"] as const;

export const ticket_actions: Record<string, UploadAction> = {
  say: upload_action("tickets:read", async (tx, ctx, form, files) => {
    const text = await say(tx, id_of(ctx), form, files);
    return go(ctx, `${paths.admin.ticket(id_of(ctx))}#${latest_id}`, { tone: "ok", text });
  }),

  move: upload_action("tickets:read", async (tx, ctx, form) => {
    const row = await tickets.update(
      tx,
      id_of(ctx),
      validated(ticket.update, { status: text_of(form, "to") }),
      version_of(form),
    );
    return go(ctx, paths.admin.ticket(row.id), {
      tone: "ok",
      text: t("{number} is {state} now.", { number: row.number ?? "", state: choice_label(row.status).toLowerCase() }),
    });
  }),

  take: upload_action("tickets:assign", async (tx, ctx, form) => {
    const before = await tickets.get(tx, id_of(ctx));
    const row = await assign(tx, id_of(ctx), tx.actor.person_id, version_of(form));
    const undo = {
      action: paths.admin.ticket(row.id),
      fields: { action: "edit", field: "assigned_to_id", assigned_to_id: before.assigned_to_id ?? "" },
    };
    return go(ctx, paths.admin.ticket(row.id), {
      tone: "ok",
      text: t("{number} is yours.", { number: row.number ?? "" }),
      undo,
    });
  }),

  edit: upload_action("tickets:read", async (tx, ctx, form) => {
    const { entity } = record_kind(tx.actor, "tickets");
    const name = text_of(form, "field");
    const column = inline_fields.some((each) => each === name) ? entity.column(name) : undefined;
    if (!column) {
      throw invalid("field", name, "is no fact that is edited here", `Use one of ${inline_fields.join(", ")}.`);
    }
    const input = await input_of(
      tx,
      [column],
      typed_values([column], (each) => form.has(each) ? text_of(form, each) : undefined),
      zone_of(ctx.state),
    );
    if (name === "assigned_to_id") await assign(tx, id_of(ctx), text_of(form, name) || null, version_of(form));
    else await tickets.update(tx, id_of(ctx), validated(ticket.update, input), version_of(form));
    return go(ctx, paths.admin.ticket(id_of(ctx)), {
      tone: "ok",
      text: t("{field} saved.", { field: field_label(column) }),
    });
  }),
};

async function say(tx: Tx, id: string, form: FormData, files: readonly StagedFile[]): Promise<string> {
  const body = text_of(form, "body").replaceAll("\r\n", "\n");
  if (text_of(form, "visibility") === "internal") {
    await add_note(tx, id, body, files);
    return t("Note added. Only your team sees it.");
  }
  const then = text_of(form, "then");
  if (then === "") {
    await reply(tx, id, body, files);
    return t("Answer sent.");
  }
  if (then !== "pending" && then !== "resolved") {
    throw invalid("then", then, "is no state that an answer leads to", "Use pending, resolved, or nothing.");
  }
  await reply(tx, id, body, files, { status: then });
  return then === "pending" ? t("Answer sent. Waiting for the customer.") : t("Answer sent, ticket resolved.");
}
