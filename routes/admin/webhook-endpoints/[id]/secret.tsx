/** The one time that a secret is told. */
import { page, type PageProps } from "fresh";
import { Banner } from "~/components/banner.tsx";
import { LinkButton } from "~/components/button.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Card } from "~/components/panel.tsx";
import { VerifySnippets } from "~/components/system/verify_snippet.tsx";
import { t } from "~/components/text.ts";
import { get_endpoint } from "~/domain/webhooks/mod.ts";
import CopyText from "~/islands/CopyText.tsx";
import { AdminPage } from "../../../(_web)/admin_page.tsx";
import { reads } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { define, type State } from "../../../(_web)/state.ts";
import { secret_shown, spent } from "../(_parts)/secret_once.ts";

interface SecretData {
  id: string;
  name: string;
  secret: string | null;
}

export default define.page<typeof handler>(
  function SecretPage({ data: { id, name, secret }, state, url }: PageProps<SecretData, State>) {
    const back = paths.admin.webhook(id);
    return (
      <AdminPage state={state} url={url} title={t("Secret")} crumbs={[{ label: name, href: back }]}>
        <div class="max-w-[880px] grid gap-4">
          <PageHeader
            title={t("Secret of {name}", { name })}
            actions={
              <LinkButton variant={secret ? "primary" : "secondary"} href={back} icon_end="arrow-right">
                {t("To the webhook")}
              </LinkButton>
            }
          />
          {secret
            ? (
              <>
                <Banner tone="warning" title={t("Keep it now: it is shown this once")}>
                  {t("Put it where the receiver finds it. Lost, it is replaced by a new one.")}
                </Banner>
                <Card title={t("Secret")}>
                  <div class="flex flex-wrap items-center gap-3">
                    <code
                      id="webhook-secret"
                      class="flex-1 min-w-[240px] rounded-lg bg-sunken px-4 py-3 text-sm break-all select-all"
                    >
                      {secret}
                    </code>
                    <CopyText of="webhook-secret" label={t("Copy the secret")} />
                  </div>
                </Card>
              </>
            )
            : (
              <Banner tone="info" title={t("The secret was shown once and is not shown again")}>
                {t("If it is lost, replace it on the webhook's page.")}
              </Banner>
            )}
          <Card title={t("How the receiver checks a message")}>
            <VerifySnippets />
          </Card>
        </div>
      </AdminPage>
    );
  },
);

export const handler = define.handlers({
  GET: reads<SecretData>("webhooks:read", async (tx, ctx) => {
    const { id, name } = await get_endpoint(tx, ctx.params.id ?? "");
    ctx.state.title = t("Secret of {name}", { name });
    return page({ id, name, secret: await secret_shown(ctx, id) }, { headers: { "set-cookie": spent(ctx, id) } });
  }),
});
