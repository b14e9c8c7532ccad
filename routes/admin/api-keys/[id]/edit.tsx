import { page, type PageProps } from "fresh";
import { PageHeader } from "~/components/page_header.tsx";
import { t } from "~/components/text.ts";
import { demand_step_up } from "~/domain/access/mod.ts";
import { change_key, key_change, key_terms, see_changeable } from "~/domain/api_keys/mod.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { AdminPage } from "../../../(_web)/admin_page.tsx";
import { key_input, KeyForm, type KeyFormData } from "../../../(_web)/api_keys/key_form.tsx";
import { action, actions, go, reads } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { zone_of } from "../../../(_web)/records/zone.ts";
import { define, type State } from "../../../(_web)/state.ts";

export default define.page<typeof handler>(
  function EditApiKeyPage({ data, state, url }: PageProps<KeyFormData, State>) {
    const name = data.key?.name ?? "";
    const back = paths.admin.api_key(data.key?.id ?? "");
    return (
      <AdminPage state={state} url={url} title={t("Edit")} crumbs={[{ label: name, href: back }]}>
        <PageHeader
          title={t("Edit {name}", { name })}
          lead={t("The secret stays as it is. It obeys what you save within a second.")}
        />
        <KeyForm data={data} back={back} save={t("Save")} state={state} />
      </AdminPage>
    );
  },
);

const show = reads<KeyFormData>("api-keys:create", async (tx, ctx) => {
  const key = await see_changeable(tx, ctx.params.id ?? "");
  ctx.state.title = t("Edit {name}", { name: key.name });
  if (ctx.req.method === "GET") await demand_step_up(tx);
  return page({ key, terms: await key_terms(tx), owners: null, now: tx.now().toString() });
});

const save = action("api-keys:create", async (tx, ctx, form) => {
  const id = ctx.params.id ?? "";
  const { owner_id: _owner, ...change } = key_input(form, tx.now(), zone_of(ctx.state));
  await change_key(tx, id, validated(key_change, change));
  return go(ctx, paths.admin.api_key(id), { tone: "ok", text: t("Saved. It holds at once.") });
});

export const handler = define.handlers({ GET: show, POST: actions({ save }, show) });
