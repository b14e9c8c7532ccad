import { page } from "fresh";
import { Split } from "~/components/detail/fact_list.tsx";
import { Card, Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { NoteComposer } from "~/components/work/note_composer.tsx";
import { can } from "~/domain/kernel/actor.ts";
import { work_orders } from "~/domain/work_orders/mod.ts";
import FileLimits from "~/islands/FileLimits.tsx";
import FilePreview from "~/islands/FilePreview.tsx";
import UnsavedGuard from "~/islands/UnsavedGuard.tsx";
import { AdminPage } from "../../../(_web)/admin_page.tsx";
import { csrf_field } from "../../../(_web)/csrf.ts";
import { declare } from "../../../(_web)/declared.ts";
import { actor_of } from "../../../(_web)/middlewares.ts";
import { type Ctx, failure_of, reads } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import type { Reading } from "../../../(_web)/records/value.tsx";
import { zone_of } from "../../../(_web)/records/zone.ts";
import { define, type State } from "../../../(_web)/state.ts";
import { limits_text, upload_actions, upload_limits } from "../../../(_web)/uploads.ts";
import { order_actions, seen_by } from "../(_order)/actions.ts";
import { DetailsCard, PlaceCard, PlanCard, SkillsCard, TicketCard } from "../(_order)/aside.tsx";
import { OrderHeader } from "../(_order)/header.tsx";
import { type OrderData, read_order } from "../(_order)/read.ts";
import { Refusal } from "../(_order)/refusal.tsx";
import { order_stream } from "../(_order)/stream.ts";
import { VendorCard } from "../(_order)/vendor_card.tsx";
import { OrderTimeline } from "../(_order)/timeline.tsx";

/** A work order: what is to be done, what happened, and what is known beside it. */
export default define.page<typeof handler>(function WorkOrderPage({ data, state, url }) {
  const { row, kind } = data;
  const read: Reading = { actor: actor_of(state), zone: zone_of(state), now: data.now };
  const parts = { data, state, read };
  return (
    <AdminPage
      state={state}
      url={url}
      title={row.number ?? row.title}
      live={[`work_order:${row.id}`]}
      commands={commands_of(data, read)}
    >
      <OrderHeader {...parts} />
      <Refusal entity={kind.entity} state={state} read={read} last={data.history.found.items[0]} />
      <Split
        aside={
          <>
            <PlanCard {...parts} />
            <VendorCard {...parts} />
            <SkillsCard {...parts} />
            <PlaceCard {...parts} />
            <TicketCard {...parts} />
            <DetailsCard {...parts} />
          </>
        }
      >
        {row.completion_notes && (
          <Card title={t("What was done")}>
            <p class="whitespace-pre-wrap break-words">{row.completion_notes}</p>
          </Card>
        )}
        {row.description && (
          <Card title={t("Instructions")}>
            <p class="whitespace-pre-wrap break-words">{row.description}</p>
          </Card>
        )}
        <Panel class="p-4 grid gap-4 min-w-0" label={t("What happened")}>
          <OrderTimeline items={order_stream(data.history, data.notes, data.files)} entity={kind.entity} read={read} />
          <Composer data={data} state={state} />
        </Panel>
      </Split>
      <UnsavedGuard />
    </AdminPage>
  );
});

function commands_of({ row, kind }: OrderData, { actor }: Reading) {
  const number = row.number ?? "";
  return [
    ...(can(actor, "work-orders:dispatch") && ["draft", "scheduled", "dispatched"].includes(row.status)
      ? [{ label: t("Plan {number}", { number }), href: paths.admin.dispatch(row.id), icon: "wrench" as const }]
      : []),
    ...(can(actor, "work-orders:note")
      ? [{
        label: t("Write a note on {number}", { number }),
        href: `${paths.admin.work_order(row.id)}#composer`,
        icon: "wrench" as const,
      }]
      : []),
    {
      label: t("History of {number}", { number }),
      href: paths.admin.history(kind.entity, row.id),
      icon: "wrench" as const,
    },
  ];
}

function Composer({ data: { row }, state }: { data: OrderData; state: State }) {
  if (!row.is_active || !can(actor_of(state), "work-orders:note")) return null;
  const failure = failure_of(state);
  const failed = failure?.values.action === "note" ? failure : null;
  const { config } = state.house.platform;
  return (
    <NoteComposer
      action={paths.admin.work_order(row.id)}
      fields={{ [csrf_field]: state.csrf, action: "note" }}
      body={failed?.values.body ?? ""}
      visibility={seen_by(failed?.values.visibility ?? "")}
      error={failed ? t("Not added. Your words are still here; choose files again.") : undefined}
      limits={limits_text(config)}
      preview={
        <>
          <FilePreview input="composer-files" />
          <FileLimits input="composer-files" {...upload_limits(config)} />
        </>
      }
    />
  );
}

const show = reads("work-orders:read", async (tx, ctx) => {
  const data = await read_order(tx, ctx);
  ctx.state.title = `${data.row.number} ${data.row.title}`;
  return page(data);
});

/** A technician's bell leads here, too: who does jobs and reads no others gets the page made for the door. */
const lead_to_door = reads<OrderData>("work-orders:execute", async (tx, ctx) => {
  const { id } = await work_orders.fetch(tx, ctx.params.id ?? "");
  return ctx.redirect(paths.field.job(id), 303);
});
const open = (ctx: Ctx) => {
  const actor = actor_of(ctx.state);
  const on_site = can(actor, "work-orders:execute") && !can(actor, "work-orders:read");
  return on_site ? lead_to_door(ctx) : show(ctx);
};

export const handler = define.handlers({
  GET: declare(open, { permission: ["work-orders:read", "work-orders:execute"] }),
  POST: upload_actions(order_actions, show),
});
