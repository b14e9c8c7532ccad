/** Calling a job off without the dialog: where no script runs, and where a refusal comes back with the reason still typed. */
import { page } from "fresh";
import { PageHeader } from "~/components/page_header.tsx";
import { Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { cancel, technicians_of, work_order_actions, work_orders } from "~/domain/work_orders/mod.ts";
import { conflict } from "~/domain/kernel/errors.ts";
import { AdminPage } from "../../../(_web)/admin_page.tsx";
import { text_of } from "../../../(_web)/forms.ts";
import { action, actions, failure_of, go, reads } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { plain_errors } from "../../../(_web)/records/problems.ts";
import { choice_label } from "../../../(_web)/records/labels.ts";
import { define } from "../../../(_web)/state.ts";
import { CancelForm } from "../(_order)/cancel_form.tsx";

export default define.page<typeof handler>(function CancelPage({ data: { row, technician }, state, url }) {
  const failure = failure_of(state);
  return (
    <AdminPage
      state={state}
      url={url}
      title={t("Cancel")}
      crumbs={[{ label: row.number ?? "", href: paths.admin.work_order(row.id) }]}
    >
      <div class="max-w-[640px]">
        <PageHeader title={t("Cancel {number}?", { number: row.number ?? "" })} lead={row.title} />
        {failure && <FormErrors errors={plain_errors(failure.error, ["reason"])} />}
        <Panel class="p-5">
          <CancelForm row={row} state={state} technician={technician?.name ?? null} />
        </Panel>
      </div>
    </AdminPage>
  );
});

const show = reads("work-orders:dispatch", async (tx, ctx) => {
  const row = await work_orders.get(tx, ctx.params.id ?? "");
  const [technician = null] = await technicians_of(tx, row.id);
  if (!failure_of(ctx.state) && !work_order_actions(tx.actor, row, false).some(({ verb }) => verb === "cancel")) {
    throw conflict(
      "status",
      choice_label(row.status),
      "is no state from which a work order is canceled",
      "Look at its page for what can be done.",
    );
  }
  ctx.state.title = t("Cancel {number}", { number: row.number ?? "" });
  return page({ row, technician });
});

const save = action("work-orders:dispatch", async (tx, ctx, form) => {
  const row = await cancel(tx, ctx.params.id ?? "", text_of(form, "reason").trim(), text_of(form, "version") || null);
  return go(ctx, paths.admin.work_order(row.id), {
    tone: "ok",
    text: t("{number} is canceled.", { number: row.number ?? "" }),
  });
});

export const handler = define.handlers({ GET: show, POST: actions({ save }, show) });
