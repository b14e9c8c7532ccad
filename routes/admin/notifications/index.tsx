/** Messages that left the house, or could not: to whom, of which kind, and why one failed. */
import { page, type PageProps } from "fresh";
import { StatusBadge } from "~/components/badge.tsx";
import { cx } from "~/components/cx.ts";
import { LinkButton } from "~/components/button.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { Icon } from "~/components/icon.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { TwoLines } from "~/components/list/cells.tsx";
import { type Column, DataTable } from "~/components/list/data_table.tsx";
import { Pager } from "~/components/list/pager.tsx";
import { ViewTabs } from "~/components/list/view_tabs.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { can } from "~/domain/kernel/actor.ts";
import type { Page } from "~/domain/kernel/manager.ts";
import {
  cancel_notification,
  notice_kinds,
  type Notification,
  notifications,
  retry_notification,
} from "~/domain/notifications/mod.ts";
import { AdminPage, Csrf } from "../../(_web)/admin_page.tsx";
import { text_of } from "../../(_web)/forms.ts";
import { actor_of } from "../../(_web)/middlewares.ts";
import { action, actions, failure_of, go, reads } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { record_kind } from "../../(_web)/records/entity_of.ts";
import { choice_label, choice_tone } from "../../(_web)/records/labels.ts";
import { count_text } from "../../(_web)/records/list_page.tsx";
import {
  href_of,
  type ListState,
  next_href,
  previous_href,
  read_list_state,
  with_changes,
} from "../../(_web)/records/list_state.ts";
import { zone_of } from "../../(_web)/records/zone.ts";
import { define, type State } from "../../(_web)/state.ts";

interface MessagesData {
  found: Page<Notification>;
  list: ListState;
  now: string;
}

export default define.page<typeof handler>(function MessagesPage({ data, state, url }: PageProps<MessagesData, State>) {
  const { found, list } = data;
  const failure = failure_of(state);
  const status = list.search.get("status");
  const tab = (label: string, value: string | null) => ({
    label,
    href: with_changes(list, { status: value }),
    current: status === value,
  });
  return (
    <AdminPage state={state} url={url} title={t("Notifications")}>
      <PageHeader
        title={t("Notifications")}
        count={count_text(found)}
        lead={t("Mails and notices in the app, as they were written.")}
        actions={<LinkButton icon="refresh-cw" href={href_of(list.path, list.search)}>{t("Refresh")}</LinkButton>}
      />
      {failure && <FormErrors errors={[{ message: failure.error.message }]} />}
      <ViewTabs
        views={[
          tab(t("All"), null),
          tab(t("Failed"), "failed"),
          tab(t("Queued"), "queued"),
          tab(t("Sent"), "sent"),
          tab(t("Canceled"), "canceled"),
        ]}
      />
      <Panel>
        {found.items.length === 0
          ? (
            <EmptyState icon="send" title={status === "failed" ? t("Nothing failed") : t("No messages here")}>
              {t("What the system writes to people appears here.")}
            </EmptyState>
          )
          : (
            <>
              <DataTable
                caption={t("Notifications")}
                columns={columns(data, state)}
                rows={[...found.items]}
                row_id={(row) => row.id}
                row_href={(row) => `${paths.admin.notifications}/${row.id}`}
                row_label={(row) => row.subject}
              />
              <Pager
                from={list.at + 1}
                to={list.at + found.items.length}
                total={Math.max(found.count, list.at + found.items.length)}
                more={found.count_capped}
                previous_href={previous_href(list)}
                next_href={next_href(list, found.next, found.items.length)}
              />
            </>
          )}
      </Panel>
    </AdminPage>
  );
});

function columns({ now, list }: MessagesData, state: State): Column<Notification>[] {
  const zone = zone_of(state);
  const kinds = new Map(notice_kinds().map(({ code, name }) => [code, t(name)]));
  return [
    {
      key: "subject",
      label: t("Message"),
      card: "title",
      cell: (row) => (
        <TwoLines
          main={<span class="font-semibold">{row.subject}</span>}
          sub={kinds.get(row.template_code) ?? row.template_code}
        />
      ),
    },
    {
      key: "status",
      label: t("Status"),
      card: "corner",
      cell: (row) => <StatusBadge tone={choice_tone(row.status)} label={choice_label(row.status)} />,
    },
    {
      key: "to",
      label: t("To"),
      cell: (row) => (
        <span class="inline-flex items-center gap-2 min-w-0">
          <Icon
            name={row.channel === "email" ? "mail" : "bell"}
            class="text-ink-3 flex-none"
            label={choice_label(row.channel)}
          />
          <span class="break-all">{row.recipient}</span>
        </span>
      ),
    },
    {
      key: "reason",
      label: t("Why not"),
      card: "line",
      class: "md:max-w-[320px]",
      cell: (row) =>
        row.last_error
          ? (
            <span class={cx("text-sm break-words", row.status === "failed" ? "text-bad" : "text-ink-2")}>
              {row.last_error}
            </span>
          )
          : row.next_attempt_at && row.status === "queued"
          ? (
            <span class="text-sm text-ink-2">
              {t("next attempt")} <Time at={row.next_attempt_at} now={now} zone={zone} />
            </span>
          )
          : "–",
    },
    {
      key: "at",
      label: t("Written"),
      class: "text-xs text-ink-3",
      cell: (row) => <Time at={row.created_at} now={now} zone={zone} />,
    },
    {
      key: "acts",
      label: t("Actions"),
      card: "line",
      cell: (row) => <Acts row={row} state={state} here={href_of(list.path, list.search)} />,
    },
  ];
}

function Acts({ row, state, here }: { row: Notification; state: State; here: string }) {
  const again = row.channel === "email" && (row.status === "failed" || row.status === "queued");
  if (!can(actor_of(state), "notifications:update") || !again) return null;
  return (
    <form method="post" action={here} class="flex gap-1">
      <Csrf state={state} />
      <input type="hidden" name="notification_id" value={row.id} />
      <button type="submit" class="btn btn-sm" name="action" value="retry">
        {row.status === "failed" ? t("Send again") : t("Send now")}
      </button>
      {row.status === "queued" && (
        <button type="submit" class="btn btn-ghost btn-sm" name="action" value="cancel">{t("Cancel")}</button>
      )}
    </form>
  );
}

const show = reads<MessagesData>("notifications:read", async (tx, ctx) => {
  ctx.state.title = t("Notifications");
  const list = read_list_state(record_kind(actor_of(ctx.state), "notifications").entity, ctx.url, zone_of(ctx.state));
  return page({ found: await notifications.list(tx, list.query), list, now: tx.now().toString() });
});

export const handler = define.handlers({
  GET: show,
  POST: actions({
    retry: action("notifications:update", async (tx, ctx, form) => {
      const row = await retry_notification(tx, text_of(form, "notification_id"));
      return go(ctx, ctx.url.pathname + ctx.url.search, {
        tone: "ok",
        text: t("“{subject}” is sent now.", { subject: row.subject }),
      });
    }),
    cancel: action("notifications:update", async (tx, ctx, form) => {
      const row = await cancel_notification(tx, text_of(form, "notification_id"));
      return go(ctx, ctx.url.pathname + ctx.url.search, {
        tone: "ok",
        text: t("“{subject}” is taken back.", { subject: row.subject }),
      });
    }),
  }, show),
});
