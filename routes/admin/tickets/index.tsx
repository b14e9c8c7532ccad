import { page } from "fresh";
import { LinkButton } from "~/components/button.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { Listing } from "~/components/list/bulk_bar.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { KeyHints, list_hints } from "~/components/list/key_hints.tsx";
import { Pager } from "~/components/list/pager.tsx";
import { ViewTabs } from "~/components/list/view_tabs.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { can } from "~/domain/kernel/actor.ts";
import ListKeys from "~/islands/ListKeys.tsx";
import { AdminPage, Csrf } from "../../(_web)/admin_page.tsx";
import { actor_of } from "../../(_web)/middlewares.ts";
import { actions, failure_of, reads } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { bulk_form } from "../../(_web)/records/bulk.tsx";
import { count_text, list_handlers } from "../../(_web)/records/list_page.tsx";
import {
  canonical,
  href_of,
  is_filtered,
  next_href,
  previous_href,
  with_changes,
} from "../../(_web)/records/list_state.ts";
import { form_errors } from "../../(_web)/records/problems.ts";
import { zone_of } from "../../(_web)/records/zone.ts";
import { define } from "../../(_web)/state.ts";
import { desk_actions } from "./(_list)/actions.ts";
import { TicketBulkBar } from "./(_list)/bulk_bar.tsx";
import { type DeskData, read_desk } from "./(_list)/read.ts";
import { take_form, TicketTable } from "./(_list)/table.tsx";
import { ColumnsForm, DeskFilters, ViewMenu } from "./(_list)/tools.tsx";
import { everything_href } from "./(_list)/views.ts";

/** The agents' list: what waits, whose it is, and how long it may still wait. */
export default define.page<typeof handler>(function TicketsPage({ data, state, url }) {
  const { kind, list, found, tabs } = data;
  const actor = actor_of(state);
  const failure = failure_of(state);
  const may_change = can(actor, "tickets:update") || can(actor, "tickets:assign");
  const here = href_of(list.path, list.search);
  return (
    <AdminPage
      state={state}
      url={url}
      title={t("Tickets")}
      live={["tickets"]}
      commands={tabs.tabs.map((tab) => ({
        label: t("Tickets: {view}", { view: tab.label }),
        href: tab.href,
        icon: "ticket",
      }))}
    >
      <PageHeader
        title={t("Tickets")}
        count={tabs.current?.name === "open" ? t("{n} open", { n: count_text(found) }) : count_text(found)}
        actions={
          <>
            <LinkButton
              href={href_of(paths.admin.export(kind.entity), list.search)}
              icon="download"
              download="tickets.csv"
            >
              {t("Export")}
            </LinkButton>
            {can(actor, "tickets:create") && (
              <LinkButton href={paths.admin.new_ticket} icon="plus" variant="primary">{t("New ticket")}</LinkButton>
            )}
          </>
        }
      />
      <div class="flex items-start gap-1 min-w-0">
        <div class="min-w-0">
          <ViewTabs views={tabs.tabs} />
        </div>
        <div class="pt-1">
          <ViewMenu data={data} state={state} actor={actor} />
        </div>
      </div>
      {failure && <FormErrors errors={form_errors(kind.entity, failure.error).map(({ message }) => ({ message }))} />}
      <Listing>
        <Panel>
          <DeskFilters data={data} actor={actor} />
          {found.items.length === 0 ? <NothingHere data={data} /> : (
            <>
              <TicketTable
                kind={kind}
                rows={found.items}
                list={list}
                read={{ actor, zone: zone_of(state), now: data.now }}
                bulk={may_change ? bulk_form : null}
                selected={failure?.values.ids?.split(",") ?? []}
                may_take={can(actor, "tickets:assign") && actor.person_id !== null}
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
        {may_change && <TicketBulkBar state={state} list={list} actor={actor} />}
      </Listing>
      <form id={take_form} method="post" action={list.path} hidden>
        <Csrf state={state} />
        <input type="hidden" name="action" value="take" />
        <input type="hidden" name="back" value={here} />
      </form>
      <ColumnsForm list={list} />
      <ListKeys />
    </AdminPage>
  );
});

function NothingHere({ data: { kind, list, tabs } }: { data: DeskData }) {
  if (list.query.cursor) {
    return (
      <EmptyState
        icon="ticket"
        title={t("The list ends before here")}
        actions={<LinkButton href={with_changes(list, {})}>{t("To the first page")}</LinkButton>}
      >
        {t("Tickets were moved since.")}
      </EmptyState>
    );
  }
  if (tabs.current && !list.query.q) {
    return (
      <EmptyState
        icon="circle-check"
        title={t("Nothing here")}
        actions={<LinkButton href={everything_href}>{t("All tickets")}</LinkButton>}
      >
        {t("No ticket is in “{view}” now. New ones appear by themselves.", { view: tabs.current.label })}
      </EmptyState>
    );
  }
  if (is_filtered(kind.entity, list)) {
    return (
      <EmptyState
        icon="search"
        title={t("No tickets match")}
        actions={<LinkButton href={everything_href}>{t("Clear all filters")}</LinkButton>}
      >
        {t("Check the spelling, or take a filter away.")}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon="ticket"
      title={t("No tickets yet")}
      actions={kind.may.create
        ? <LinkButton variant="primary" icon="plus" href={paths.admin.new_ticket}>{t("New ticket")}</LinkButton>
        : undefined}
    >
      {t("What customers report appears here by itself.")}
    </EmptyState>
  );
}

const derived = list_handlers(() => "tickets");

/** A filter form sends empty controls and repeated boxes; the derived list knows how to make an address of them. */
const is_clean = (url: URL): boolean => {
  const names = [...url.searchParams.keys()];
  return canonical(url.searchParams).size === names.length && new Set(names).size === names.length;
};

const show = reads("tickets:read", async (tx, ctx) => {
  ctx.state.title = t("Tickets");
  if (ctx.req.method === "GET" && !is_clean(ctx.url)) {
    const again = await derived.GET(ctx);
    if (again instanceof Response) return again;
  }
  return page(await read_desk(tx, ctx));
});

export const handler = define.handlers({ GET: show, POST: actions(desk_actions, show) });
