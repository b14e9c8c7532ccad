import { page, type PageProps } from "fresh";
import { PageHeader } from "~/components/page_header.tsx";
import { t } from "~/components/text.ts";
import { create_endpoint } from "~/domain/webhooks/mod.ts";
import { AdminPage } from "../../(_web)/admin_page.tsx";
import { action, actions, reads } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { define, type State } from "../../(_web)/state.ts";
import { endpoint_values, EndpointForm } from "./(_parts)/endpoint_form.tsx";
import { show_once } from "./(_parts)/secret_once.ts";

export default define.page<typeof handler>(function NewEndpointPage({ state, url }: PageProps<null, State>) {
  return (
    <AdminPage state={state} url={url} title={t("New webhook")}>
      <PageHeader title={t("New webhook")} />
      <EndpointForm
        values={{ name: "", url: "", description: null, event_types: [] }}
        back={paths.admin.webhooks}
        save={t("Create and show the secret")}
        state={state}
      />
    </AdminPage>
  );
});

const show = reads<null>("webhooks:create", (_tx, ctx) => {
  ctx.state.title = t("New webhook");
  return Promise.resolve(page(null));
});

const save = action("webhooks:create", async (tx, ctx, form) => {
  const made = await create_endpoint(tx, endpoint_values(form));
  return await show_once(ctx, made.id, made.secret);
});

export const handler = define.handlers({ GET: show, POST: actions({ save }, show) });
