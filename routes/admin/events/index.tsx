/** What happened, and what became of it. */
import { page, type PageProps } from "fresh";
import { StatusBadge } from "~/components/badge.tsx";
import { LinkButton } from "~/components/button.tsx";
import { ConfirmDialog, DialogButton } from "~/components/dialog.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { TextField } from "~/components/form/text_field.tsx";
import { BulkBar, Listing } from "~/components/list/bulk_bar.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { FilterBar, FilterChip } from "~/components/list/filter_bar.tsx";
import { KeyHints, list_hints } from "~/components/list/key_hints.tsx";
import { Pager } from "~/components/list/pager.tsx";
import { ViewTabs } from "~/components/list/view_tabs.tsx";
import { type Column, DataTable } from "~/components/list/data_table.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { can } from "~/domain/kernel/actor.ts";
import { event_types } from "~/domain/kernel/events.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import { replay_event, replay_failed_events } from "~/domain/operations/mod.ts";
import ListKeys from "~/islands/ListKeys.tsx";
import { AdminPage } from "../../(_web)/admin_page.tsx";
import { csrf_field } from "../../(_web)/csrf.ts";
import { text_of } from "../../(_web)/forms.ts";
import { actor_of } from "../../(_web)/middlewares.ts";
import { action, actions, failure_of, go, reads } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { choice_label, choice_tone } from "../../(_web)/records/labels.ts";
import { count_text } from "../../(_web)/records/list_page.tsx";
import { href_of, kept, next_href, previous_href, with_changes } from "../../(_web)/records/list_state.ts";
import { zone_of } from "../../(_web)/records/zone.ts";
import { define, type State } from "../../(_web)/state.ts";
import { events_data, type EventsData, type LoggedEvent } from "./(_parts)/data.ts";
import { Subject } from "./(_parts)/subject.tsx";

export default define.page<typeof handler>(function EventsPage({ data, state, url }: PageProps<EventsData, State>) {
  const { found, list, failed } = data;
  const actor = actor_of(state);
  const status = list.search.get("status");
  const failure = failure_of(state);
  const tab = (label: string, value: string | null, count?: number) => ({
    label,
    href: with_changes(list, { status: value }),
    current: status === value,
    ...(count ? { count } : {}),
  });
  const may_replay = can(actor, "events:replay");
  const bulk = may_replay && status === "failed" ? "bulk" : null;
  return (
    <AdminPage state={state} url={url} title={t("Events")}>
      <PageHeader
        title={t("Events")}
        count={count_text(found)}
        actions={<LinkButton icon="refresh-cw" href={href_of(list.path, list.search)}>{t("Refresh")}</LinkButton>}
      />
      {failure && <FormErrors errors={[{ message: failure.error.message }]} />}
      <ViewTabs
        views={[
          tab(t("Failed"), "failed", failed),
          tab(t("Waiting"), "pending"),
          tab(t("Done"), "completed"),
          tab(t("All"), null),
        ]}
      />
      <Listing>
        <Panel>
          <Filters data={data} replay={may_replay && failed > 0} state={state} />
          {found.items.length === 0
            ? (
              <EmptyState
                icon={status === "failed" ? "circle-check" : "activity"}
                title={status === "failed" ? t("Nothing failed") : t("No events match")}
              >
                {status === "failed"
                  ? t("Every event was handled, or is tried again by itself.")
                  : t("Take a filter away.")}
              </EmptyState>
            )
            : (
              <>
                <DataTable
                  caption={t("Events")}
                  columns={columns(data, state)}
                  rows={[...found.items]}
                  row_id={(row) => row.id}
                  row_href={(row) => paths.admin.event(row.id)}
                  row_label={(row) => row.type}
                  {...(bulk ? { bulk } : {})}
                />
                <Pager
                  from={list.at + 1}
                  to={list.at + found.items.length}
                  total={Math.max(found.count, list.at + found.items.length)}
                  more={found.count_capped}
                  previous_href={previous_href(list)}
                  next_href={next_href(list, found.next, found.items.length)}
                >
                  <KeyHints hints={list_hints()} />
                </Pager>
              </>
            )}
        </Panel>
        {bulk && (
          <BulkBar
            id={bulk}
            action={href_of(list.path, list.search)}
            fields={{ [csrf_field]: state.csrf }}
            actions={[{ label: t("Handle again"), icon: "rotate-ccw", value: "replay" }]}
          />
        )}
      </Listing>
      <ListKeys />
    </AdminPage>
  );
});

