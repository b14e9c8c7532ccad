import { page, type PageProps } from "fresh";
import type { Option } from "~/components/form/select_field.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { t } from "~/components/text.ts";
import {
  change_provider,
  has_client_secret,
  identity_providers,
  type IdentityProvider,
} from "~/domain/identity_providers/mod.ts";
import { AdminPage } from "../../../(_web)/admin_page.tsx";
import { action, actions, go, reads } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { define, type State } from "../../../(_web)/state.ts";
import { ProviderForm } from "../(_parts)/provider_form.tsx";
import { provider_values } from "../(_parts)/provider_values.ts";
import { role_options } from "../(_parts)/role_options.ts";

interface EditData {
  provider: IdentityProvider;
  has_secret: boolean;
  default_role: string;
  roles: Option[];
}

export default define.page<typeof handler>(function EditProviderPage({ data, state, url }: PageProps<EditData, State>) {
  const { provider, has_secret, default_role, roles } = data;
  const back = paths.admin.identity_provider(provider.id);
  return (
    <AdminPage state={state} url={url} title={t("Edit")} crumbs={[{ label: provider.name, href: back }]}>
      <PageHeader title={t("Edit {name}", { name: provider.name })} />
      <ProviderForm
        provider={provider}
        default_role={default_role}
        has_secret={has_secret}
        is_new={false}
        roles={roles}
        back={back}
        state={state}
      />
    </AdminPage>
  );
});

const show = reads<EditData>("identity-providers:update", async (tx, ctx) => {
  const provider = await tx.elevated((tx) => identity_providers.get(tx, ctx.params.id ?? ""));
  ctx.state.title = t("Edit {name}", { name: provider.name });
  const roles = await role_options(tx, null);
  return page({
    provider,
    has_secret: await has_client_secret(tx, provider.id),
    default_role: roles.find(({ id }) => id === provider.default_role_id)?.value ?? "",
    roles,
  });
});

const save = action("identity-providers:update", async (tx, ctx, form) => {
  const row = await change_provider(tx, ctx.params.id ?? "", provider_values(form));
  return go(ctx, paths.admin.identity_provider(row.id), { tone: "ok", text: t("Saved.") });
});

export const handler = define.handlers({ GET: show, POST: actions({ save }, show) });
