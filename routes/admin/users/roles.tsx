import { page } from "fresh";
import { Badge } from "~/components/badge.tsx";
import { LinkButton } from "~/components/button.tsx";
import { Icon } from "~/components/icon.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Card, Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { permission_keys, roles } from "~/domain/access/mod.ts";
import { max_limit } from "~/domain/kernel/list_query.ts";
import { permission_set, type PermissionSet } from "~/domain/kernel/permissions.ts";
import { AdminPage } from "../../(_web)/admin_page.tsx";
import { reads } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { define } from "../../(_web)/state.ts";

/** What each role allows, key by key: the whole truth about rights on one page. */
export default define.page<typeof handler>(function RolesPage({ data: { columns, keys }, state, url }) {
  return (
    <AdminPage state={state} url={url} title={t("Roles")} layout="wide">
      <PageHeader
        title={t("Roles")}
        lead={t("The built-in roles come with the product and are kept in step with it.")}
        actions={<LinkButton href={paths.admin.users} icon="users">{t("Users")}</LinkButton>}
      />
      <div class="grid gap-3 sm:grid-cols-2 xl:grid-cols-3 mb-5">
        {columns.map((role) => (
          <Card key={role.key} title={role.name} action={<Badge>{role.is_builtin ? t("built in") : t("own")}</Badge>}>
            <p class="text-sm text-ink-2">{role.description}</p>
            <p class="mt-2">
              <a class="link text-sm" href={`${paths.admin.users}?role=${encodeURIComponent(role.key)}`}>
                {t("Who has it")}
              </a>
            </p>
          </Card>
        ))}
      </div>
      <Panel>
        <div class="table-wrap table-wide" tabIndex={0} role="region" aria-label={t("Permissions by role")}>
          <table class="data">
            <caption class="sr-only">{t("Permissions by role")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("Permission")}</th>
                {columns.map((role) => <th key={role.key} scope="col" class="text-center">{role.name}</th>)}
              </tr>
            </thead>
            <tbody>
              {keys.map(({ key, description }) => (
                <tr key={key}>
                  <th scope="row" class="text-left font-normal">
                    <code class="block text-xs text-ink">{key}</code>
                    <span class="block text-xs text-ink-3 whitespace-normal">{description}</span>
                  </th>
                  {columns.map((role) => (
                    <td key={role.key} class="text-center">
                      <span class="grid place-items-center">
                        {role.allows.has(key)
                          ? <Icon name="check" label={t("yes")} class="text-ok" />
                          : <span class="text-ink-3" aria-label={t("no")} role="img">·</span>}
                      </span>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Panel>
    </AdminPage>
  );
});

interface RoleColumn {
  key: string;
  name: string;
  description: string;
  is_builtin: boolean;
  allows: PermissionSet;
}

export const handler = define.handlers({
  GET: reads("users:read", async (tx, ctx) => {
    ctx.state.title = t("Roles");
    const known = await roles.list(tx, {
      limit: max_limit,
      order: { column: { name: "created_at", kind: "timestamp", nullable: false }, dir: "asc" },
    });
    const columns: RoleColumn[] = known.items.map((role) => ({
      key: role.key,
      name: role.name,
      description: role.description ?? "",
      is_builtin: role.is_builtin,
      allows: permission_set(role.permissions),
    }));
    return page({ columns, keys: permission_keys() });
  }),
});
