/** What the forms of a work order's page do. */
import { t } from "~/components/text.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { give_to_vendor, take_back } from "~/domain/vendors/mod.ts";
import {
  add_note,
  dispatch,
  type NoteVisibility,
  schedule,
  set_required_skills,
  start,
  technicians_of,
  unassign,
  work_order,
  work_orders,
} from "~/domain/work_orders/mod.ts";
import type { Toast } from "../../../(_web)/flash.ts";
import { text_of } from "../../../(_web)/forms.ts";
import { type Ctx, go } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { record_kind } from "../../../(_web)/records/entity_of.ts";
import { input_of, typed_values } from "../../../(_web)/records/form_values.ts";
import { field_label } from "../../../(_web)/records/labels.ts";
import { resolve_text } from "../../../(_web)/records/lookup.ts";
import { from_local, zone_of } from "../../../(_web)/records/zone.ts";
import { upload_action, type UploadAction } from "../../../(_web)/uploads.ts";
import { latest_id } from "./timeline.tsx";

const note_said: Record<NoteVisibility, () => string> = {
  public: () => t("Note added. The customer reads it with the visit."),
  vendor: () => t("Note added. The contractor reads it with the job."),
  internal: () => t("Note added. Only your team sees it."),
};

/** Internal, unless the form says plainly otherwise. */
export const seen_by = (text: string): NoteVisibility => text === "public" || text === "vendor" ? text : "internal";

const id_of = (ctx: Ctx): string => ctx.params.id ?? "";
const version_of = (form: FormData): string | null => text_of(form, "version") || null;

/** Facts that are edited where they stand. The rest has the form of the whole record. */
export const inline_fields = ["title", "priority", "work_type", "estimated_duration_minutes"] as const;

/** A form that leads back to the page of the job. */
const order_action = (
  permission: string,
  run: (tx: Tx, id: string, form: FormData, ctx: Ctx) => Promise<Toast>,
): UploadAction =>
  upload_action(
    permission,
    async (tx, ctx, form) => go(ctx, paths.admin.work_order(id_of(ctx)), await run(tx, id_of(ctx), form, ctx)),
  );

export const order_actions: Record<string, UploadAction> = {
  dispatch: order_action("work-orders:dispatch", async (tx, id, form) => {
    const row = await dispatch(tx, id, version_of(form));
    const [technician] = await technicians_of(tx, id);
    return {
      tone: "ok",
      text: t("{number} is sent to {name}.", {
        number: row.number ?? "",
        name: technician?.name ?? t("the technician"),
      }),
    };
  }),

  unassign: order_action("work-orders:dispatch", async (tx, id, form) => {
    const before = await work_orders.get(tx, id);
    const [technician] = await technicians_of(tx, id);
    const row = await unassign(tx, id, version_of(form));
    const back = technician && before.scheduled_start && before.scheduled_end
      ? {
        undo: {
          action: paths.admin.work_order(id),
          fields: {
            action: "plan_again",
            version: row.updated_at,
            technician_id: technician.id,
            start_at: before.scheduled_start,
            end_at: before.scheduled_end,
            was: before.status,
          },
        },
      }
      : {};
    return { tone: "ok", text: t("{number} is off the schedule.", { number: row.number ?? "" }), ...back };
  }),

  /** Takes "off the schedule" back. */
  plan_again: order_action("work-orders:dispatch", async (tx, id, form) => {
    const plan = {
      technician_id: text_of(form, "technician_id"),
      start_at: text_of(form, "start_at"),
      end_at: text_of(form, "end_at"),
    };
    const row = await schedule(tx, id, plan, version_of(form));
    if (text_of(form, "was") === "dispatched") await dispatch(tx, id);
    return { tone: "ok", text: t("{number} is planned as before.", { number: row.number ?? "" }) };
  }),

  start: order_action("work-orders:execute", async (tx, id, form) => {
    const row = await start(tx, id, version_of(form));
    return { tone: "ok", text: t("{number} has begun.", { number: row.number ?? "" }) };
  }),

  skills: order_action("work-orders:update", async (tx, id, form) => {
    await set_required_skills(tx, id, form.getAll("skills").filter((each) => typeof each === "string"));
    return { tone: "ok", text: t("Required skills saved.") };
  }),

  edit: order_action("work-orders:update", async (tx, id, form, ctx) => {
    const { entity } = record_kind(tx.actor, "work-orders");
    const name = text_of(form, "field");
    const column = inline_fields.some((each) => each === name) ? entity.column(name) : undefined;
    if (!column) {
      throw invalid("field", name, "is no fact that is edited here", `Use one of ${inline_fields.join(", ")}.`);
    }
    const typed = typed_values([column], (each) => form.has(each) ? text_of(form, each) : undefined);
    await work_orders.update(
      tx,
      id,
      validated(work_order.update, await input_of(tx, [column], typed, zone_of(ctx.state))),
      version_of(form),
    );
    return { tone: "ok", text: t("{field} saved.", { field: field_label(column) }) };
  }),

  give: order_action("work-orders:dispatch", async (tx, id, form, ctx) => {
    const typed = text_of(form, "vendor_id_text");
    const vendor_id = text_of(form, "vendor_id") || (typed ? (await resolve_text(tx, "vendor", typed))?.id : undefined);
    if (!vendor_id) {
      throw invalid(
        "vendor_id",
        typed,
        typed ? "names no single vendor" : "is missing",
        "Type a name and choose from the list.",
      );
    }
    const typed_start = text_of(form, "start_at");
    const start_at = typed_start ? from_local(typed_start, zone_of(ctx.state)) : null;
    if (typed_start && !start_at) {
      throw invalid("start_at", typed_start, "is no day and time", "Write it as 2026-03-02T09:00.");
    }
    const row = await give_to_vendor(tx, id, {
      vendor_id,
      start_at,
    });
    return { tone: "ok", text: t("{number} is in the contractor's hands.", { number: row.number ?? "" }) };
  }),

  take_back: order_action("work-orders:dispatch", async (tx, id) => {
    const row = await take_back(tx, id);
    return { tone: "ok", text: t("{number} is back: the contractor sees it no more.", { number: row.number ?? "" }) };
  }),

  note: upload_action("work-orders:note", async (tx, ctx, form, files) => {
    const seen = seen_by(text_of(form, "visibility"));
    await add_note(tx, id_of(ctx), text_of(form, "body").replaceAll("\r\n", "\n"), seen, files);
    return go(ctx, `${paths.admin.work_order(id_of(ctx))}#${latest_id}`, { tone: "ok", text: note_said[seen]() });
  }),
};
