/** One event: what it carried, what each handler made of it, whom it was sent to. */
import { page, type PageProps } from "fresh";
import { StatusBadge } from "~/components/badge.tsx";
import { Button } from "~/components/button.tsx";
import { FactList, Split } from "~/components/detail/fact_list.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { type Column, DataTable } from "~/components/list/data_table.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Card, Panel } from "~/components/panel.tsx";
import { delivery_look } from "~/components/system/delivery_log.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { can } from "~/domain/kernel/actor.ts";
import type { Row } from "~/domain/kernel/entity.ts";
import { event_outcomes, type EventOutcome, events, replay_event } from "~/domain/operations/mod.ts";
import { webhook_deliveries, type webhook_delivery } from "~/domain/webhooks/mod.ts";
import TimedRefresh from "~/islands/TimedRefresh.tsx";
import { AdminPage, Csrf } from "../../../(_web)/admin_page.tsx";
import { actor_of } from "../../../(_web)/middlewares.ts";
import { action, actions, failure_of, go, reads } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { choice_label, choice_tone } from "../../../(_web)/records/labels.ts";
import type { Reading } from "../../../(_web)/records/value.tsx";
import { zone_of } from "../../../(_web)/records/zone.ts";
import { define, type State } from "../../../(_web)/state.ts";
import { asked } from "../(_parts)/asked.ts";
import type { LoggedEvent } from "../(_parts)/data.ts";
import { Subject } from "../(_parts)/subject.tsx";

type Delivery = Row<typeof webhook_delivery> & Record<string, unknown>;
interface EventData {
  event: LoggedEvent;
  outcomes: EventOutcome[];
  /** Null where the reader may see none. */
  deliveries: Delivery[] | null;
  now: string;
}

export default define.page<typeof handler>(function EventPage({ data, state, url }: PageProps<EventData, State>) {
  const { event, outcomes, deliveries, now } = data;
  const read: Reading = { actor: actor_of(state), zone: zone_of(state), now };
  const failure = failure_of(state);
  return (
    <AdminPage state={state} url={url} title={event.type}>
      <PageHeader
        title={event.type}
        identity={
          <>
            <StatusBadge tone={choice_tone(event.status)} label={choice_label(event.status)} />
            <Subject type={event.subject_type} id={event.subject_id} actor={read.actor} />
          </>
        }
        actions={<Replay event={event} state={state} />}
      />
      {failure && <FormErrors errors={[{ message: failure.error.message }]} />}
      <Split aside={<Facts event={event} read={read} />}>
        <Card title={t("What it carries")}>
          <pre
            class="rounded-lg bg-sunken p-4 text-xs overflow-x-auto"
            tabIndex={0}
            aria-label={t("Payload")}
          ><code>{JSON.stringify(event.payload, null, 2)}</code></pre>
        </Card>
        <Panel>
          <h2 class="text-base font-semibold px-4 py-3">{t("What became of it")}</h2>
          {outcomes.length === 0
            ? (
              <p class="px-4 pb-4 text-sm text-ink-2">
                {event.status === "pending" ? t("It waits for its turn.") : t("Nothing in the house reacts to it.")}
              </p>
            )
            : (
              <DataTable
                caption={t("Handlers")}
                columns={outcome_columns(read)}
                rows={outcomes}
                row_id={(one) => one.handler}
              />
            )}
        </Panel>
        {deliveries && (
          <Panel>
            <h2 class="text-base font-semibold px-4 py-3">{t("Whom it was sent to")}</h2>
            {deliveries.length === 0
              ? <p class="px-4 pb-4 text-sm text-ink-2">{t("No webhook hears of it.")}</p>
              : (
                <DataTable
                  caption={t("Deliveries")}
                  columns={delivery_columns(read)}
                  rows={deliveries}
                  row_id={(one) => one.id}
                  row_href={(one) => paths.admin.webhook(one.endpoint_id)}
                />
              )}
          </Panel>
        )}
      </Split>
      {event.status === "pending" && <TimedRefresh seconds={3} href={url.pathname} />}
    </AdminPage>
  );
});

function Replay({ event, state }: { event: LoggedEvent; state: State }) {
  const lacking = can(actor_of(state), "events:replay")
    ? undefined
    : t("It takes the permission {key}.", { key: "events:replay" });
  const reason = lacking ??
    (event.status === "failed"
      ? undefined
      : event.status === "pending"
      ? t("It is tried again by itself.")
      : t("It was handled: there is nothing to repeat."));
  return (
    <form method="post" action={paths.admin.event(event.id)}>
      <Csrf state={state} />
      <Button variant="primary" icon="rotate-ccw" name="action" value="replay" disabled_reason={reason}>
        {t("Handle again")}
      </Button>
    </form>
  );
}

