import { page } from "fresh";
import { Split } from "~/components/detail/fact_list.tsx";
import { KeyHints } from "~/components/list/key_hints.tsx";
import { Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { TicketComposer } from "~/components/tickets/ticket_composer.tsx";
import { TicketTimeline } from "~/components/tickets/ticket_timeline.tsx";
import { can } from "~/domain/kernel/actor.ts";
import { offers } from "~/domain/kernel/transitions.ts";
import FileLimits from "~/islands/FileLimits.tsx";
import FilePreview from "~/islands/FilePreview.tsx";
import TicketKeys from "~/islands/TicketKeys.tsx";
import DraftGuard from "~/islands/DraftGuard.tsx";
import { AdminPage } from "../../../(_web)/admin_page.tsx";
import { csrf_field } from "../../../(_web)/csrf.ts";
import { actor_of } from "../../../(_web)/middlewares.ts";
import { failure_of, reads } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { choice_label } from "../../../(_web)/records/labels.ts";
import type { Reading } from "../../../(_web)/records/value.tsx";
import { zone_of } from "../../../(_web)/records/zone.ts";
import { define, type State } from "../../../(_web)/state.ts";
import { limits_text, upload_actions, upload_limits } from "../../../(_web)/uploads.ts";
import { ticket_actions } from "../(_ticket)/actions.ts";
import { DetailsCard, DueCard, SubscriberCard, VisitCard } from "../(_ticket)/aside.tsx";
import { TicketHeader } from "../(_ticket)/header.tsx";
import { change_words, Refusal } from "../(_ticket)/meanwhile.tsx";
import { read_ticket, type TicketData } from "../(_ticket)/read.ts";

/** A ticket: what happened, what is said next, and what is known beside it. */
export default define.page<typeof handler>(function TicketPage({ data, state, url }) {
  const { row, kind } = data;
  const actor = actor_of(state);
  const read: Reading = { actor, zone: zone_of(state), now: data.now };
  const parts = { data, state, read };
  const here = paths.admin.ticket(row.id);
  const commands = [
    { label: t("Answer {number}", { number: row.number ?? "" }), href: `${here}#composer`, icon: "ticket" },
    ...(can(actor, "work-orders:create")
      ? [{
        label: t("Create work order for {number}", { number: row.number ?? "" }),
        href: paths.admin.new_work_order(row.id),
        icon: "wrench",
      }]
      : []),
    ...(kind.may.update
      ? [{
        label: t("Edit {number}", { number: row.number ?? "" }),
        href: paths.admin.edit(kind.entity, row.id),
        icon: "ticket",
      }]
      : []),
    {
      label: t("History of {number}", { number: row.number ?? "" }),
      href: paths.admin.history(kind.entity, row.id),
      icon: "ticket",
    },
    ...(row.subscriber_id && can(actor, "subscribers:read")
      ? [{
        label: t("Customer of {number}", { number: row.number ?? "" }),
        hint: String(row.subscriber_label ?? ""),
        href: paths.admin.subscriber(row.subscriber_id),
        icon: "user",
      }]
      : []),
  ];
  return (
    <AdminPage
      state={state}
      url={url}
      title={row.number ?? row.subject}
      live={[`ticket:${row.id}`, "work-orders"]}
      commands={commands}
    >
      <TicketHeader {...parts} />
      <Refusal {...parts} />
      <Split
        aside={
          <>
            <DueCard {...parts} />
            <SubscriberCard {...parts} />
            <VisitCard {...parts} />
            <DetailsCard {...parts} />
          </>
        }
      >
        <Panel class="p-4 grid gap-4 min-w-0" label={t("Conversation")}>
          <TicketTimeline
            items={data.items}
            description={row.description ?? null}
            now={data.now}
            zone={read.zone}
            file_href={paths.admin.attachment}
            {...(can(actor, "work-orders:read") ? { visit_href: paths.admin.work_order } : {})}
            say_change={(change) => change_words(kind.entity, change, read.zone)}
            channel={(value) => choice_label(value).toLowerCase()}
            system={t("System")}
          />
          <Composer data={data} state={state} />
        </Panel>
      </Split>
      <TicketKeys />
      <DraftGuard />
    </AdminPage>
  );
});

function Composer({ data: { row, kind, contact, subscriber }, state }: { data: TicketData; state: State }) {
  const actor = actor_of(state);
  const failure = failure_of(state);
  const failed = failure?.values.action === "say" ? failure : null;
  const { config } = state.house.platform;
  const final = row.status === "closed" || row.status === "canceled";
  const may = { reply: can(actor, "tickets:reply") && !final, note: can(actor, "tickets:note") };
  if (!row.is_active || (!may.reply && !may.note)) return null;
  const moves = offers(actor, kind.entity, row);
  const leads_to = (to: string) => moves.some((move) => move.to === to && move.reason === null);
  const reader = contact?.name ?? subscriber?.name ??
    (row.subscriber_label ? String(row.subscriber_label) : t("the customer"));
  return (
    <TicketComposer
      action={paths.admin.ticket(row.id)}
      fields={{ [csrf_field]: state.csrf, action: "say" }}
      body={failed?.values.body ?? ""}
      visibility={failed?.values.visibility === "internal" ? "internal" : "public"}
      may={may}
      to={t("to {name}, in the portal and by e-mail", { name: reader })}
      sends={[
        ...(leads_to("pending") ? [{ label: t("Send and wait for customer"), value: "pending" }] : []),
        ...(leads_to("resolved") ? [{ label: t("Send and resolve"), value: "resolved" }] : []),
      ]}
      error={failed ? t("Not sent. Your words are still here; choose files again.") : undefined}
      limits={limits_text(config)}
      preview={
        <>
          <FilePreview input="composer-files" />
          <FileLimits input="composer-files" {...upload_limits(config)} />
        </>
      }
      hints={
        <KeyHints
          hints={[{ keys: ["r"], label: t("reply") }, { keys: ["n"], label: t("note") }, {
            keys: ["a"],
            label: t("assign"),
          }, { keys: ["e"], label: t("edit subject") }]}
        />
      }
    />
  );
}

const show = reads("tickets:read", async (tx, ctx) => {
  const data = await read_ticket(tx, ctx);
  ctx.state.title = `${data.row.number} ${data.row.subject}`;
  return page(data);
});

export const handler = define.handlers({ GET: show, POST: upload_actions(ticket_actions, show) });
