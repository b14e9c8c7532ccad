/** Work orders: what is to be planned, who goes where today, and what is late. */
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
import ListKeys from "~/islands/ListKeys.tsx";
import { AdminPage } from "../../(_web)/admin_page.tsx";
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
import { plain_errors } from "../../(_web)/records/problems.ts";
import { zone_of } from "../../(_web)/records/zone.ts";
import { define } from "../../(_web)/state.ts";
import { list_actions } from "./(_list)/actions.ts";
import { may_bulk, OrderBulkBar } from "./(_list)/bulk.tsx";
import { type OrdersData, read_orders } from "./(_list)/read.ts";
import { OrderTable } from "./(_list)/table.tsx";
import { ColumnsForm, OrderFilters, ViewMenu } from "./(_list)/tools.tsx";
import { everything_href } from "./(_list)/views.ts";

export default define.page<typeof handler>(function WorkOrdersPage({ data, state, url }) {
  const { kind, list, found, tabs } = data;
  const actor = actor_of(state);
  const failure = failure_of(state);
  const commands = tabs.tabs.map((tab) => ({
    label: t("Work orders: {view}", { view: tab.label }),
    href: tab.href,
    icon: "wrench" as const,
  }));
  return (
    <AdminPage state={state} url={url} title={t("Work orders")} live={["work-orders"]} commands={commands}>
      <PageHeader
        title={t("Work orders")}
        count={count_text(found)}
        actions={
          <>
            <LinkButton
              href={href_of(paths.admin.export(kind.entity), list.search)}
              icon="download"
              download="work-orders.csv"
            >
              {t("Export")}
            </LinkButton>
            {kind.may.create && (
              <LinkButton href={paths.admin.create(kind.entity)} icon="plus" variant="primary">
                {t("New work order")}
              </LinkButton>
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
      {failure && <FormErrors errors={plain_errors(failure.error, [])} />}
      <Listing>
        <Panel>
          <OrderFilters data={data} actor={actor} />
          {found.items.length === 0 ? <NothingHere data={data} /> : (
            <>
              <OrderTable
                data={data}
                read={{ actor, zone: zone_of(state), now: data.now }}
                bulk={may_bulk(actor) ? bulk_form : null}
                selected={failure?.values.ids?.split(",") ?? []}
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
        {may_bulk(actor) && <OrderBulkBar state={state} list={list} actor={actor} />}
      </Listing>
      <ColumnsForm list={list} />
      <ListKeys />
    </AdminPage>
  );
});

function NothingHere({ data: { kind, list, tabs } }: { data: OrdersData }) {
  if (list.query.cursor) {
    return (
      <EmptyState
        icon="wrench"
        title={t("The list ends before here")}
        actions={<LinkButton href={with_changes(list, {})}>{t("To the first page")}</LinkButton>}
      >
        {t("Work orders were moved since.")}
      </EmptyState>
    );
  }
  if (tabs.current && !list.query.q) {
    return (
      <EmptyState
        icon="circle-check"
        title={t("Nothing here")}
        actions={<LinkButton href={everything_href}>{t("All work orders")}</LinkButton>}
      >
        {t("No work order is in “{view}” now. New ones appear by themselves.", { view: tabs.current.label })}
      </EmptyState>
    );
  }
  if (is_filtered(kind.entity, list)) {
    return (
      <EmptyState
        icon="search"
        title={t("No work orders match")}
        actions={<LinkButton href={everything_href}>{t("Clear all filters")}</LinkButton>}
      >
        {t("Check the spelling, or take a filter away.")}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon="wrench"
      title={t("No work orders yet")}
      actions={kind.may.create
        ? (
          <LinkButton variant="primary" icon="plus" href={paths.admin.create(kind.entity)}>
            {t("New work order")}
          </LinkButton>
        )
        : undefined}
    >
      {t("A visit asked for from a ticket appears here, ready to be planned.")}
    </EmptyState>
  );
}

const derived = list_handlers(() => "work-orders");

/** A filter form sends empty controls and repeated boxes; the derived list knows how to make an address of them. */
const is_clean = (url: URL): boolean => {
  const names = [...url.searchParams.keys()];
  return canonical(url.searchParams).size === names.length && new Set(names).size === names.length;
};

const show = reads("work-orders:read", async (tx, ctx) => {
  ctx.state.title = t("Work orders");
  if (ctx.req.method === "GET" && !is_clean(ctx.url)) {
    const again = await derived.GET(ctx);
    if (again instanceof Response) return again;
  }
  return page(await read_orders(tx, ctx));
});

export const handler = define.handlers({ GET: show, POST: actions(list_actions, show) });
