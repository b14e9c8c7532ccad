import { page, type PageProps } from "fresh";
import type { Option } from "~/components/form/select_field.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { t } from "~/components/text.ts";
import { create_provider } from "~/domain/identity_providers/mod.ts";
import { AdminPage } from "../../(_web)/admin_page.tsx";
import { text_of } from "../../(_web)/forms.ts";
import { action, actions, go, reads } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { define, type State } from "../../(_web)/state.ts";
import { blank_provider, ProviderForm } from "./(_parts)/provider_form.tsx";
import { provider_values } from "./(_parts)/provider_values.ts";
import { role_options } from "./(_parts)/role_options.ts";

export default define.page<typeof handler>(
  function NewProviderPage({ data: { roles }, state, url }: PageProps<{ roles: Option[] }, State>) {
    return (
      <AdminPage state={state} url={url} title={t("New provider")}>
        <PageHeader title={t("New provider")} />
        <ProviderForm
          provider={blank_provider}
          default_role=""
          has_secret={false}
          is_new
          roles={roles}
          back={paths.admin.identity_providers}
          state={state}
        />
      </AdminPage>
    );
  },
);

const show = reads<{ roles: Option[] }>("identity-providers:create", async (tx, ctx) => {
  ctx.state.title = t("New provider");
  return page({ roles: await role_options(tx, null) });
});

const save = action("identity-providers:create", async (tx, ctx, form) => {
  const made = await create_provider(tx, { ...provider_values(form), key: text_of(form, "key").trim() });
  return go(ctx, paths.admin.identity_provider(made.id), {
    tone: "ok",
    text: t("Added. Give the provider the addresses below, then test the connection."),
  });
});

export const handler = define.handlers({ GET: show, POST: actions({ save }, show) });
