/** Customers: found by name, number, account, phone or e-mail before anything else. The derived list's machinery with columns of its own. */
import type { PageProps } from "fresh";
import { LinkButton } from "~/components/button.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { SearchField } from "~/components/form/search_field.tsx";
import { Listing } from "~/components/list/bulk_bar.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { FilterBar } from "~/components/list/filter_bar.tsx";
import { KeyHints, list_hints } from "~/components/list/key_hints.tsx";
import { Pager } from "~/components/list/pager.tsx";
import { ViewTabs } from "~/components/list/view_tabs.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { can } from "~/domain/kernel/actor.ts";
import ListKeys from "~/islands/ListKeys.tsx";
import { AdminPage } from "../../(_web)/admin_page.tsx";
import { csrf_field } from "../../(_web)/csrf.ts";
import { actor_of } from "../../(_web)/middlewares.ts";
import { failure_of } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { bulk_form, RecordBulkBar } from "../../(_web)/records/bulk.tsx";
import { asked_columns, asked_names, clear_href, FilterChips, FilterFields } from "../../(_web)/records/filters.tsx";
import { count_text, list_handlers, type ListData } from "../../(_web)/records/list_page.tsx";
import {
  href_of,
  is_filtered,
  kept,
  type ListState,
  next_href,
  previous_href,
  with_changes,
} from "../../(_web)/records/list_state.ts";
import { form_errors } from "../../(_web)/records/problems.ts";
import { define, type State } from "../../(_web)/state.ts";
import { SubscriberTable, table_columns } from "./(_parts)/subscriber_table.tsx";

export default define.page<typeof handler>(function SubscribersPage({ data, state, url }: PageProps<ListData, State>) {
  const { kind, list, found } = data;
  const failure = failure_of(state);
  const bulk = kind.may.update || kind.may.delete;
  return (
    <AdminPage state={state} url={url} title={t("Subscribers")} live={["subscribers"]}>
      <PageHeader title={t("Subscribers")} count={count_text(found)} actions={<Actions data={data} state={state} />} />
      {failure && <FormErrors errors={form_errors(kind.entity, failure.error)} />}
      <ViewTabs views={tabs(list)} />
      <Listing>
        <Panel>
          <Filters data={data} state={state} />
          {found.items.length === 0 ? <Nothing data={data} state={state} /> : (
            <>
              <SubscriberTable
                rows={found.items}
                list={list}
                bulk={bulk ? bulk_form : null}
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
        {bulk && (
          <RecordBulkBar
            kind={kind}
            action={list.path}
            fields={{ [csrf_field]: state.csrf, back: href_of(list.path, list.search) }}
          />
        )}
      </Listing>
      <ListKeys />
    </AdminPage>
  );
});

function Actions({ data: { kind, list }, state }: { data: ListData; state: State }) {
  return (
    <>
      <LinkButton
        href={href_of(paths.admin.export(kind.entity), list.search)}
        icon="download"
        download="subscribers.csv"
      >
        {t("Export")}
      </LinkButton>
      {can(actor_of(state), "subscribers:import") && (
        <LinkButton href={paths.admin.imports} icon="upload">{t("Import")}</LinkButton>
      )}
      {kind.may.create && (
        <LinkButton href={paths.admin.create(kind.entity)} icon="plus" variant="primary">
          {t("New subscriber")}
        </LinkButton>
      )}
    </>
  );
}

function tabs(list: ListState) {
  const now = list.search.get("status");
  const tab = (label: string, status: string | null) => ({
    label,
    href: with_changes(list, { status }),
    current: now === status,
  });
  return [
    tab(t("All"), null),
    tab(t("Active"), "active"),
    tab(t("Suspended"), "suspended"),
    tab(t("Pending"), "pending"),
    tab(t("Terminated"), "terminated"),
  ];
}

function Filters({ data: { kind: { entity }, list, labels }, state }: { data: ListData; state: State }) {
  const columns = asked_columns(entity, actor_of(state));
  const names = asked_names(columns);
  return (
    <FilterBar
      action={list.path}
      keep={kept(list, (name) => names.has(name))}
      search={
        <SearchField
          value={list.query.q ?? ""}
          label={t("Search subscribers")}
          placeholder={t("Name, number, account, phone, e-mail…")}
          class="w-full sm:w-[380px]"
        />
      }
      chips={<FilterChips entity={entity} state={list} labels={labels} />}
      fields={<FilterFields columns={columns} state={list} labels={labels} />}
      {...(is_filtered(entity, list) ? { clear_href: clear_href(entity, list) } : {})}
    />
  );
}

function Nothing({ data: { kind, list }, state }: { data: ListData; state: State }) {
  if (is_filtered(kind.entity, list) || list.query.cursor) {
    return (
      <EmptyState
        icon="search"
        title={t("No subscribers match")}
        actions={<LinkButton href={clear_href(kind.entity, list)}>{t("Clear all filters")}</LinkButton>}
      >
        {t("Check the spelling, or take a filter away.")}
      </EmptyState>
    );
  }
  const may_import = can(actor_of(state), "subscribers:import");
  return (
    <EmptyState
      icon="contact"
      title={t("No subscribers yet")}
      actions={may_import
        ? <LinkButton variant="primary" icon="upload" href={paths.admin.imports}>{t("Import a file")}</LinkButton>
        : undefined}
    >
      {t("They come from your billing system: by a file, or by its own calls of the API.")}
    </EmptyState>
  );
}

export const handler = define.handlers(list_handlers(() => "subscribers", () => table_columns));
