/** One provider: whether it can be reached, what it has to be told, and what its claims give. */
import { number_text } from "~/components/number_text.ts";
import { declare, declared_by } from "../../../(_web)/declared.ts";
import { page, type PageProps } from "fresh";
import { Badge, StatusBadge } from "~/components/badge.tsx";
import { LinkButton } from "~/components/button.tsx";
import { FactList, Split } from "~/components/detail/fact_list.tsx";
import { ConfirmDialog, DialogButton } from "~/components/dialog.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import type { Option } from "~/components/form/select_field.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import {
  add_rule,
  break_glass_accounts,
  type BreakGlass,
  check_provider,
  has_client_secret,
  identity_providers,
  type IdentityProvider,
  linked_count,
  remove_provider,
  remove_rule,
  type Rule,
  rules_of,
  set_break_glass,
} from "~/domain/identity_providers/mod.ts";
import { can } from "~/domain/kernel/actor.ts";
import { AdminPage } from "../../../(_web)/admin_page.tsx";
import { csrf_field } from "../../../(_web)/csrf.ts";
import { form_data, text_of } from "../../../(_web)/forms.ts";
import { actor_of } from "../../../(_web)/middlewares.ts";
import { action, actions, type Ctx, failure_of, go, reads } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { plain_errors } from "../../../(_web)/records/problems.ts";
import { Nothing } from "../../../(_web)/records/value.tsx";
import { define, type State } from "../../../(_web)/state.ts";
import { audience_words } from "../../users/(_parts)/audience_words.ts";
import { BreakGlassCard } from "../(_parts)/break_glass_card.tsx";
import { AddressesCard, ConnectionCard, RulesCard } from "../(_parts)/cards.tsx";
import { provider_state } from "../(_parts)/provider_state.ts";
import { role_options } from "../(_parts)/role_options.ts";

interface ProviderData {
  provider: IdentityProvider;
  has_secret: boolean;
  linked: number;
  rules: Rule[];
  break_glass: BreakGlass[];
  roles: (Option & { id: string })[];
  now: string;
}

export default define.page<typeof handler>(function ProviderPage({ data, state, url }: PageProps<ProviderData, State>) {
  const { provider, rules, now } = data;
  const actor = actor_of(state);
  const may_change = can(actor, "identity-providers:update");
  const here = paths.admin.identity_provider(provider.id);
  const failure = failure_of(state);
  return (
    <AdminPage state={state} url={url} title={provider.name} live={[`identity_provider:${provider.id}`]}>
      <PageHeader
        title={provider.name}
        identity={
          <>
            <StatusBadge {...provider_state(provider)} />
            <span class="text-sm break-all">{provider.issuer}</span>
          </>
        }
        actions={
          <>
            <LinkButton href={`${here}/history`} icon="history">{t("History")}</LinkButton>
            {can(actor, "identity-providers:delete") && (
              <DialogButton dialog="delete-provider" variant="danger" icon="trash-2">{t("Delete")}</DialogButton>
            )}
            {may_change && <LinkButton href={`${here}/edit`} icon="pencil" variant="primary">{t("Edit")}</LinkButton>}
          </>
        }
      />
      {failure && <FormErrors errors={plain_errors(failure.error, ["claim", "value", "role"])} />}
      <Split aside={<Facts data={data} />}>
        <ConnectionCard provider={provider} state={state} may_change={may_change} now={now} />
        <RulesCard
          provider={provider}
          state={state}
          may_change={may_change}
          rules={rules}
          roles={data.roles.filter(({ group }) =>
            provider.audiences.some((each) => t(audience_words[each] ?? each) === group)
          )}
        />
        <AddressesCard provider={provider} state={state} />
        {provider.audiences.includes("admin") && (
          <BreakGlassCard
            accounts={data.break_glass}
            state={state}
            may_change={may_change && can(actor, "users:manage")}
          />
        )}
      </Split>
      <ConfirmDialog
        id="delete-provider"
        title={t("Delete {name}?", { name: provider.name })}
        action={here}
        fields={{ [csrf_field]: state.csrf, action: "delete" }}
        confirm={t("Delete")}
        danger
      >
        <p>
          {t(
            "Sessions that came by it end, roles that its claims gave are taken back, and its accounts open nothing any more.",
          )}
        </p>
      </ConfirmDialog>
    </AdminPage>
  );
});

