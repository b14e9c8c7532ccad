/** Who is believed: the identity providers, the portals they open, and how their connection fares. */
import { page, type PageProps } from "fresh";
import { Badge, StatusBadge } from "~/components/badge.tsx";
import { LinkButton } from "~/components/button.tsx";
import { TwoLines } from "~/components/list/cells.tsx";
import { type Column, DataTable } from "~/components/list/data_table.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { identity_providers, type IdentityProvider } from "~/domain/identity_providers/mod.ts";
import { can } from "~/domain/kernel/actor.ts";
import { max_limit } from "~/domain/kernel/list_query.ts";
import { AdminPage } from "../../(_web)/admin_page.tsx";
import { actor_of } from "../../(_web)/middlewares.ts";
import { reads } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { Nothing } from "../../(_web)/records/value.tsx";
import { zone_of } from "../../(_web)/records/zone.ts";
import { define, type State } from "../../(_web)/state.ts";
import { audience_words } from "../users/(_parts)/audience_words.ts";
import { provider_state } from "./(_parts)/provider_state.ts";

interface ProvidersData {
  providers: IdentityProvider[];
  now: string;
}

export default define.page<typeof handler>(
  function ProvidersPage({ data: { providers, now }, state, url }: PageProps<ProvidersData, State>) {
    const create = can(actor_of(state), "identity-providers:create")
      ? (
        <LinkButton href={`${paths.admin.identity_providers}/new`} icon="plus" variant="primary">
          {t("New provider")}
        </LinkButton>
      )
      : undefined;
    return (
      <AdminPage state={state} url={url} title={t("Single sign-on")} live={["identity-providers"]}>
        <PageHeader
          title={t("Single sign-on")}
          lead={t("Providers by OpenID Connect whose word on who somebody is counts here.")}
          actions={create}
        />
        <Panel>
          {providers.length === 0
            ? (
              <EmptyState icon="key" title={t("No provider yet")} actions={create}>
                {t("With one, people sign in with the account of their company, and its groups give them their roles.")}
              </EmptyState>
            )
            : (
              <DataTable
                caption={t("Identity providers")}
                columns={columns(now, zone_of(state))}
                rows={providers}
                row_id={(row) => row.id}
                row_href={(row) => paths.admin.identity_provider(row.id)}
                row_label={(row) => row.name}
              />
            )}
        </Panel>
      </AdminPage>
    );
  },
);

const columns = (now: string, zone: string): Column<IdentityProvider>[] => [
  {
    key: "name",
    label: t("Provider"),
    card: "title",
    cell: (row) => <TwoLines main={row.name} sub={row.key} />,
  },
  { key: "state", label: t("State"), card: "corner", cell: (row) => <StatusBadge {...provider_state(row)} /> },
  { key: "issuer", label: t("Issuer"), card: "line", cell: (row) => <span class="break-all">{row.issuer}</span> },
  {
    key: "audiences",
    label: t("Portals"),
    cell: (row) =>
      row.audiences.length
        ? (
          <span class="flex flex-wrap gap-1">
            {row.audiences.map((each) => <Badge key={each}>{t(audience_words[each] ?? each)}</Badge>)}
          </span>
        )
        : <Nothing />,
  },
  {
    key: "checked",
    label: t("Tested"),
    class: "text-xs text-ink-3",
    cell: (row) => row.checked_at ? <Time at={row.checked_at} now={now} zone={zone} /> : t("never"),
  },
];

export const handler = define.handlers({
  GET: reads<ProvidersData>("identity-providers:read", async (tx, ctx) => {
    ctx.state.title = t("Single sign-on");
    const found = await identity_providers.list(tx, { limit: max_limit });
    return page({ providers: found.items, now: tx.now().toString() });
  }),
});
