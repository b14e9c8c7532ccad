/** The derived page of a record: who it is, what is known, what hangs on it, what may be done, what happened. */
import { page, type PageProps } from "fresh";
import { Badge, StatusBadge } from "~/components/badge.tsx";
import { LinkButton } from "~/components/button.tsx";
import { FactList, Split } from "~/components/detail/fact_list.tsx";
import { StaticSiteMap } from "~/components/detail/static_site_map.tsx";
import { Banner } from "~/components/banner.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { Icon } from "~/components/icon.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import type { Entity } from "~/domain/kernel/entity.ts";
import type { Field } from "~/domain/kernel/fields.ts";
import type { Page } from "~/domain/kernel/manager.ts";
import UnsavedGuard from "~/islands/UnsavedGuard.tsx";
import { AdminPage } from "../admin_page.tsx";
import { actor_of } from "../middlewares.ts";
import { entity_key, type EntityPath } from "../declared.ts";
import { actions, failure_of, reads } from "../pages.ts";
import { paths } from "../paths.ts";
import type { State } from "../state.ts";
import { record_actions } from "./detail_actions.ts";
import { RecordActions } from "./detail_buttons.tsx";
import { record_kind, type RecordKind } from "./entity_of.ts";
import { type History, told_history } from "./history.ts";
import { HistoryList } from "./history_list.tsx";
import { field_label, is_priority_field, is_state_field, row_label } from "./labels.ts";
import type { RecordRow } from "./list_table.tsx";
import { entity_icon } from "./entity_icon.ts";
import { PartCard } from "./part_card.tsx";
import { is_point } from "./point_text.ts";
import { form_errors } from "./problems.ts";
import { linked_lists, type Part, parts_of, read_part } from "./related.ts";
import { type Reading, Value } from "./value.tsx";
import { zone_of } from "./zone.ts";

export interface DetailData {
  kind: RecordKind;
  row: RecordRow;
  parts: { part: Part; found: Page<RecordRow> }[];
  history: History;
  now: string;
}

const shown_history = 6;

export function RecordDetailPage({ data, state, url }: PageProps<DetailData, State>) {
  const { kind, row, parts } = data;
  const { entity } = kind;
  const actor = actor_of(state);
  const read: Reading = { actor, zone: zone_of(state), now: data.now };
  const title = row_label(entity, row, read.zone);
  const failure = failure_of(state);
  const failed_part = failure?.values.part;
  return (
    <AdminPage state={state} url={url} title={title} live={[`${entity.name}:${row.id}`]}>
      <PageHeader
        title={title}
        identity={<Identity entity={entity} row={row} read={read} />}
        actions={<RecordActions kind={kind} row={row} actor={actor} csrf={state.csrf} name={title} />}
      />
      {failure && !failed_part && <FormErrors errors={form_errors(entity, failure.error)} />}
      {!row.is_active && (
        <div class="mb-4">
          <Banner tone="warning" title={t("This {thing} is deleted", { thing: entity.label.toLowerCase() })}>
            {t("It stands in no list and in no choice. Its history stays.")}
          </Banner>
        </div>
      )}
      <Split aside={<Aside data={data} read={read} />}>
        <Facts entity={entity} row={row} read={read} />
        {parts.map(({ part, found }) => (
          <PartCard
            key={part.entity.name}
            part={part}
            found={found}
            read={read}
            csrf={state.csrf}
            failure={failed_part === part.entity.name ? failure : null}
          />
        ))}
        <Card
          title={t("History")}
          action={<a class="link" href={paths.admin.history(entity, row.id)}>{t("All of it")}</a>}
        >
          {data.history.found.items.length
            ? <HistoryList history={data.history} entity={entity} read={read} />
            : <p class="text-sm text-ink-3">{t("Nothing is recorded yet.")}</p>}
        </Card>
      </Split>
      <UnsavedGuard />
    </AdminPage>
  );
}

const marks = (entity: Entity): Field[] =>
  entity.columns.filter((column) => is_state_field(column) || is_priority_field(column));

