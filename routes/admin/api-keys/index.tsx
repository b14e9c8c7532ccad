/** API keys: everybody's for whoever may see them, else one's own. */
import { page, type PageProps } from "fresh";
import { LinkButton } from "~/components/button.tsx";
import { SearchField } from "~/components/form/search_field.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { FilterBar } from "~/components/list/filter_bar.tsx";
import { Pager } from "~/components/list/pager.tsx";
import { ViewTabs } from "~/components/list/view_tabs.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { api_keys, in_state, list_own_keys, names_of } from "~/domain/api_keys/mod.ts";
import { can } from "~/domain/kernel/actor.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import type { Page } from "~/domain/kernel/manager.ts";
import type { ApiKey } from "~/domain/api_keys/mod.ts";
import { AdminPage } from "../../(_web)/admin_page.tsx";
import { KeyTable } from "../../(_web)/api_keys/key_table.tsx";
import { actor_of } from "../../(_web)/middlewares.ts";
import { reads } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { record_kind } from "../../(_web)/records/entity_of.ts";
import { count_text } from "../../(_web)/records/list_page.tsx";
import { href_of, type ListState, next_href, previous_href, read_list_state } from "../../(_web)/records/list_state.ts";
import { zone_of } from "../../(_web)/records/zone.ts";
import { define, type State } from "../../(_web)/state.ts";

const states = ["usable", "expiring", "expired", "revoked"] as const;
type Shown = typeof states[number] | "all";
const tab_words: Record<Shown, string> = {
  usable: "In use",
  expiring: "Expire soon",
  expired: "Expired",
  revoked: "Revoked",
  all: "All",
};

interface KeysData {
  found: Page<ApiKey>;
  owners: Map<string, string> | null;
  shown: Shown;
  list: ListState;
  now: string;
}

export default define.page<typeof handler>(function ApiKeysPage({ data, state, url }: PageProps<KeysData, State>) {
  const { found, list, shown } = data;
  const create = can(actor_of(state), "api-keys:create")
    ? <LinkButton href={`${paths.admin.api_keys}/new`} icon="plus" variant="primary">{t("New API key")}</LinkButton>
    : undefined;
  const exports = data.owners
    ? (
      <LinkButton href={paths.admin.export({ path: "api-keys" })} icon="download" download="api-keys.csv">
        {t("Export")}
      </LinkButton>
    )
    : undefined;
  const tabs = (["usable", "expiring", "expired", "revoked", "all"] as const).map((each) => ({
    label: t(tab_words[each]),
    href: each === "usable"
      ? paths.admin.api_keys
      : href_of(paths.admin.api_keys, new URLSearchParams({ state: each })),
    current: each === shown,
  }));
  return (
    <AdminPage
      state={state}
      url={url}
      title={t("API keys")}
      {...(data.owners ? { live: ["api-keys"] } : {})}
    >
      <PageHeader
        title={t("API keys")}
        count={count_text(found)}
        lead={data.owners
          ? t("Programs that act in somebody's name, each within what that person may.")
          : t("Your own: programs that act in your name, within what you may.")}
        actions={
          <>
            {exports}
            {create}
          </>
        }
      />
      <ViewTabs views={tabs} />
      <Panel>
        <FilterBar
          action={paths.admin.api_keys}
          search={<SearchField value={list.query.q ?? ""} placeholder={t("Name, or how it begins…")} />}
          keep={shown === "usable" ? {} : { state: shown }}
          {...(list.query.q ? { clear_href: paths.admin.api_keys } : {})}
        />
        {found.items.length === 0
          ? (
            <EmptyState icon="key" title={t("No key here")} actions={create}>
              {t("A program that calls the API takes a key of its own: it can be narrowed, watched and revoked alone.")}
            </EmptyState>
          )
          : (
            <>
              <KeyTable data={{ keys: found.items, owners: data.owners, now: data.now }} zone={zone_of(state)} />
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

export const handler = define.handlers({
  // Whose keys they are is decided below: without `api-keys:read` one's own, with `api-keys:create`.
  GET: reads<KeysData>(["api-keys:read", "api-keys:create"], async (tx, ctx) => {
    ctx.state.title = t("API keys");
    const asked = new URL(ctx.url);
    const shown = shown_of(asked.searchParams.get("state"));
    asked.searchParams.delete("state");
    const read = read_list_state(record_kind(actor_of(ctx.state), "api-keys").entity, asked, zone_of(ctx.state));
    if (shown !== "usable") read.search.set("state", shown);
    const conditions = shown === "all" ? [] : [in_state(shown, tx.now())];
    const all = can(tx.actor, "api-keys:read");
    const found = await (all ? api_keys.list(tx, read.query, conditions) : list_own_keys(tx, read.query, conditions));
    return page({
      found,
      owners: all ? await names_of(tx, found.items.map((key) => key.owner_id)) : null,
      shown,
      list: read,
      now: tx.now().toString(),
    });
  }),
});

function shown_of(text: string | null): Shown {
  if (!text) return "usable";
  const found = ([...states, "all"] as const).find((each) => each === text);
  if (!found) throw invalid("state", text, `is no state of a key: use ${states.join(", ")} or all`);
  return found;
}
