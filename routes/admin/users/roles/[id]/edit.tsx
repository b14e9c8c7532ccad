import { page } from "fresh";
import { PageHeader } from "~/components/page_header.tsx";
import { t } from "~/components/text.ts";
import { type Role, role_figures, roles } from "~/domain/access/mod.ts";
import { AdminPage } from "../../../../(_web)/admin_page.tsx";
import { text_of } from "../../../../(_web)/forms.ts";
import { action, actions, go, reads } from "../../../../(_web)/pages.ts";
import { paths } from "../../../../(_web)/paths.ts";
import { define } from "../../../../(_web)/state.ts";
import { role_values, RoleForm } from "../(_parts)/role_form.tsx";

export default define.page<typeof handler>(function EditRolePage({ data: { row, holders }, state, url }) {
  const back = paths.admin.role(row.id);
  return (
    <AdminPage
      state={state}
      url={url}
      title={t("Edit")}
      layout="wide"
      crumbs={[{ label: t("Roles"), href: paths.admin.roles }, { label: row.name, href: back }]}
    >
      <PageHeader
        title={t("Edit {name}", { name: row.name })}
        lead={holders > 0
          ? t.n(
            holders,
            "{n} person holds it: what you change holds at once.",
            "{n} people hold it: what you change holds at once.",
          )
          : t("Nobody holds it yet.")}
      />
      <RoleForm
        values={{ ...row, description: row.description ?? null, version: row.updated_at }}
        back={back}
        save={t("Save")}
        state={state}
      />
    </AdminPage>
  );
});

const show = reads<{ row: Role; holders: number }>("roles:update", async (tx, ctx) => {
  const [row, figures] = await Promise.all([roles.get(tx, ctx.params.id ?? ""), role_figures(tx)]);
  // The built-in ones have no form: whoever typed the address lands where it says why.
  if (row.is_builtin || !row.is_active) return ctx.redirect(paths.admin.role(row.id), 303);
  ctx.state.title = t("Edit {name}", { name: row.name });
  return page({ row, holders: figures.get(row.id)?.holders ?? 0 });
});

const save = action("roles:update", async (tx, ctx, form) => {
  const row = await roles.update(tx, ctx.params.id ?? "", role_values(form), text_of(form, "version") || null);
  return go(ctx, paths.admin.role(row.id), { tone: "ok", text: t("Saved.") });
});

export const handler = define.handlers({ GET: show, POST: actions({ save }, show) });