function Identity({ entity, row, read }: { entity: Entity; row: RecordRow; read: Reading }) {
  return (
    <>
      {typeof row.number === "string" && <span class="fig font-medium">{row.number}</span>}
      <Badge icon={entity_icon(entity)}>{t(entity.label)}</Badge>
      {marks(entity).filter((column) => row[column.name] !== null).map((column) => (
        <Value key={column.name} column={column} row={row} read={read} />
      ))}
      {!row.is_active && <StatusBadge tone="neutral" label={t("Deleted")} />}
    </>
  );
}

const is_long = (column: Field): boolean => column.kind === "long_text" || column.kind === "json";

function Facts({ entity, row, read }: { entity: Entity; row: RecordRow; read: Reading }) {
  const said = marks(entity);
  const columns = entity.columns.filter((column) =>
    !column.secret && !said.includes(column) && !is_long(column) && column.name !== entity.label_field
  );
  const texts = entity.columns.filter((column) => is_long(column) && !column.secret && row[column.name]);
  return (
    <>
      {columns.length > 0 && (
        <Card title={t("Details")}>
          <FactList
            wide
            facts={columns.map((column) => ({
              label: field_label(column),
              value: <Value column={column} row={row} read={read} />,
            }))}
          />
        </Card>
      )}
      {texts.map((column) => (
        <Card key={column.name} title={field_label(column)}>
          <div class="whitespace-pre-wrap break-words">
            <Value column={column} row={row} read={read} />
          </div>
        </Card>
      ))}
    </>
  );
}

function Aside({ data: { kind, row }, read }: { data: DetailData; read: Reading }) {
  const { entity } = kind;
  const places = entity.columns.filter((column) => column.kind === "point" && is_point(row[column.name]));
  const lists = linked_lists(read.actor, entity, row.id);
  return (
    <>
      {places.map((column) => {
        const place = row[column.name];
        return is_point(place) && (
          <Card key={column.name} title={field_label(column)}>
            <StaticSiteMap
              point={[place.coordinates[0], place.coordinates[1]]}
              label={row_label(entity, row, read.zone)}
            />
          </Card>
        );
      })}
      {lists.length > 0 && (
        <Card title={t("Linked lists")}>
          <ul class="grid -mx-2">
            {lists.map((list) => (
              <li key={list.href}>
                <a class="menu-item" href={list.href}>
                  <Icon name={entity_icon(list.entity)} class="text-ink-3" />
                  <span class="flex-1 min-w-0 truncate">{t(list.label)}</span>
                  {list.hint && <span class="text-xs text-ink-3">{list.hint}</span>}
                </a>
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card title={t("Record")}>
        <FactList
          facts={[
            { label: t("Created"), value: <Time at={String(row.created_at)} now={read.now} zone={read.zone} /> },
            { label: t("Changed"), value: <Time at={row.updated_at} now={read.now} zone={read.zone} /> },
            { label: t("ID"), value: <code class="text-xs break-all">{row.id}</code> },
          ]}
        />
        <p class="mt-3">
          <LinkButton size="sm" icon="history" href={paths.admin.history(entity, row.id)}>{t("History")}</LinkButton>
        </p>
      </Card>
    </>
  );
}

export function detail_handlers(path: EntityPath) {
  const show = reads(entity_key(path, "read"), async (tx, ctx) => {
    const actor = actor_of(ctx.state);
    const kind = record_kind(actor, path(ctx));
    const row = await kind.rows.get(tx, ctx.params.id ?? "", { labels: true });
    ctx.state.title = row_label(kind.entity, row, zone_of(ctx.state));
    const [parts, history] = await Promise.all([
      Promise.all(
        parts_of(actor, kind.entity).map(async (part) => ({ part, found: await read_part(tx, part, row.id) })),
      ),
      told_history(tx, kind.entity, row.id, shown_history),
    ]);
    return page<DetailData>({ kind, row, parts, history, now: tx.now().toString() });
  });
  return { GET: show, POST: actions(record_actions(path), show) };
}
