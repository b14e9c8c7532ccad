/** What the forms of the list do. Every one leads back to the list as it was. */
import { t } from "~/components/text.ts";
import { DomainError, invalid } from "~/domain/kernel/errors.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { cancel, dispatch, work_order, work_orders } from "~/domain/work_orders/mod.ts";
import type { Toast } from "../../../(_web)/flash.ts";
import { text_of } from "../../../(_web)/forms.ts";
import { local_path } from "../../../(_web)/local_path.ts";
import { type Action, action, go } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { drop_view, keep_view } from "../../../(_web)/records/views.tsx";
import { record_kind } from "../../../(_web)/records/entity_of.ts";
import { priorities } from "./bulk.tsx";

type Run = (tx: Tx, form: FormData) => Promise<Toast>;

const list_action = (permission: string, run: Run): Action =>
  action(
    permission,
    async (tx, ctx, form) => go(ctx, local_path(text_of(form, "back"), paths.admin.work_orders), await run(tx, form)),
  );

/** In the order of the ids, so that two dispatchers with the same rows wait for each other instead of deadlocking. */
function ids_of(form: FormData): string[] {
  const ids = [...new Set(form.getAll("ids").filter((id) => typeof id === "string"))].sort();
  if (ids.length === 0 || ids.length > 200) {
    throw invalid("ids", ids.length, "must name 1 to 200 work orders", "Tick the rows first.");
  }
  return ids;
}

/** A refusal of one among many says which one. */
async function each(tx: Tx, ids: readonly string[], run: (id: string) => Promise<unknown>): Promise<void> {
  for (const id of ids) {
    try {
      await run(id);
    } catch (error) {
      if (!(error instanceof DomainError) || error.status >= 500) throw error;
      const { number } = await work_orders.get(tx, id);
      const said = error.details.map(({ message, remedy }) =>
        [message.replace(/\.$/, ""), remedy].filter(Boolean).join(". ")
      ).join(" ") || error.message;
      throw new DomainError(error.code, number && said.includes(number) ? said : `${number}: ${said}`, {
        cause: error,
      });
    }
  }
}

export const list_actions: Record<string, Action> = {
  send: list_action("work-orders:dispatch", async (tx, form) => {
    const ids = ids_of(form);
    await each(tx, ids, (id) => dispatch(tx, id));
    return {
      tone: "ok",
      text: t.n(ids.length, "One work order sent to its technician.", "{n} work orders sent to their technicians."),
    };
  }),
  cancel: list_action("work-orders:dispatch", async (tx, form) => {
    const ids = ids_of(form);
    const reason = text_of(form, "reason").trim();
    if (!reason) throw invalid("reason", "", "is required", "Say in a few words why these visits do not take place.");
    await each(tx, ids, (id) => cancel(tx, id, reason));
    return { tone: "ok", text: t.n(ids.length, "One work order canceled.", "{n} work orders canceled.") };
  }),
  ...Object.fromEntries(priorities.map((to) => [
    `weigh:${to}`,
    list_action("work-orders:update", async (tx, form) => {
      const done = await work_orders.bulk_update(tx, ids_of(form), work_order.update.parse({ priority: to }));
      return {
        tone: "ok",
        text: t.n(done.length, "Priority of one work order changed.", "Priority of {n} work orders changed."),
      };
    }),
  ])),
  save_view: action("work-orders:read", async (tx, ctx, form) => {
    const { view, href } = await keep_view(
      tx,
      record_kind(tx.actor, "work-orders").entity,
      form,
      paths.admin.work_orders,
    );
    return go(ctx, href, { tone: "ok", text: t("View “{name}” saved.", { name: view.name }) });
  }),
  delete_view: action("work-orders:read", async (tx, ctx, form) => {
    await drop_view(tx, form);
    return go(ctx, paths.admin.work_orders, { tone: "ok", text: t("View deleted.") });
  }),
};
