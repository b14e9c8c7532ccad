import { page } from "fresh";
import { Badge } from "~/components/badge.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { LinkButton } from "~/components/button.tsx";
import { SearchField } from "~/components/form/search_field.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { FilterBar } from "~/components/list/filter_bar.tsx";
import { Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { permission_groups, permission_keys, type PermissionGroup } from "~/domain/access/mod.ts";
import { AdminPage } from "../../(_web)/admin_page.tsx";
import { reads } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { define } from "../../(_web)/state.ts";
import { audience_words } from "../users/(_parts)/audience_words.ts";

/** The table of permissions: what there is to allow. */
export default define.page<typeof handler>(function PermissionsPage({ data: { groups, q }, state, url }) {
  return (
    <AdminPage
      state={state}
      url={url}
      title={t("Permissions")}
      crumbs={[{ label: t("Users and roles"), href: paths.admin.users }]}
    >
      <PageHeader
        title={t("Permissions")}
        count={String(permission_keys().length)}
        lead={t(
          "Everything that can be allowed. A wildcard such as tickets:* allows all of a domain, and what it gets later.",
        )}
      />
      <Panel>
        <FilterBar
          action={paths.admin.permissions}
          search={<SearchField value={q} placeholder={t("Right, word or key…")} class="w-full sm:w-[320px]" />}
          {...(q ? { clear_href: paths.admin.permissions } : {})}
        />
        {groups.length === 0
          ? (
            <EmptyState
              icon="list-checks"
              title={t("No right matches")}
              actions={<LinkButton href={paths.admin.permissions}>{t("Show all")}</LinkButton>}
            >
              {t("Try a part of a word, such as ticket or export.")}
            </EmptyState>
          )
          : groups.map((group) => <Group key={group.domain} group={group} />)}
      </Panel>
    </AdminPage>
  );
});

function Group({ group }: { group: PermissionGroup }) {
  return (
    <section class="border-b border-line last:border-b-0">
      <h2 class="flex items-center gap-2 px-4 py-2 bg-sunken text-sm font-semibold">
        {t(group.label)} <code class="text-xs text-ink-3 font-normal">{group.wildcard}</code>
        {group.audience !== "admin" && <Badge>{t(audience_words[group.audience] ?? group.audience)}</Badge>}
      </h2>
      <ul>
        {group.keys.map((each) => (
          <li
            key={each.key}
            class="flex flex-wrap items-baseline gap-x-4 px-4 py-2 border-t border-line first:border-t-0"
          >
            <span class="flex-1 min-w-[min(100%,260px)] text-sm">{t(each.description)}</span>
            <code class="text-xs text-ink-3 flex-1">{each.key}</code>
            <a class="link text-xs leading-6" href={paths.admin.permission(each.key)}>
              {t("Who can do this?")}
              <span class="sr-only">: {t(each.description)}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

export const handler = define.handlers({
  GET: reads("users:read", (_tx, ctx) => {
    ctx.state.title = t("Permissions");
    const q = (ctx.url.searchParams.get("q") ?? "").trim().slice(0, 200);
    const words = q.toLowerCase().split(/\s+/).filter(Boolean);
    const groups = permission_groups().map((group) => ({
      ...group,
      keys: group.keys.filter((each) => {
        const text = `${each.key} ${each.description} ${group.label}`.toLowerCase();
        return words.every((word) => text.includes(word));
      }),
    })).filter((group) => group.keys.length > 0);
    return Promise.resolve(page({ groups, q }));
  }),
});
