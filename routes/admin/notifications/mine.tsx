/** The bell's page: what concerns oneself. */
import { page, type PageProps } from "fresh";
import { Button } from "~/components/button.tsx";
import { cx } from "~/components/cx.ts";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { ViewTabs } from "~/components/list/view_tabs.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { type InboxItem, mark_read, own_notifications, unread_count } from "~/domain/notifications/mod.ts";
import { AdminPage, Csrf } from "../../(_web)/admin_page.tsx";
import { text_of } from "../../(_web)/forms.ts";
import { local_path } from "../../(_web)/local_path.ts";
import { actor_of } from "../../(_web)/middlewares.ts";
import { action, actions, go, reads } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { zone_of } from "../../(_web)/records/zone.ts";
import { define, type State } from "../../(_web)/state.ts";

interface MineData {
  items: InboxItem[];
  unread: number;
  only_unread: boolean;
  now: string;
}

const most = 100;

export default define.page<typeof handler>(
  function MinePage({ data: { items, unread, only_unread, now }, state, url }: PageProps<MineData, State>) {
    const here = paths.admin.inbox_notifications;
    const person = actor_of(state).person_id;
    return (
      <AdminPage state={state} url={url} title={t("My notifications")} live={person ? [`notifications:${person}`] : []}>
        <div class="max-w-[880px]">
          <PageHeader
            title={t("My notifications")}
            count={t("{n} unread", { n: unread >= most ? "99+" : unread })}
            actions={
              <form method="post" action={here}>
                <Csrf state={state} />
                <Button
                  icon="check"
                  name="action"
                  value="read_all"
                  disabled_reason={unread === 0 ? t("All are read.") : undefined}
                >
                  {t("Mark all as read")}
                </Button>
              </form>
            }
          />
          <ViewTabs
            views={[{ label: t("All"), href: here, current: !only_unread }, {
              label: t("Unread"),
              href: `${here}?unread=true`,
              current: only_unread,
              count: unread,
            }]}
          />
          <Panel>
            {items.length === 0
              ? (
                <EmptyState icon="bell" title={only_unread ? t("Nothing unread") : t("Nothing yet")}>
                  {t("What others do with your tickets and jobs appears here.")}
                </EmptyState>
              )
              : <ul>{items.map((item) => <Item key={item.id} item={item} state={state} now={now} />)}</ul>}
          </Panel>
          {items.length >= most && <p class="text-xs text-ink-3 mt-2">{t("The last {n} are shown.", { n: most })}</p>}
        </div>
      </AdminPage>
    );
  },
);

function Item({ item, state, now }: { item: InboxItem; state: State; now: string }) {
  const unread = item.read_at === null;
  return (
    <li class="border-t border-line first:border-t-0">
      <form
        method="post"
        action={paths.admin.inbox_notifications}
        class="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-3"
      >
        <Csrf state={state} />
        <input type="hidden" name="id" value={item.id} />
        <span class={cx("flex-none size-2 rounded-full mt-1.5", unread ? "bg-accent" : "bg-line")}>
          <span class="sr-only">{unread ? t("unread") : t("read")}</span>
        </span>
        <span class="flex-1 min-w-[220px]">
          <span class={cx("block break-words", unread && "font-semibold")}>{item.subject}</span>
          <span class="block text-sm text-ink-2 whitespace-pre-wrap break-words line-clamp-3">{item.body}</span>
          <Time at={item.created_at} now={now} zone={zone_of(state)} class="text-xs text-ink-3" />
        </span>
        <span class="flex gap-1">
          {item.link && (
            <Button size="sm" icon_end="arrow-right" name="action" value="open">
              {t("Open")}
              <span class="sr-only">{` ${item.subject}`}</span>
            </Button>
          )}
          {unread && <Button size="sm" variant="ghost" name="action" value="read">{t("Mark as read")}</Button>}
        </span>
      </form>
    </li>
  );
}

const show = reads<MineData>("signed-in", async (tx, ctx) => {
  ctx.state.title = t("My notifications");
  const only_unread = ctx.url.searchParams.get("unread") === "true";
  const [items, unread] = await Promise.all([
    own_notifications(tx, { unread: only_unread, limit: most }),
    unread_count(tx),
  ]);
  return page({ items, unread, only_unread, now: tx.now().toString() });
});

export const handler = define.handlers({
  GET: show,
  POST: actions({
    /** Opening is reading. The link is looked up, not sent along: only what was written to this person is followed. */
    open: action("signed-in", async (tx, ctx, form) => {
      const id = text_of(form, "id");
      const item = (await own_notifications(tx, { limit: most })).find((each) => each.id === id);
      if (item) await mark_read(tx, [id]);
      return go(ctx, local_path(item?.link ?? "", paths.admin.inbox_notifications));
    }),
    read: action("signed-in", async (tx, ctx, form) => {
      await mark_read(tx, [text_of(form, "id")]);
      return go(ctx, paths.admin.inbox_notifications);
    }),
    read_all: action("signed-in", async (tx, ctx) => {
      const marked = await mark_read(tx, "all");
      return go(ctx, paths.admin.inbox_notifications, {
        tone: "ok",
        text: t.n(marked, "One marked as read.", "{n} marked as read."),
      });
    }),
  }, show),
});
