import { page } from "fresh";
import { SourceLine } from "~/components/access/source_line.tsx";
import { PersonLine } from "~/components/avatar.tsx";
import { Badge } from "~/components/badge.tsx";
import { FactList, Split } from "~/components/detail/fact_list.tsx";
import { type Column, DataTable } from "~/components/list/data_table.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { Pager } from "~/components/list/pager.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Card, Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { type Holder, type Holders, holders_of } from "~/domain/access/mod.ts";
import { can } from "~/domain/kernel/actor.ts";
import { grants_covering } from "~/domain/kernel/permissions.ts";
import { AdminPage } from "../../(_web)/admin_page.tsx";
import { actor_of } from "../../(_web)/middlewares.ts";
import { reads } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { zone_of } from "../../(_web)/records/zone.ts";
import { define } from "../../(_web)/state.ts";
import { place_after } from "../users/(_parts)/place_after.ts";
import { audience_words } from "../users/(_parts)/audience_words.ts";

/** Who holds a permission, and by what. */
export default define.page<typeof handler>(function PermissionPage({ data: { found, at, now }, state, url }) {
  const { permission, items, count, more } = found;
  const here = paths.admin.permission(permission.key);
  const reads_roles = can(actor_of(state), "roles:read");
  const last = items.at(-1);
  const next = last &&
    `${here}?${new URLSearchParams({
      after_name: last.name,
      after_id: last.person_id,
      at: String(at + items.length),
    })}`;
  return (
    <AdminPage
      state={state}
      url={url}
      title={permission.key}
      crumbs={[
        { label: t("Users and roles"), href: paths.admin.users },
        { label: t("Permissions"), href: paths.admin.permissions },
      ]}
      live={["roles", "people"]}
    >
      <PageHeader
        title={t(permission.description)}
        count={t.n(count, "{n} person", "{n} people")}
        identity={
          <>
            <Badge icon="list-checks">{t("Permission")}</Badge>
            <code class="text-sm">{permission.key}</code>
          </>
        }
      />
      <Split aside={<Aside found={found} reads_roles={reads_roles} />}>
        <Panel>
          {items.length === 0
            ? (
              <EmptyState icon="users" title={t("Nobody can do this")}>
                {t("No role of anybody's and no direct grant allows it now.")}
              </EmptyState>
            )
            : (
              <>
                <DataTable
                  caption={t("People who can do this")}
                  columns={columns(permission.key, { now, zone: zone_of(state), reads_roles })}
                  rows={items}
                  row_id={(row) => row.person_id}
                  row_href={(row) => paths.admin.user(row.person_id)}
                  row_label={(row) => row.name}
                />
                <Pager
                  from={at + 1}
                  to={at + items.length}
                  total={count}
                  previous_href={at > 0 ? here : undefined}
                  next_href={more ? next : undefined}
                />
              </>
            )}
        </Panel>
      </Split>
    </AdminPage>
  );
});

function columns(
  key: string,
  { now, zone, reads_roles }: { now: string; zone: string; reads_roles: boolean },
): Column<Holder>[] {
  return [
    {
      key: "name",
      label: t("Person"),
      card: "title",
      cell: (row) => <PersonLine name={row.name} {...(row.can_sign_in ? {} : { hint: t("no sign-in") })} />,
    },
    {
      key: "why",
      label: t("By"),
      card: "line",
      cell: (row) => (
        <span class="grid gap-1">
          {row.sources.map((source, at) => (
            <SourceLine
              key={at}
              asked={key}
              now={now}
              zone={zone}
              source={{
                ...source,
                role: source.role && reads_roles
                  ? <a class="link" href={paths.admin.role(source.role.id)}>{source.role.name}</a>
                  : source.role?.name,
              }}
            />
          ))}
        </span>
      ),
    },
  ];
}

function Aside({ found: { permission, roles }, reads_roles }: { found: Holders; reads_roles: boolean }) {
  return (
    <>
      <Card title={t("Roles that allow it")}>
        {roles.length === 0 && <p class="text-sm text-ink-3">{t("None.")}</p>}
        <ul class="grid gap-1.5">
          {roles.map((role) => (
            <li key={role.id} class="flex flex-wrap items-center gap-2 text-sm">
              {reads_roles ? <a class="link" href={paths.admin.role(role.id)}>{role.name}</a> : role.name}
              {role.via !== permission.key && <Badge>{role.via}</Badge>}
            </li>
          ))}
        </ul>
      </Card>
      <Card title={t("Facts")}>
        <FactList
          facts={[
            { label: t("For"), value: t(audience_words[permission.audience] ?? permission.audience) },
            {
              label: t("Covered by"),
              value: <code class="break-words">{grants_covering(permission.key).join(", ")}</code>,
            },
          ]}
        />
      </Card>
    </>
  );
}

export const handler = define.handlers({
  GET: reads("users:read", async (tx, ctx) => {
    const { after, at } = place_after(ctx.url.searchParams);
    const found = await holders_of(tx, ctx.params.key ?? "", { after });
    ctx.state.title = t(found.permission.description);
    return page({ found, at, now: tx.now().toString() });
  }),
});