function columns({ now }: EventsData, state: State): Column<LoggedEvent>[] {
  const zone = zone_of(state);
  return [
    { key: "type", label: t("Event"), card: "title", cell: (row) => <span class="font-semibold">{row.type}</span> },
    {
      key: "status",
      label: t("Status"),
      card: "corner",
      cell: (row) => <StatusBadge tone={choice_tone(row.status)} label={choice_label(row.status)} />,
    },
    {
      key: "about",
      label: t("About"),
      cell: (row) => <Subject type={row.subject_type} id={row.subject_id} actor={actor_of(state)} />,
    },
    { key: "by", label: t("By"), cell: (row) => row.actor_label },
    { key: "attempts", label: t("Attempts"), align: "end", cell: (row) => <span class="fig">{row.attempts}</span> },
    {
      key: "next",
      label: t("Next attempt"),
      class: "text-xs text-ink-3",
      cell: (row) => row.next_attempt_at ? <Time at={row.next_attempt_at} now={now} zone={zone} /> : "–",
    },
    {
      key: "at",
      label: t("Happened"),
      class: "text-xs text-ink-3",
      cell: (row) => <Time at={row.created_at} now={now} zone={zone} />,
    },
  ];
}

function Filters({ data: { list }, replay, state }: { data: EventsData; replay: boolean; state: State }) {
  const type = list.search.get("type") ?? "";
  const subject = list.search.get("subject_id") ?? "";
  const chip = (name: string, label: string, value: string) =>
    value ? <FilterChip label={label} value={value} remove_href={with_changes(list, { [name]: null })} /> : null;
  return (
    <>
      <FilterBar
        action={list.path}
        keep={kept(list, (name) => name === "type" || name === "subject_id")}
        chips={<>{chip("type", t("Type"), type)}{chip("subject_id", t("About"), subject)}</>}
        fields={
          <>
            <TextField
              name="type"
              label={t("Type")}
              value={type}
              list="event-types"
              autocomplete="off"
              hint={t("Such as ticket.created")}
            />
            <datalist id="event-types">
              {event_types().map((each) => <option key={each.type} value={each.type} />)}
            </datalist>
            <TextField name="subject_id" label={t("Id of what it is about")} value={subject} autocomplete="off" />
          </>
        }
        tools={replay
          ? (
            <DialogButton dialog="replay-all" size="sm" icon="rotate-ccw">
              {type ? t("Handle all failed of this type again") : t("Handle all failed again")}
            </DialogButton>
          )
          : undefined}
      />
      <ConfirmDialog
        id="replay-all"
        title={t("Handle all failed events again?")}
        action={href_of(list.path, list.search)}
        fields={{ [csrf_field]: state.csrf, action: "replay_all", ...(type ? { type } : {}) }}
        confirm={t("Handle again")}
      >
        <p>
          {type
            ? t("Every failed event of the type {type}.", { type })
            : t("Every failed event of any type, 10,000 at most.")}{" "}
          {t("Handlers that were done stay done: only what failed is repeated.")}
        </p>
      </ConfirmDialog>
    </>
  );
}

const show = reads<EventsData>("events:read", async (tx, ctx) => {
  ctx.state.title = t("Events");
  return page(await events_data(tx, ctx));
});

const most = 200;

export const handler = define.handlers({
  GET: show,
  POST: actions({
    replay: action("events:replay", async (tx, ctx, form) => {
      const ids = [...new Set(form.getAll("ids").filter((id) => typeof id === "string"))].sort();
      if (ids.length === 0 || ids.length > most) {
        throw invalid("ids", ids.length, `must name 1 to ${most} events`, "Tick the rows first.");
      }
      for (const id of ids) await replay_event(tx, id);
      return go(ctx, ctx.url.pathname + ctx.url.search, {
        tone: "ok",
        text: t.n(ids.length, "One event is handled again.", "{n} events are handled again."),
      });
    }),
    replay_all: action("events:replay", async (tx, ctx, form) => {
      const { replayed } = await replay_failed_events(tx, { type: text_of(form, "type") || undefined });
      return go(ctx, ctx.url.pathname + ctx.url.search, {
        tone: "ok",
        text: t.n(replayed, "One event is handled again.", "{n} events are handled again."),
      });
    }),
  }, show),
});