function Facts({ event, read }: { event: LoggedEvent; read: Reading }) {
  const time = (at: string | null | undefined) => at ? <Time at={at} now={read.now} zone={read.zone} /> : "–";
  return (
    <Card title={t("Event")}>
      <FactList
        facts={[
          { label: t("Happened"), value: time(event.created_at) },
          { label: t("By"), value: `${event.actor_label} (${event.actor_kind})` },
          ...(event.subscriber_id && event.subject_type !== "subscriber"
            ? [{
              label: t("Subscriber"),
              value: <Subject type="subscriber" id={event.subscriber_id} actor={read.actor} />,
            }]
            : []),
          {
            label: t("Heard by"),
            value: event.audience === "all" ? t("staff and the customer concerned") : t("staff alone"),
          },
          { label: t("Attempts"), value: <span class="fig">{event.attempts}</span> },
          ...(event.next_attempt_at ? [{ label: t("Next attempt"), value: time(event.next_attempt_at) }] : []),
          { label: t("Done"), value: time(event.completed_at) },
          {
            label: t("Request"),
            value: event.request_id ? <code class="text-xs break-all">{event.request_id}</code> : "–",
          },
          { label: t("ID"), value: <code class="text-xs break-all">{event.id}</code> },
        ]}
      />
      <p class="mt-3 text-sm">
        <a class="link" href={`${paths.admin.events}?subject_id=${event.subject_id}`}>
          {t("All events of this record")}
        </a>
      </p>
    </Card>
  );
}

const outcome_columns = (read: Reading): Column<EventOutcome>[] => [
  { key: "handler", label: t("Handler"), card: "title", cell: (one) => <span class="font-medium">{one.handler}</span> },
  {
    key: "status",
    label: t("Outcome"),
    card: "corner",
    cell: (one) => <StatusBadge tone={choice_tone(one.status)} label={choice_label(one.status)} />,
  },
  { key: "attempts", label: t("Attempts"), align: "end", cell: (one) => <span class="fig">{one.attempts}</span> },
  {
    key: "error",
    label: t("Error"),
    card: "line",
    cell: (one) => one.error ? <span class="break-words text-bad">{one.error}</span> : "–",
  },
  {
    key: "at",
    label: t("When"),
    class: "text-xs text-ink-3",
    cell: (one) => <Time at={one.at} now={read.now} zone={read.zone} />,
  },
];

const delivery_columns = (read: Reading): Column<Delivery>[] => [
  {
    key: "endpoint",
    label: t("Webhook"),
    card: "title",
    cell: (one) => (
      <span class="font-medium">{typeof one.endpoint_label === "string" ? one.endpoint_label : t("unnamed")}</span>
    ),
  },
  { key: "status", label: t("Status"), card: "corner", cell: (one) => <StatusBadge {...delivery_look(one.status)} /> },
  { key: "attempts", label: t("Attempts"), align: "end", cell: (one) => <span class="fig">{one.attempts}</span> },
  {
    key: "answer",
    label: t("Answer"),
    cell: (one) => one.last_error ?? (one.response_status ? String(one.response_status) : "–"),
  },
  {
    key: "at",
    label: t("Delivered"),
    class: "text-xs text-ink-3",
    cell: (one) => one.delivered_at ? <Time at={one.delivered_at} now={read.now} zone={read.zone} /> : "–",
  },
];

const show = reads<EventData>("events:read", async (tx, ctx) => {
  const event = await events.get(tx, ctx.params.id ?? ""); // without labels: that of actor_id would hide who acted where no person did
  ctx.state.title = event.type;
  const sees_deliveries = can(actor_of(ctx.state), "webhooks:read");
  const [outcomes, deliveries] = await Promise.all([
    event_outcomes(tx, event.id),
    sees_deliveries ? webhook_deliveries.list(tx, asked("webhook_delivery", { event_id: event.id })) : null,
  ]);
  return page({ event, outcomes, deliveries: deliveries?.items ?? null, now: tx.now().toString() });
});

const replay = action("events:replay", async (tx, ctx) => {
  await replay_event(tx, ctx.params.id ?? "");
  return go(ctx, paths.admin.event(ctx.params.id ?? ""), { tone: "ok", text: t("It is handled again.") });
});

export const handler = define.handlers({ GET: show, POST: actions({ replay }, show) });
