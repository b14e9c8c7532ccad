/** Receivers of events outside the house, and how they fare. */
import { page, type PageProps } from "fresh";
import { LinkButton } from "~/components/button.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { TwoLines } from "~/components/list/cells.tsx";
import { type Column, DataTable } from "~/components/list/data_table.tsx";
import { Pager } from "~/components/list/pager.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Panel } from "~/components/panel.tsx";
import { type DayCounts, DayFigures, EndpointHealth } from "~/components/system/endpoint_health.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { can } from "~/domain/kernel/actor.ts";
import type { Row } from "~/domain/kernel/entity.ts";
import type { Page } from "~/domain/kernel/manager.ts";
import { type webhook_endpoint, webhook_endpoints } from "~/domain/webhooks/mod.ts";
import { AdminPage } from "../../(_web)/admin_page.tsx";
import { actor_of } from "../../(_web)/middlewares.ts";
import { reads } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { record_kind } from "../../(_web)/records/entity_of.ts";
import { count_text } from "../../(_web)/records/list_page.tsx";
import { type ListState, next_href, previous_href, read_list_state } from "../../(_web)/records/list_state.ts";
import { zone_of } from "../../(_web)/records/zone.ts";
import { define, type State } from "../../(_web)/state.ts";
import { last_day_of } from "./(_parts)/health.ts";

type Endpoint = Row<typeof webhook_endpoint>;
interface EndpointsData {
  found: Page<Endpoint>;
  days: Map<string, DayCounts>;
  list: ListState;
  now: string;
}

export default define.page<typeof handler>(
  function EndpointsPage({ data, state, url }: PageProps<EndpointsData, State>) {
    const { found, list } = data;
    const create = can(actor_of(state), "webhooks:create")
      ? <LinkButton href={`${paths.admin.webhooks}/new`} icon="plus" variant="primary">{t("New webhook")}</LinkButton>
      : undefined;
    return (
      <AdminPage state={state} url={url} title={t("Webhooks")} live={["webhook-endpoints"]}>
        <PageHeader
          title={t("Webhooks")}
          count={count_text(found)}
          lead={t("Events for your other systems, signed and repeated until they arrive.")}
          actions={create}
        />
        <Panel>
          {found.items.length === 0
            ? (
              <EmptyState icon="webhook" title={t("No webhook yet")} actions={create}>
                {t("Name an address, and it hears of tickets, visits and customers as they change.")}
              </EmptyState>
            )
            : (
              <>
                <EndpointTable data={data} zone={zone_of(state)} />
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
  },
);

function EndpointTable({ data: { found, days, now }, zone }: { data: EndpointsData; zone: string }) {
  const columns: Column<Endpoint>[] = [
    { key: "name", label: t("Webhook"), card: "title", cell: (row) => <span class="font-semibold">{row.name}</span> },
    {
      key: "url",
      label: t("Address"),
      card: "line",
      cell: (row) => <TwoLines main={new URL(row.url).host} sub={new URL(row.url).pathname} />,
    },
    {
      key: "health",
      label: t("Health"),
      card: "line",
      class: "md:max-w-[320px]",
      cell: (row) => <EndpointHealth endpoint={row} now={now} zone={zone} />,
    },
    {
      key: "day",
      label: t("Last 24 hours"),
      cell: (row) => {
        const day = days.get(row.id);
        return day ? <DayFigures day={day} /> : null;
      },
    },
    {
      key: "last",
      label: t("Last delivered"),
      class: "text-xs text-ink-3",
      cell: (row) => row.last_delivered_at ? <Time at={row.last_delivered_at} now={now} zone={zone} /> : t("never"),
    },
  ];
  return (
    <DataTable
      caption={t("Webhooks")}
      columns={columns}
      rows={[...found.items]}
      row_id={(row) => row.id}
      row_href={(row) => paths.admin.webhook(row.id)}
      row_label={(row) => row.name}
    />
  );
}

export const handler = define.handlers({
  GET: reads<EndpointsData>("webhooks:read", async (tx, ctx) => {
    ctx.state.title = t("Webhooks");
    const list = read_list_state(
      record_kind(actor_of(ctx.state), "webhook-endpoints").entity,
      ctx.url,
      zone_of(ctx.state),
    );
    const found = await webhook_endpoints.list(tx, { ...list.query, limit: Math.min(list.query.limit, 25) });
    const days = await last_day_of(tx, found.items.map(({ id }) => id));
    return page({ found, days, list, now: tx.now().toString() });
  }),
});
