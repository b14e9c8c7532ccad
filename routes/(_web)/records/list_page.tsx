/** The derived list of an entity: `/admin/people`, `/admin/sites` and whatever is declared next. */
import { page, type PageProps } from "fresh";
import { LinkButton } from "~/components/button.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { SearchField } from "~/components/form/search_field.tsx";
import { Listing } from "~/components/list/bulk_bar.tsx";
import { FilterBar } from "~/components/list/filter_bar.tsx";
import { KeyHints, list_hints } from "~/components/list/key_hints.tsx";
import { Pager } from "~/components/list/pager.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Panel } from "~/components/panel.tsx";
import { number_text } from "~/components/number_text.ts";
import { t } from "~/components/text.ts";
import type { Entity } from "~/domain/kernel/entity.ts";
import { searchable } from "~/domain/kernel/list_sql.ts";
import type { Page } from "~/domain/kernel/manager.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import type { SavedView } from "~/domain/saved_views/mod.ts";
import ListKeys from "~/islands/ListKeys.tsx";
import { AdminPage } from "../admin_page.tsx";
import { csrf_field } from "../csrf.ts";
import { text_of } from "../forms.ts";
import { local_path } from "../local_path.ts";
import { actor_of } from "../middlewares.ts";
import { entity_key, type EntityPath } from "../declared.ts";
import { action, actions, type Ctx, failure_of, go, reads } from "../pages.ts";
import { paths } from "../paths.ts";
import type { State } from "../state.ts";
import { bulk_form, change_many, delete_many, RecordBulkBar, restore_many } from "./bulk.tsx";
import { record_kind, type RecordKind } from "./entity_of.ts";
import { asked_columns, asked_names, clear_href, FilterChips, FilterFields, type RefLabels } from "./filters.tsx";
import { field_label } from "./labels.ts";
import {
  canonical,
  href_of,
  is_filtered,
  kept,
  type ListState,
  next_href,
  previous_href,
  read_list_state,
} from "./list_state.ts";
import { shown_columns } from "./columns.ts";
import { ColumnChooser, ColumnsForm } from "./columns_menu.tsx";
import { NothingFound } from "./nothing_found.tsx";
import { plain_errors } from "./problems.ts";
import { type RecordRow, RecordTable } from "./list_table.tsx";
import { kept_views } from "./kept_views.ts";
import { filter_labels, resolve_text } from "./lookup.ts";
import { drop_view, keep_view, Views } from "./views.tsx";
import { clock_step } from "./value.tsx";
import { zone_of } from "./zone.ts";

export interface ListData {
  kind: RecordKind;
  list: ListState;
  found: Page<RecordRow>;
  labels: RefLabels;
  views: readonly SavedView[];
  now: string;
}

