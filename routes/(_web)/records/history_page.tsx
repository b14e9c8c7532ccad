/** All that happened to a record, page by page. */
import { page, type PageProps } from "fresh";
import { LinkButton } from "~/components/button.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { AdminPage } from "../admin_page.tsx";
import { actor_of } from "../middlewares.ts";
import { entity_key, type EntityPath } from "../declared.ts";
import { reads } from "../pages.ts";
import { paths } from "../paths.ts";
import type { State } from "../state.ts";
import { record_kind, type RecordKind } from "./entity_of.ts";
import { type History, told_history } from "./history.ts";
import { HistoryList } from "./history_list.tsx";
import { row_label } from "./labels.ts";
import type { RecordRow } from "./list_table.tsx";
import { zone_of } from "./zone.ts";

export interface HistoryData {
  kind: RecordKind;
  row: RecordRow;
  history: History;
  now: string;
}

const page_size = 50;

export function RecordHistoryPage(
  { data: { kind: { entity }, row, history, now }, state, url }: PageProps<HistoryData, State>,
) {
  const name = row_label(entity, row, zone_of(state));
  const here = paths.admin.history(entity, row.id);
  const { found } = history;
  const older = url.searchParams.has("cursor");
  return (
    <AdminPage
      state={state}
      url={url}
      title={t("History")}
      crumbs={[{ label: name, href: paths.admin.record(entity, row.id) }]}
      live={[`${entity.name}:${row.id}`]}
    >
      <PageHeader
        title={t("History of {name}", { name })}
        actions={
          <LinkButton href={paths.admin.record(entity, row.id)} icon="arrow-left">{t("To the record")}</LinkButton>
        }
      />
      <Panel class="px-4 py-2 max-w-[880px]">
        {found.items.length
          ? (
            <HistoryList
              history={history}
              entity={entity}
              read={{ actor: actor_of(state), zone: zone_of(state), now }}
            />
          )
          : (
            <EmptyState icon="history" title={t("Nothing is recorded")}>
              {t("Changes from now on appear here.")}
            </EmptyState>
          )}
      </Panel>
      <nav class="flex gap-2 mt-4" aria-label={t("Pages")}>
        {older && <LinkButton href={here} icon="chevron-left">{t("Newest")}</LinkButton>}
        {found.next && (
          <LinkButton href={`${here}?cursor=${found.next}`} icon_end="chevron-right">{t("Older")}</LinkButton>
        )}
      </nav>
    </AdminPage>
  );
}

export const history_handlers = (path: EntityPath) => ({
  GET: reads(entity_key(path, "read"), async (tx, ctx) => {
    const kind = record_kind(actor_of(ctx.state), path(ctx));
    const row = await kind.rows.get(tx, ctx.params.id ?? "", { labels: true });
    ctx.state.title = t("History of {name}", { name: row_label(kind.entity, row, zone_of(ctx.state)) });
    const history = await told_history(tx, kind.entity, row.id, page_size, ctx.url.searchParams.get("cursor"));
    return page<HistoryData>({ kind, row, history, now: tx.now().toString() });
  }),
});
