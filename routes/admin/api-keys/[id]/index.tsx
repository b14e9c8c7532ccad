/** One key: what it may, how it is used, what was done to it. */
import { page, type PageProps } from "fresh";
import { StatusBadge } from "~/components/badge.tsx";
import { Split } from "~/components/detail/fact_list.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { t } from "~/components/text.ts";
import {
  api_key,
  effective_permissions,
  end_grace,
  key_usage,
  may_change,
  names_of,
  revoke_key,
  see_key,
} from "~/domain/api_keys/mod.ts";
import type { Entity } from "~/domain/kernel/entity.ts";
import { can } from "~/domain/kernel/actor.ts";
import { AdminPage } from "../../../(_web)/admin_page.tsx";
import { KeyActions } from "../../../(_web)/api_keys/key_actions.tsx";
import { KeyAside } from "../../../(_web)/api_keys/key_aside.tsx";
import { KeyBanners } from "../../../(_web)/api_keys/key_banners.tsx";
import { KeyBody, type KeyData } from "../../../(_web)/api_keys/key_body.tsx";
import { state_look } from "../../../(_web)/api_keys/key_words.ts";
import { text_of } from "../../../(_web)/forms.ts";
import { actor_of } from "../../../(_web)/middlewares.ts";
import { action, actions, type Ctx, failure_of, go, reads } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { told_history } from "../../../(_web)/records/history.ts";
import { plain_errors } from "../../../(_web)/records/problems.ts";
import { zone_of } from "../../../(_web)/records/zone.ts";
import { define, type State } from "../../../(_web)/state.ts";

export default define.page<typeof handler>(function ApiKeyPage({ data, state, url }: PageProps<KeyData, State>) {
  const { key, now } = data;
  const failure = failure_of(state);
  const { tone, label } = state_look(key, now);
  const read = { actor: actor_of(state), zone: zone_of(state), now };
  return (
    <AdminPage
      state={state}
      url={url}
      title={key.name}
      {...(can(read.actor, "api-keys:read") ? { live: [`api_key:${key.id}`] } : {})}
    >
      <PageHeader
        title={key.name}
        identity={
          <>
            <StatusBadge tone={tone} label={label} />
            <code class="text-sm">{key.start}…</code>
          </>
        }
        actions={<KeyActions data={data} csrf={state.csrf} />}
      />
      {failure && <FormErrors errors={plain_errors(failure.error, [])} />}
      <KeyBanners data={data} state={state} zone={read.zone} />
      <Split aside={<KeyAside data={data} read={read} />}>
        <KeyBody data={data} read={read} />
      </Split>
    </AdminPage>
  );
});

// Whose key it is decides: one's own takes api-keys:create, another's api-keys:read.
const show = reads<KeyData>(["api-keys:read", "api-keys:create"], async (tx, ctx) => {
  const key = await see_key(tx, ctx.params.id ?? "");
  ctx.state.title = key.name;
  const [usage, effective, names, history] = await Promise.all([
    key_usage(tx, key.id),
    effective_permissions(tx, key),
    names_of(tx, [key.owner_id, key.created_by_id ?? null]),
    told_history(tx, api_key as unknown as Entity, key.id, 20),
  ]);
  return page({ key, usage, effective, names, history, may_change: may_change(tx, key), now: tx.now().toString() });
});

const id_of = (ctx: Ctx) => ctx.params.id ?? "";
const back = (ctx: Ctx, text: string) => go(ctx, paths.admin.api_key(id_of(ctx)), { tone: "ok", text });

export const handler = define.handlers({
  GET: show,
  POST: actions({
    revoke: action("api-keys:create", async (tx, ctx, form) => {
      const reason = text_of(form, "reason").trim();
      await revoke_key(tx, id_of(ctx), reason ? { reason } : {});
      return back(ctx, t("Revoked. What uses it is refused from now on."));
    }),
    end_grace: action("api-keys:create", async (tx, ctx) => {
      await end_grace(tx, id_of(ctx));
      return back(ctx, t("The old secret works no more."));
    }),
  }, show),
});
