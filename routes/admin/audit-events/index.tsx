/** The audit trail: who did what to which record, newest first. Each name, record and request leads to all of its entries. */
import { page, type PageProps } from "fresh";
import { LinkButton } from "~/components/button.tsx";
import { TwoLines } from "~/components/list/cells.tsx";
import { type Column, DataTable } from "~/components/list/data_table.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { FilterBar } from "~/components/list/filter_bar.tsx";
import { Pager } from "~/components/list/pager.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { audit_event, audit_events } from "~/domain/audit/mod.ts";
import { can } from "~/domain/kernel/actor.ts";
import { entities, type Entity, find_entity, type Row } from "~/domain/kernel/entity.ts";
import type { Page } from "~/domain/kernel/manager.ts";
import { humanise } from "~/domain/kernel/text/label.ts";
import { AdminPage } from "../../(_web)/admin_page.tsx";
import { actor_of } from "../../(_web)/middlewares.ts";
import { reads } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import {
  asked_columns,
  asked_names,
  clear_href,
  FilterChips,
  FilterFields,
  type RefLabels,
} from "../../(_web)/records/filters.tsx";
import { count_text } from "../../(_web)/records/list_page.tsx";
import { name_label } from "../../(_web)/records/labels.ts";
import {
  href_of,
  is_filtered,
  kept,
  type ListState,
  next_href,
  previous_href,
  read_list_state,
  with_changes,
} from "../../(_web)/records/list_state.ts";
import { filter_labels } from "../../(_web)/records/lookup.ts";
import type { Reading } from "../../(_web)/records/value.tsx";
import { zone_of } from "../../(_web)/records/zone.ts";
import { define, type State } from "../../(_web)/state.ts";

type Entry = Row<typeof audit_event>;

interface AuditData {
  list: ListState;
  found: Page<Entry>;
  labels: RefLabels;
  now: string;
}

export default define.page<typeof handler>(
  function AuditPage({ data: { list, found, labels, now }, state, url }: PageProps<AuditData, State>) {
    const read = { actor: actor_of(state), zone: zone_of(state), now };
    const trail = declared();
    const columns = asked_columns(trail, read.actor);
    const names = asked_names(columns);
    const shown = list.at + found.items.length;
    return (
      <AdminPage state={state} url={url} title={t("Audit trail")} live={["audit-events"]}>
        <PageHeader
          title={t("Audit trail")}
          count={count_text(found)}
          lead={t(
            "Entries are chained: one that was changed, deleted or added later is found by deno task audit:verify.",
          )}
          actions={can(read.actor, "audit:export")
            ? (
              <LinkButton
                href={href_of(paths.admin.export(trail), list.search)}
                icon="download"
                download="audit-events.csv"
              >
                {t("Export")}
              </LinkButton>
            )
            : undefined}
        />
        <Panel>
          <FilterBar
            action={list.path}
            keep={kept(list, (name) => names.has(name))}
            chips={<FilterChips entity={trail} state={list} labels={labels} />}
            fields={<FilterFields columns={columns} state={list} labels={labels} />}
            {...(is_filtered(trail, list) ? { clear_href: clear_href(trail, list) } : {})}
          />
          {found.items.length === 0
            ? (
              <EmptyState
                icon="history"
                title={is_filtered(trail, list) ? t("No entries match") : t("Nothing is recorded yet")}
              >
                {t("Take a filter away, or choose a longer time.")}
              </EmptyState>
            )
            : (
              <>
                <DataTable
                  caption={t("Audit trail")}
                  columns={entry_columns(list, read)}
                  rows={[...found.items]}
                  row_id={(row) => row.id}
                />
                <Pager
                  from={list.at + 1}
                  to={shown}
                  total={Math.max(found.count, shown)}
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

function entry_columns(list: ListState, read: Reading): Column<Entry>[] {
  const filtered = (name: string, value: unknown) => with_changes(list, { [name]: String(value) });
  return [
    {
      key: "did",
      label: t("What"),
      card: "title",
      cell: (row) => (
        <a class="link font-semibold" href={filtered("action", row.action)}>{humanise(row.action.replace(".", " "))}</a>
      ),
    },
    { key: "record", label: t("Record"), cell: (row) => <RecordCell row={row} read={read} /> },
    { key: "by", label: t("By"), cell: (row) => <ByCell row={row} filtered={filtered} /> },
    { key: "changes", label: t("Fields"), cell: (row) => <ChangesCell row={row} /> },
    { key: "from", label: t("Request"), cell: (row) => <FromCell row={row} filtered={filtered} /> },
    {
      key: "at",
      label: t("At"),
      card: "corner",
      cell: (row) => <Time at={row.occurred_at} now={read.now} zone={read.zone} />,
    },
  ];
}

type Filtered = (name: string, value: unknown) => string;

/** To the record where it has a page and the reader may open it; its whole history is there. */
function RecordCell({ row, read }: { row: Entry; read: Reading }) {
  const entity = find_entity(row.entity_type);
  const name = row.entity_label ?? row.entity_id;
  const opens = entity && !entity.hidden && can(read.actor, `${entity.permission}:read`);
  return (
    <TwoLines
      main={opens ? <a class="link" href={paths.admin.history(entity, row.entity_id)}>{name}</a> : name}
      sub={humanise(row.entity_type)}
    />
  );
}

function ByCell({ row, filtered }: { row: Entry; filtered: Filtered }) {
  const name = row.actor_id
    ? <a class="link" href={filtered("actor_id", row.actor_id)}>{row.actor_label}</a>
    : row.actor_label;
  if (!row.impersonator_id) return <TwoLines main={name} sub={humanise(row.actor_kind)} />;
  return (
    <TwoLines
      main={name}
      sub={
        <a class="link" href={filtered("impersonator_id", row.impersonator_id)}>
          {t("really {name}", { name: row.impersonator_label ?? "" })}
        </a>
      }
    />
  );
}

function ChangesCell({ row }: { row: Entry }) {
  const entity = find_entity(row.entity_type);
  const names = Object.keys(row.changes);
  const details = <a class="link text-xs" href={paths.admin.record(declared(), row.id)}>{t("Before and after")}</a>;
  if (names.length === 0) return details;
  const words = names.slice(0, 6).map((name) => entity ? name_label(entity, name) : humanise(name)).join(", ");
  return <TwoLines main={names.length > 6 ? `${words}…` : words} sub={details} />;
}

function FromCell({ row, filtered }: { row: Entry; filtered: Filtered }) {
  if (!row.request_id) return <span class="text-ink-3">{t("none")}</span>;
  const key = row.api_key_id ? <a class="link" href={filtered("api_key_id", row.api_key_id)}>{t("API key")}</a> : null;
  return (
    <TwoLines
      main={<a class="link fig text-xs" href={filtered("request_id", row.request_id)}>{row.request_id}</a>}
      sub={<>{row.ip} {key}</>}
    />
  );
}

function declared(): Entity {
  const trail = entities().find((each) => each.name === audit_event.name);
  if (!trail) throw new Error("the audit trail is declared no more");
  return trail;
}

export const handler = define.handlers({
  GET: reads<AuditData>("audit:read", async (tx, ctx) => {
    ctx.state.title = t("Audit trail");
    const list = read_list_state(declared(), ctx.url, zone_of(ctx.state));
    const [found, labels] = await Promise.all([audit_events.list(tx, list.query), filter_labels(tx, list)]);
    return page({ list, found, labels, now: tx.now().toString() });
  }),
});
