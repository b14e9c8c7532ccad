import { page, type PageProps } from "fresh";
import { PageHeader } from "~/components/page_header.tsx";
import { t } from "~/components/text.ts";
import { demand_step_up } from "~/domain/access/mod.ts";
import { create_key, key_terms, new_key, possible_owners } from "~/domain/api_keys/mod.ts";
import { can } from "~/domain/kernel/actor.ts";
import { validated } from "~/domain/kernel/validate.ts";
import { AdminPage } from "../../(_web)/admin_page.tsx";
import { key_secret } from "../../(_web)/api_keys/key_secret.ts";
import { key_input, KeyForm, type KeyFormData } from "../../(_web)/api_keys/key_form.tsx";
import { action, actions, reads } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { zone_of } from "../../(_web)/records/zone.ts";
import { define, type State } from "../../(_web)/state.ts";

export default define.page<typeof handler>(function NewApiKeyPage({ data, state, url }: PageProps<KeyFormData, State>) {
  return (
    <AdminPage state={state} url={url} title={t("New API key")}>
      <PageHeader title={t("New API key")} lead={t("The key is shown once, right after this.")} />
      <KeyForm data={data} back={paths.admin.api_keys} save={t("Create and show the key")} state={state} />
    </AdminPage>
  );
});

const show = reads<KeyFormData>("api-keys:create", async (tx, ctx) => {
  ctx.state.title = t("New API key");
  // Asked before the form, not after it: what was typed would be lost on the way.
  if (ctx.req.method === "GET") await demand_step_up(tx);
  return page({
    key: null,
    terms: await key_terms(tx),
    owners: can(tx.actor, "api-keys:manage") ? await possible_owners(tx) : null,
    now: tx.now().toString(),
  });
});

const save = action("api-keys:create", async (tx, ctx, form) => {
  const made = await create_key(tx, validated(new_key, key_input(form, tx.now(), zone_of(ctx.state))));
  return await key_secret.show_once(ctx, made.id, made.secret);
});

export const handler = define.handlers({ GET: show, POST: actions({ save }, show) });
