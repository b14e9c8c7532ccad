import { page, type PageProps } from "fresh";
import { PageHeader } from "~/components/page_header.tsx";
import { t } from "~/components/text.ts";
import { change_endpoint, get_endpoint } from "~/domain/webhooks/mod.ts";
import { AdminPage } from "../../../(_web)/admin_page.tsx";
import { action, actions, go, reads } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { define, type State } from "../../../(_web)/state.ts";
import { endpoint_values, EndpointForm } from "../(_parts)/endpoint_form.tsx";

type Endpoint = Awaited<ReturnType<typeof get_endpoint>>;

export default define.page<typeof handler>(function EditEndpointPage({ data, state, url }: PageProps<Endpoint, State>) {
  const back = paths.admin.webhook(data.id);
  return (
    <AdminPage state={state} url={url} title={t("Edit")} crumbs={[{ label: data.name, href: back }]}>
      <PageHeader title={t("Edit {name}", { name: data.name })} />
      <EndpointForm
        values={{
          name: data.name,
          url: data.url,
          description: data.description ?? null,
          event_types: data.event_types,
        }}
        back={back}
        save={t("Save")}
        state={state}
      />
    </AdminPage>
  );
});

const show = reads<Endpoint>("webhooks:update", async (tx, ctx) => {
  const endpoint = await get_endpoint(tx, ctx.params.id ?? "");
  ctx.state.title = t("Edit {name}", { name: endpoint.name });
  return page(endpoint);
});

const save = action("webhooks:update", async (tx, ctx, form) => {
  const row = await change_endpoint(tx, ctx.params.id ?? "", endpoint_values(form));
  return go(ctx, paths.admin.webhook(row.id), { tone: "ok", text: t("Saved.") });
});

export const handler = define.handlers({ GET: show, POST: actions({ save }, show) });
