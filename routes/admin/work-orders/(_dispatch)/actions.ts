/** Giving a job its technician and window, and taking that back. */
import { t } from "~/components/text.ts";
import { window_text } from "~/components/work/window_text.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { dispatch, schedule, technicians_of, unassign, work_orders, type WorkOrder } from "~/domain/work_orders/mod.ts";
import type { Toast } from "../../../(_web)/flash.ts";
import { text_of } from "../../../(_web)/forms.ts";
import { type Action, action, type Ctx, go } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { zone_of } from "../../../(_web)/records/zone.ts";
import { type Window, window_of } from "./asked_window.ts";

const id_of = (ctx: Ctx): string => ctx.params.id ?? "";
const version_of = (form: FormData): string | null => text_of(form, "version") || null;

export const dispatch_actions: Record<string, Action> = {
  assign: action("work-orders:dispatch", async (tx, ctx, form) => {
    const id = id_of(ctx);
    const zone = zone_of(ctx.state);
    const { technician_id, window } = picked(form, zone);
    const before = await work_orders.get(tx, id);
    const [had] = await technicians_of(tx, id);
    const planned = await schedule(tx, id, { technician_id, ...window }, version_of(form));
    const sent = form.has("send");
    const row = sent ? await dispatch(tx, id) : planned;
    const [technician] = await technicians_of(tx, id);
    const values = {
      number: row.number ?? "",
      name: technician?.name ?? "",
      window: window_text(window.start_at, window.end_at, tx.now().toString(), zone),
    };
    const text = sent
      ? t("{number} is sent to {name}: {window}.", values)
      : t("{number} is planned for {name}: {window}.", values);
    return go(ctx, paths.admin.work_order(id), { tone: "ok", text, undo: undo_of(row, before, had?.id) });
  }),

  undo: action("work-orders:dispatch", async (tx, ctx, form) => {
    const row = await take_back(tx, id_of(ctx), form);
    return go(ctx, paths.admin.work_order(row.id), {
      tone: "ok",
      text: row.status === "draft"
        ? t("{number} is unplanned again.", { number: row.number ?? "" })
        : t("{number} is planned as before.", { number: row.number ?? "" }),
    });
  }),
};

/** A candidate's button sends the technician alone, a slot's button its window as well. */
function picked(form: FormData, zone: string): { technician_id: string; window: Window } {
  const [technician_id = "", start_at, end_at] = text_of(form, "pick").split(" ");
  if (start_at && end_at) return { technician_id, window: { start_at, end_at } };
  return {
    technician_id,
    window: window_of(
      { date: text_of(form, "date"), time: text_of(form, "time"), duration: text_of(form, "duration") },
      zone,
    ),
  };
}

/** The version lets a toast that is late take back nothing that others did meanwhile. */
function undo_of(row: WorkOrder, before: WorkOrder, had: string | undefined): NonNullable<Toast["undo"]> {
  const back = had && before.scheduled_start && before.scheduled_end
    ? { technician_id: had, start_at: before.scheduled_start, end_at: before.scheduled_end, was: before.status }
    : {};
  return { action: paths.admin.dispatch(row.id), fields: { action: "undo", version: row.updated_at, ...back } };
}

async function take_back(tx: Tx, id: string, form: FormData): Promise<WorkOrder> {
  const [technician_id, start_at, end_at] = ["technician_id", "start_at", "end_at"].map((name) => text_of(form, name));
  if (!technician_id || !start_at || !end_at) return await unassign(tx, id, version_of(form));
  const row = await schedule(tx, id, { technician_id, start_at, end_at }, version_of(form));
  return text_of(form, "was") === "dispatched" ? await dispatch(tx, id) : row;
}
