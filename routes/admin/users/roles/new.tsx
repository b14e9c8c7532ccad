import { page } from "fresh";
import { PageHeader } from "~/components/page_header.tsx";
import { t } from "~/components/text.ts";
import { roles } from "~/domain/access/mod.ts";
import { ViewTabs } from "~/components/list/view_tabs.tsx";
import { Banner } from "~/components/banner.tsx";
import { AdminPage } from "../../../(_web)/admin_page.tsx";
import { text_of } from "../../../(_web)/forms.ts";
import { actor_of } from "../../../(_web)/middlewares.ts";
import { action, actions, go, reads } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { define } from "../../../(_web)/state.ts";
import { audience_words } from "../(_parts)/audience_words.ts";
import { audience_of, role_values, RoleForm, type RoleValues } from "./(_parts)/role_form.tsx";
import { may_give } from "./(_parts)/role_matrix.tsx";

/** A role from nothing, or one that begins as another. */
export default define.page<typeof handler>(function NewRolePage({ data: { values, source, left_out }, state, url }) {
  const title = source ? t("Copy of {name}", { name: source.name }) : t("New role");
  return (
    <AdminPage
      state={state}
      url={url}
      title={title}
      layout="wide"
      crumbs={[{ label: t("Roles"), href: paths.admin.roles }]}
    >
      <PageHeader title={title} lead={t("For {whom}", { whom: t(audience_words[values.audience] ?? "") })} />
      {!source && <AudienceTabs current={values.audience} />}
      {left_out.length > 0 && (
        <div class="mb-4">
          <Banner tone="warning" title={t("Without what you do not have yourself")}>
            {left_out.join(", ")}
          </Banner>
        </div>
      )}
      <RoleForm
        values={values}
        back={source ? paths.admin.role(source.id) : paths.admin.roles}
        save={t("Create the role")}
        state={state}
      />
    </AdminPage>
  );
});

/** Whom a role is for decides which rights there are, and stays: so it is chosen before the boxes. */
function AudienceTabs({ current }: { current: string }) {
  return (
    <ViewTabs
      label={t("For whom")}
      views={Object.entries(audience_words).map(([audience, words]) => ({
        label: t(words),
        href: `${paths.admin.new_role}?audience=${audience}`,
        current: audience === current,
      }))}
    />
  );
}

const show = reads("roles:create", async (tx, ctx) => {
  const id = ctx.url.searchParams.get("copy");
  const source = id ? await roles.get(tx, id) : null;
  ctx.state.title = source ? t("Copy of {name}", { name: source.name }) : t("New role");
  const actor = actor_of(ctx.state);
  const values: RoleValues = source
    ? {
      name: t("Copy of {name}", { name: source.name }),
      description: source.description,
      audience: source.audience,
      permissions: source.permissions.filter((key) => may_give(actor, key)),
    }
    : {
      name: "",
      description: null,
      audience: audience_of(ctx.url.searchParams.get("audience") ?? ""),
      permissions: [],
    };
  const left_out = source?.permissions.filter((key) => !may_give(actor, key)) ?? [];
  return page({ values, source: source ? { id: source.id, name: source.name } : null, left_out });
});

const save = action("roles:create", async (tx, ctx, form) => {
  const key = text_of(form, "key").trim();
  const row = await roles.create(tx, {
    ...role_values(form),
    ...(key ? { key } : {}),
    audience: audience_of(text_of(form, "audience")),
  });
  return go(ctx, paths.admin.role(row.id), { tone: "ok", text: t("The role {name} is there.", { name: row.name }) });
});

export const handler = define.handlers({ GET: show, POST: actions({ save }, show) });
