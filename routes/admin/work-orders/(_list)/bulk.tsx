/** What is done with many jobs at once: send them out, weigh them, call them off. One refused job refuses them all, and is named. */
import { Button } from "~/components/button.tsx";
import { Dialog } from "~/components/dialog.tsx";
import { TextField } from "~/components/form/text_field.tsx";
import { Icon } from "~/components/icon.tsx";
import { BulkBar } from "~/components/list/bulk_bar.tsx";
import { command, MenuPanel } from "~/components/menu.tsx";
import { t } from "~/components/text.ts";
import { type Actor, can } from "~/domain/kernel/actor.ts";
import { work_order } from "~/domain/work_orders/mod.ts";
import { csrf_field } from "../../../(_web)/csrf.ts";
import { value_of } from "../../../(_web)/pages.ts";
import { bulk_form } from "../../../(_web)/records/bulk.tsx";
import { choice_label } from "../../../(_web)/records/labels.ts";
import { href_of, type ListState } from "../../../(_web)/records/list_state.ts";
import type { State } from "../../../(_web)/state.ts";

export const priorities = work_order.column("priority")?.choices ?? [];

export const may_bulk = (actor: Actor): boolean =>
  can(actor, "work-orders:dispatch") || can(actor, "work-orders:update");

export function OrderBulkBar({ state, list, actor }: { state: State; list: ListState; actor: Actor }) {
  const may_plan = can(actor, "work-orders:dispatch");
  return (
    <BulkBar
      id={bulk_form}
      action={list.path}
      actions={may_plan ? [{ label: t("Send to technicians"), icon: "send", value: "send" }] : []}
      fields={{ [csrf_field]: state.csrf, back: href_of(list.path, list.search) }}
    >
      {can(actor, "work-orders:update") && (
        <>
          <button type="button" class="bulk-btn" popovertarget="bulk-priority">
            <Icon name="flag" />
            {t("Priority")}
            <Icon name="chevron-down" class="size-3" />
          </button>
          <MenuPanel
            id="bulk-priority"
            label={t("Priority")}
            align="start"
            entries={priorities.map((value) => ({
              label: choice_label(value),
              name: "action",
              value: `weigh:${value}`,
            }))}
          />
        </>
      )}
      {may_plan && (
        <>
          <button type="button" class="bulk-btn" {...command("bulk-cancel", "show-modal")}>
            <Icon name="ban" />
            {t("Cancel…")}
          </button>
          <Dialog
            id="bulk-cancel"
            title={t("Cancel the selected work orders?")}
            lead={t(
              "Their technicians are free again, and customers read that the visit is canceled. It cannot be taken back.",
            )}
          >
            <div class="grid gap-4">
              <TextField
                name="reason"
                label={t("Reason, for the staff")}
                value={value_of(state, "reason", "")}
                maxLength={300}
                autocomplete="off"
              />
              <div class="flex justify-end gap-2">
                <Button type="button" {...command("bulk-cancel", "close")}>{t("Keep them")}</Button>
                <Button variant="destroy" name="action" value="cancel">{t("Cancel work orders")}</Button>
              </div>
            </div>
          </Dialog>
        </>
      )}
    </BulkBar>
  );
}
