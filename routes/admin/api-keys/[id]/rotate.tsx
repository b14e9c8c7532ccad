/** A new secret for a known key: when the old one stops, and whether the key gets more time. */
import { page, type PageProps } from "fresh";
import { Button, LinkButton } from "~/components/button.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { FormActions, FormSection } from "~/components/form/form_section.tsx";
import { SelectField } from "~/components/form/select_field.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { t } from "~/components/text.ts";
import { demand_step_up } from "~/domain/access/mod.ts";
import { type ApiKey, key_terms, type KeyTerms, rotate_key, see_changeable } from "~/domain/api_keys/mod.ts";
import { AdminPage, Csrf } from "../../../(_web)/admin_page.tsx";
import { expiry_of, ExpiryChoice } from "../../../(_web)/api_keys/expiry_choice.tsx";
import { until_words } from "../../../(_web)/api_keys/key_form.tsx";
import { key_secret } from "../../../(_web)/api_keys/key_secret.ts";
import { text_of } from "../../../(_web)/forms.ts";
import { action, actions, failure_of, problem_of, reads, value_of } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { plain_errors } from "../../../(_web)/records/problems.ts";
import { zone_of } from "../../../(_web)/records/zone.ts";
import { define, type State } from "../../../(_web)/state.ts";

interface RotateData {
  key: ApiKey;
  terms: KeyTerms;
  now: string;
}

const graces = () => [
  { value: "0", label: t("no time: it is known to others") },
  { value: "1", label: t("one hour") },
  { value: "24", label: t("one day") },
  { value: "168", label: t("one week") },
];

export default define.page<typeof handler>(
  function RotatePage({ data: { key, terms, now }, state, url }: PageProps<RotateData, State>) {
    const back = paths.admin.api_key(key.id);
    const failure = failure_of(state);
    const zone = zone_of(state);
    return (
      <AdminPage state={state} url={url} title={t("Rotate")} crumbs={[{ label: key.name, href: back }]}>
        <PageHeader
          title={t("Rotate {name}", { name: key.name })}
          lead={t("A new secret, shown once. Name, permissions and history stay.")}
        />
        <form method="post" class="panel px-5 pt-2 max-w-[980px]">
          <Csrf state={state} />
          {failure && (
            <div class="pt-4">
              <FormErrors errors={plain_errors(failure.error, ["grace_hours"])} />
            </div>
          )}
          <FormSection
            title={t("Old secret")}
            hint={t(
              "Both work meanwhile, so that the program changes over without a gap. The key's page tells whether the old one is still sent.",
            )}
          >
            <SelectField
              name="grace_hours"
              label={t("The old secret goes on working for")}
              value={value_of(state, "grace_hours", "24")}
              options={graces()}
            />
          </FormSection>
          <FormSection title={t("Life")} hint={t("Counted anew from this rotation.")}>
            <ExpiryChoice
              terms={terms}
              value={failure?.values.expiry ?? (key.expires_at && key.expires_at < now ? undefined : "keep")}
              day={failure?.values.expires_on ?? ""}
              now={now}
              zone={zone}
              keep={key.expires_at ? until_words(key.expires_at, zone) : t("never")}
              error={problem_of(state, "expires_at")}
            />
          </FormSection>
          <FormActions>
            <LinkButton href={back}>{t("Cancel")}</LinkButton>
            <Button variant="primary">{t("Rotate and show the key")}</Button>
          </FormActions>
        </form>
      </AdminPage>
    );
  },
);

const show = reads<RotateData>("api-keys:create", async (tx, ctx) => {
  const key = await see_changeable(tx, ctx.params.id ?? "");
  ctx.state.title = t("Rotate {name}", { name: key.name });
  if (ctx.req.method === "GET") await demand_step_up(tx);
  return page({ key, terms: await key_terms(tx), now: tx.now().toString() });
});

const save = action("api-keys:create", async (tx, ctx, form) => {
  const id = ctx.params.id ?? "";
  const expires_at = expiry_of(form, tx.now(), zone_of(ctx.state));
  const { secret } = await rotate_key(tx, id, {
    grace_hours: Number(text_of(form, "grace_hours") || "24"),
    ...(expires_at === undefined ? {} : { expires_at }),
  });
  return await key_secret.show_once(ctx, id, secret);
});

export const handler = define.handlers({ GET: show, POST: actions({ save }, show) });
