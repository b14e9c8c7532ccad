import { page } from "fresh";
import { PersonLine } from "~/components/avatar.tsx";
import { Badge, StatusBadge } from "~/components/badge.tsx";
import { LinkButton } from "~/components/button.tsx";
import { SearchField } from "~/components/form/search_field.tsx";
import { SelectField } from "~/components/form/select_field.tsx";
import { type Column, DataTable } from "~/components/list/data_table.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { FilterBar, FilterChip } from "~/components/list/filter_bar.tsx";
import { KeyHints, list_hints } from "~/components/list/key_hints.tsx";
import { Pager } from "~/components/list/pager.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Panel } from "~/components/panel.tsx";
import { number_text } from "~/components/number_text.ts";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { list_users, role_options, type User } from "~/domain/access/mod.ts";
import { can } from "~/domain/kernel/actor.ts";
import ListKeys from "~/islands/ListKeys.tsx";
import { AdminPage } from "../../(_web)/admin_page.tsx";
import { actor_of } from "../../(_web)/middlewares.ts";
import { reads } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { href_of } from "../../(_web)/records/list_state.ts";
import { Nothing } from "../../(_web)/records/value.tsx";
import { zone_of } from "../../(_web)/records/zone.ts";
import { define } from "../../(_web)/state.ts";
import { user_state } from "../../(_web)/user_state.tsx";

/** Who can sign in, and as what. */
export default define.page<typeof handler>(function UsersPage({ data, state, url }) {
  const { items, count, query, options } = data;
  const { q, role, at } = query;
  const filter = (changes: Record<string, string>) =>
    href_of(
      paths.admin.users,
      new URLSearchParams(Object.entries({ q, role, ...changes }).filter(([, value]) => value !== "")),
    );
  const last = items.at(-1);
  const columns = user_columns(zone_of(state), data.now);
  return (
    <AdminPage state={state} url={url} title={t("Users and roles")} live={["people"]}>
      <PageHeader
        title={t("Users and roles")}
        count={number_text(count)}
        actions={
          <>
            <LinkButton href={`${paths.admin.users}/locks`} icon="lock">{t("Locked")}</LinkButton>
            {can(actor_of(state), "access-reviews:read") && (
              <LinkButton href={paths.admin.access_review} icon="clipboard-check">{t("Access review")}</LinkButton>
            )}
            {can(actor_of(state), "roles:read")
              ? <LinkButton href={paths.admin.roles} icon="shield-check">{t("Roles")}</LinkButton>
              : <LinkButton href={paths.admin.permissions} icon="list-checks">{t("Permissions")}</LinkButton>}
            {can(actor_of(state), "users:manage") && (
              <LinkButton href={paths.admin.new_user} icon="user-plus" variant="primary">
                {t("Invite a person")}
              </LinkButton>
            )}
          </>
        }
      />
      <Panel>
        <FilterBar
          action={paths.admin.users}
          search={<SearchField value={q} placeholder={t("Name, user name…")} />}
          chips={role
            ? (
              <FilterChip
                label={t("Role")}
                value={options.find((each) => each.value === role)?.label ?? role}
                remove_href={filter({ role: "" })}
              />
            )
            : undefined}
          fields={<SelectField small name="role" label={t("Role")} value={role} empty={t("Any")} options={options} />}
          {...(q || role ? { clear_href: paths.admin.users } : {})}
        />
        {items.length === 0
          ? (
            <EmptyState
              icon="users"
              title={t("No users match")}
              actions={<LinkButton href={paths.admin.users}>{t("Show all")}</LinkButton>}
            >
              {t("Check the spelling, or choose another role.")}
            </EmptyState>
          )
          : (
            <>
              <DataTable
                caption={t("Users")}
                columns={columns}
                rows={items}
                row_id={(user) => user.person_id}
                row_href={(user) => paths.admin.user(user.person_id)}
                row_label={(user) => user.name}
              />
              <Pager
                from={at + 1}
                to={at + items.length}
                total={count}
                previous_href={at > 0 ? filter({}) : undefined}
                next_href={data.more && last
                  ? filter({ after_name: last.name, after_id: last.person_id, at: String(at + items.length) })
                  : undefined}
              >
                <KeyHints hints={list_hints().slice(0, 2)} />
              </Pager>
            </>
          )}
      </Panel>
      <ListKeys />
    </AdminPage>
  );
});

function user_columns(zone: string, now: string): Column<User>[] {
  return [
    {
      key: "name",
      label: t("Person"),
      card: "title",
      cell: (user) => <PersonLine name={user.name} hint={user.username ?? t("no sign-in")} />,
    },
    { key: "state", label: t("State"), card: "corner", cell: (user) => <StatusBadge {...user_state(user)} /> },
    {
      key: "roles",
      label: t("Roles"),
      cell: (user) =>
        user.roles.length + user.grants > 0
          ? (
            <span class="flex flex-wrap gap-1">
              {user.roles.map((role) => (
                <Badge key={role.key} {...(role.expires_at ? { icon: "hourglass" as const } : {})}>{role.name}</Badge>
              ))}
              {user.grants > 0 && <Badge icon="key">{t.n(user.grants, "{n} direct grant", "{n} direct grants")}</Badge>}
            </span>
          )
          : <Nothing />,
    },
    {
      key: "last",
      label: t("Last sign-in"),
      cell: (user) =>
        user.last_sign_in_at
          ? <Time at={user.last_sign_in_at} now={now} zone={zone} />
          : <span class="text-ink-3">{t("never")}</span>,
    },
    {
      key: "sessions",
      label: t("Open sessions"),
      align: "end",
      cell: (user) => <span class="fig">{user.open_sessions}</span>,
    },
  ];
}

export const handler = define.handlers({
  GET: reads("users:read", async (tx, ctx) => {
    ctx.state.title = t("Users and roles");
    const asked = (name: string) => ctx.url.searchParams.get(name) ?? "";
    const query = { q: asked("q"), role: asked("role"), at: Math.max(0, Math.min(100_000, Number(asked("at")) || 0)) };
    const id = asked("after_id");
    const after = /^[0-9a-f-]{36}$/i.test(id) ? { name: asked("after_name"), id } : null;
    const [found, known] = await Promise.all([
      list_users(tx, { q: query.q, role: query.role, after }),
      role_options(tx),
    ]);
    const options = known.map((role) => ({ value: role.key, label: role.name }));
    return page({ ...found, query: after ? query : { ...query, at: 0 }, options, now: tx.now().toString() });
  }),
});
