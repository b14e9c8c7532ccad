import { page } from "fresh";
import { Badge } from "~/components/badge.tsx";
import { LinkButton } from "~/components/button.tsx";
import { type Column, DataTable } from "~/components/list/data_table.tsx";
import { KeyHints, list_hints } from "~/components/list/key_hints.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { permission_keys, type Role, role_figures, type RoleFigures, roles } from "~/domain/access/mod.ts";
import { can } from "~/domain/kernel/actor.ts";
import { max_limit } from "~/domain/kernel/list_query.ts";
import { permission_set } from "~/domain/kernel/permissions.ts";
import ListKeys from "~/islands/ListKeys.tsx";
import { AdminPage } from "../../../(_web)/admin_page.tsx";
import { actor_of } from "../../../(_web)/middlewares.ts";
import { reads } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { define } from "../../../(_web)/state.ts";
import { audience_words } from "../(_parts)/audience_words.ts";
import { order_of } from "./(_parts)/order.ts";

/** Every role: for whom, how much it allows, and how many hold it. */
export default define.page<typeof handler>(function RolesPage({ data: { known, figures }, state, url }) {
  const actor = actor_of(state);
  return (
    <AdminPage state={state} url={url} title={t("Roles")} live={["roles", "people"]}>
      <PageHeader
        title={t("Roles")}
        count={String(known.length)}
        lead={t("The built-in roles are kept in step with the product. Copy one to change it.")}
        actions={
          <>
            <LinkButton href={paths.admin.permissions} icon="list-checks">{t("Permissions")}</LinkButton>
            <LinkButton href={paths.admin.compare_roles} icon="columns-3">{t("Compare")}</LinkButton>
            {can(actor, "roles:create") && (
              <LinkButton href={paths.admin.new_role} icon="plus" variant="primary">{t("New role")}</LinkButton>
            )}
          </>
        }
      />
      <Panel>
        <DataTable
          caption={t("Roles")}
          columns={role_columns(figures)}
          rows={known}
          row_id={(role) => role.id}
          row_href={(role) => paths.admin.role(role.id)}
          row_label={(role) => role.name}
        />
        <div class="px-4 py-2.5 border-t border-line">
          <KeyHints hints={list_hints().slice(0, 2)} />
        </div>
      </Panel>
      <ListKeys />
    </AdminPage>
  );
});

function role_columns(figures: ReadonlyMap<string, RoleFigures>): Column<Role>[] {
  return [
    {
      key: "name",
      label: t("Role"),
      card: "title",
      cell: (role) => (
        <span class="block">
          <span class="block font-semibold">{role.name}</span>
          {role.description && (
            <span class="block text-xs text-ink-3 whitespace-normal max-w-[460px]">{role.description}</span>
          )}
        </span>
      ),
    },
    {
      key: "kind",
      label: t("Kind"),
      card: "corner",
      cell: (role) => role.is_builtin ? <Badge>{t("built in")}</Badge> : <Badge tone="info">{t("own")}</Badge>,
    },
    { key: "audience", label: t("For"), cell: (role) => t(audience_words[role.audience] ?? role.audience) },
    { key: "allows", label: t("Allows"), cell: (role) => <Extent role={role} /> },
    {
      key: "holders",
      label: t("Held by"),
      cell: (role) => <HolderCount role={role} figures={figures.get(role.id)} />,
    },
  ];
}

/** How much of the table a role covers. */
function Extent({ role }: { role: Role }) {
  const of_audience = permission_keys().filter((each) => each.audience === role.audience);
  const allows = permission_set(role.permissions);
  const n = of_audience.filter((each) => allows.has(each.key)).length;
  return role.permissions.includes("*")
    ? <span>{t("everything")}</span>
    : <span class="fig">{t("{n} of {total} rights", { n, total: of_audience.length })}</span>;
}

function HolderCount({ role, figures }: { role: Role; figures: RoleFigures | undefined }) {
  if (!figures) return <span class="text-ink-3">{t("nobody")}</span>;
  return (
    <span class="whitespace-nowrap">
      <a class="link fig" href={`${paths.admin.users}?role=${encodeURIComponent(role.key)}`}>
        {t.n(figures.holders, "{n} person", "{n} people")}
      </a>
      {figures.ending > 0 && <span class="text-xs text-ink-3">, {t("{n} for a while", { n: figures.ending })}</span>}
    </span>
  );
}

export const handler = define.handlers({
  GET: reads("roles:read", async (tx, ctx) => {
    ctx.state.title = t("Roles");
    const [{ items }, figures] = await Promise.all([roles.list(tx, { limit: max_limit }), role_figures(tx)]);
    return page({ known: [...items].sort(order_of), figures });
  }),
});