export function RecordListPage({ data, state, url }: PageProps<ListData, State>) {
  const { kind, list, found } = data;
  const { entity, may } = kind;
  const read = { actor: actor_of(state), zone: zone_of(state), now: data.now };
  const failure = failure_of(state);
  const selected = failure?.values.ids?.split(",") ?? [];
  return (
    <AdminPage state={state} url={url} title={t(entity.plural)} live={[entity.path]}>
      <PageHeader
        title={t(entity.plural)}
        count={count_text(found)}
        actions={<ListActions entity={entity} list={list} may_create={may.create} />}
      />
      {failure && <FormErrors errors={plain_errors(failure.error, ["name"])} />}
      <Views entity={entity} list={list} views={data.views} actor={read.actor} state={state} />
      <Listing>
        <Panel>
          <ListFilters data={data} state={state} />
          {found.items.length === 0 ? <NothingFound entity={entity} list={list} may_create={may.create} /> : (
            <>
              <RecordTable
                entity={entity}
                rows={found.items}
                state={list}
                read={read}
                bulk={may.update || may.delete ? bulk_form : null}
                selected={selected}
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
        {(may.update || may.delete) && (
          <RecordBulkBar
            kind={kind}
            action={list.path}
            fields={{ [csrf_field]: state.csrf, back: href_of(list.path, list.search) }}
          />
        )}
      </Listing>
      <ColumnsForm list={list} />
      <ListKeys />
    </AdminPage>
  );
}

export const count_text = (found: Pick<Page<RecordRow>, "count" | "count_capped">): string =>
  `${number_text(found.count)}${found.count_capped ? "+" : ""}`;

function ListActions({ entity, list, may_create }: { entity: Entity; list: ListState; may_create: boolean }) {
  return (
    <>
      <LinkButton
        href={href_of(paths.admin.export(entity), list.search)}
        icon="download"
        download={`${entity.path}.csv`}
      >
        {t("Export")}
      </LinkButton>
      {may_create && (
        <LinkButton href={paths.admin.create(entity)} icon="plus" variant="primary">
          {t("New {thing}", { thing: entity.label.toLowerCase() })}
        </LinkButton>
      )}
    </>
  );
}

function ListFilters({ data, state }: { data: ListData; state: State }) {
  const { kind: { entity }, list, labels } = data;
  const columns = asked_columns(entity, actor_of(state));
  const names = asked_names(columns);
  return (
    <FilterBar
      action={list.path}
      keep={kept(list, (name) => names.has(name))}
      search={searchable(entity)
        ? <SearchField value={list.query.q ?? ""} placeholder={search_hint(entity)} />
        : undefined}
      chips={<FilterChips entity={entity} state={list} labels={labels} />}
      fields={<FilterFields columns={columns} state={list} labels={labels} />}
      tools={<ColumnChooser entity={entity} list={list} />}
      {...(is_filtered(entity, list) ? { clear_href: clear_href(entity, list) } : {})}
    />
  );
}

/** "Name, code…": what the search looks at. */
function search_hint(entity: Entity): string {
  const fields = [
    ...(entity.number ? [t("Number")] : []),
    ...entity.columns.filter((column) => column.search).map(field_label),
  ].slice(0, 3);
  return `${fields.map((field, nth) => nth === 0 ? field : field.toLowerCase()).join(", ")}…`;
}

const kind_of = (ctx: Ctx, path: string) => record_kind(actor_of(ctx.state), path);

/** What the derived table shows of a row. */
const shown_names = (entity: Entity, list: ListState): string[] => [
  entity.label_field,
  ...shown_columns(entity, list.columns).map((column) => column.name),
];

/**
 * Handlers of the list at `/admin/{path}`; `path` comes from the address or is fixed by a page of its own.
 * @param shown names of the columns that the page's table reads
 */
export function list_handlers(path: EntityPath, shown = shown_names) {
  const show = reads(entity_key(path, "read"), async (tx, ctx) => {
    const kind = kind_of(ctx, path(ctx));
    const clean = ctx.req.method === "GET" ? await cleaned(tx, kind.entity, ctx.url) : null;
    if (clean) return ctx.redirect(clean, 303);
    ctx.state.title = t(kind.entity.plural);
    const back = failure_of(ctx.state)?.values.back;
    const list = read_list_state(
      kind.entity,
      back ? new URL(local_path(back, ctx.url.pathname), ctx.url) : ctx.url,
      zone_of(ctx.state),
    );
    const [found, labels, views] = await Promise.all([
      kind.rows.list(tx, { ...list.query, only: shown(kind.entity, list) }),
      filter_labels(tx, list),
      kept_views(ctx.state.house, tx, kind.entity.name),
    ]);
    return page<ListData>({ kind, list, found, labels, views, now: clock_step(tx.now()) });
  });
  const back_to = (ctx: Ctx, form: FormData) => local_path(text_of(form, "back"), ctx.url.pathname);
  const post = (
    right: "read" | "update" | "delete",
    run: (tx: Tx, kind: RecordKind, form: FormData, list_path: string) => ReturnType<typeof change_many>,
  ) =>
    action(
      entity_key(path, right),
      async (tx, ctx, form) =>
        go(ctx, back_to(ctx, form), await run(tx, kind_of(ctx, path(ctx)), form, ctx.url.pathname)),
    );
  return {
    GET: show,
    POST: actions({
      // What a new value takes is demanded field by field: a move of a state takes its own key.
      change: post("read", change_many),
      delete: post("delete", delete_many),
      restore: post("update", restore_many),
      save_view: action(entity_key(path, "read"), async (tx, ctx, form) => {
        const { entity } = kind_of(ctx, path(ctx));
        const { view, href } = await keep_view(tx, entity, form, ctx.url.pathname);
        return go(ctx, href, { tone: "ok", text: t("The view {name} is kept.", { name: view.name }) });
      }),
      delete_view: action(entity_key(path, "read"), async (tx, ctx, form) => {
        await drop_view(tx, form);
        return go(ctx, back_to(ctx, form), { tone: "ok", text: t("View deleted.") });
      }),
    }, show),
  };
}

/** A filter form sends empty controls, repeated boxes and, without a script, a name where an id should be. The address gets what they mean. */
async function cleaned(tx: Tx, entity: Entity, url: URL): Promise<string | null> {
  const { searchParams: sent } = url;
  const search = canonical(sent);
  const names = new Set(sent.keys());
  if (
    names.size === search.size &&
    [...names].every((name) => sent.getAll(name).length === 1 && sent.get(name)?.trim() !== "")
  ) return null;
  for (const column of entity.columns) {
    const typed = column.kind === "ref" && column.reference ? sent.get(`${column.name}_text`)?.trim() : undefined;
    if (!typed || !column.reference || typed === sent.get(`${column.name}_was`)) continue;
    const found = await resolve_text(tx, column.reference, typed);
    if (found) search.set(column.name, found.id);
  }
  return href_of(url.pathname, search);
}