function Facts({ data: { provider, has_secret, linked, roles } }: { data: ProviderData }) {
  const yes_no = (value: boolean) => value ? t("yes") : t("no");
  const role = roles.find(({ id }) => id === provider.default_role_id);
  return (
    <Card title={t("What it is for")}>
      <FactList
        facts={[
          {
            label: t("Portals"),
            value: (
              <span class="flex flex-wrap gap-1">
                {provider.audiences.map((each) => <Badge key={each}>{t(audience_words[each] ?? each)}</Badge>)}
              </span>
            ),
          },
          { label: t("Linked people"), value: <span class="fig">{number_text(linked)}</span> },
          { label: t("Client id"), value: <code class="break-all">{provider.client_id}</code> },
          { label: t("Client secret"), value: has_secret ? t("set") : t("none") },
          { label: t("Scopes"), value: <span class="break-words">{provider.scopes.join(" ")}</span> },
          {
            label: t("Domains"),
            value: provider.email_domains.length ? provider.email_domains.join(", ") : <Nothing />,
          },
          { label: t("Verified addresses count"), value: yes_no(provider.trusts_email) },
          { label: t("Links by address"), value: yes_no(provider.links_by_email) },
          { label: t("Makes new people"), value: yes_no(provider.creates_people) },
          { label: t("Default role"), value: role?.label ?? <Nothing /> },
          { label: t("Second factor counts"), value: yes_no(provider.trusts_second_factor) },
          { label: t("Only way in"), value: yes_no(provider.is_enforced) },
        ]}
      />
    </Card>
  );
}

const id_of = (ctx: Ctx) => ctx.params.id ?? "";

const show = reads<ProviderData>("identity-providers:read", async (tx, ctx) => {
  const provider = await identity_providers.get(tx, id_of(ctx));
  ctx.state.title = provider.name;
  return page({
    provider,
    has_secret: await has_client_secret(tx, provider.id),
    linked: await linked_count(tx, provider.id),
    rules: await rules_of(tx, provider.id),
    break_glass: await break_glass_accounts(tx),
    roles: await role_options(tx, null),
    now: tx.now().toString(),
  });
});

const back = (ctx: Ctx, text: string) => go(ctx, paths.admin.identity_provider(id_of(ctx)), { tone: "ok", text });

const others = actions({
  add_rule: action("identity-providers:update", async (tx, ctx, form) => {
    const [claim, value, role] = [text_of(form, "claim"), text_of(form, "value"), text_of(form, "role")];
    await add_rule(tx, id_of(ctx), { claim, value, role });
    return back(ctx, t("Added. It works from the next sign-in on."));
  }),
  remove_rule: action("identity-providers:update", async (tx, ctx, form) => {
    await remove_rule(tx, id_of(ctx), text_of(form, "rule_id"));
    return back(ctx, t("Removed. Its roles go at the next sign-in."));
  }),
  break_glass: action("users:manage", async (tx, ctx, form) => {
    await identity_providers.get(tx, id_of(ctx));
    await set_break_glass(tx, text_of(form, "person_id"), text_of(form, "keep") === "true");
    return back(ctx, t("Saved."));
  }),
  delete: action("identity-providers:delete", async (tx, ctx) => {
    await remove_provider(tx, id_of(ctx));
    return go(ctx, paths.admin.identity_providers, { tone: "ok", text: t("Deleted.") });
  }),
}, show);

export const handler = define.handlers({
  GET: show,
  POST: declare(async (ctx: Ctx) => {
    if (text_of(await form_data(ctx.req), "action") !== "check") return await others(ctx);
    // Asks another server, for seconds maybe: outside of the transaction that the other forms run in.
    const findings = await check_provider(ctx.state.house.platform, actor_of(ctx.state), id_of(ctx));
    return findings.some(({ tone }) => tone === "bad")
      ? go(ctx, paths.admin.identity_provider(id_of(ctx)), { tone: "bad", text: t("Something is wrong: see below.") })
      : back(ctx, t("The connection works."));
  }, { actions: { ...declared_by(others)?.actions, check: "identity-providers:update" } }),
});
