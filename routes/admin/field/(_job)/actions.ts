/** What a technician does on site. No version is asked for: a weight changed at the desk must not refuse the work that is done. */
import { t } from "~/components/text.ts";
import { add_note, complete, start } from "~/domain/work_orders/mod.ts";
import { text_of } from "../../../(_web)/forms.ts";
import { type Ctx, go } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { upload_action, type UploadAction } from "../../../(_web)/uploads.ts";

const id_of = (ctx: Ctx): string => ctx.params.id ?? "";
const words_of = (form: FormData, name: string): string => text_of(form, name).replaceAll("\r\n", "\n").trim();
const seen_by = (form: FormData) => form.has("visible") ? "public" : "internal";

export const job_actions: Record<string, UploadAction> = {
  start: upload_action("work-orders:execute", async (tx, ctx) => {
    const row = await start(tx, id_of(ctx));
    return go(ctx, paths.field.job(row.id), {
      tone: "ok",
      text: t("{number} has begun.", { number: row.number ?? "" }),
    });
  }),

  complete: upload_action("work-orders:execute", async (tx, ctx, form, files) => {
    const row = await complete(
      tx,
      id_of(ctx),
      { notes: words_of(form, "notes") || null, visibility: seen_by(form) },
      files,
    );
    return go(ctx, paths.field.job(row.id), {
      tone: "ok",
      text: t("{number} is completed.", { number: row.number ?? "" }),
    });
  }),

  note: upload_action("work-orders:note", async (tx, ctx, form, files) => {
    await add_note(tx, id_of(ctx), words_of(form, "body"), seen_by(form), files);
    return go(ctx, paths.field.job(id_of(ctx)), { tone: "ok", text: t("Note added.") });
  }),
};
