/** The one time that a key is told. */
import { page, type PageProps } from "fresh";
import { Banner } from "~/components/banner.tsx";
import { LinkButton } from "~/components/button.tsx";
import { PageHeader } from "~/components/page_header.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { see_key } from "~/domain/api_keys/mod.ts";
import CopyText from "~/islands/CopyText.tsx";
import { AdminPage } from "../../../(_web)/admin_page.tsx";
import { key_secret } from "../../../(_web)/api_keys/key_secret.ts";
import { reads } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";
import { define, type State } from "../../../(_web)/state.ts";

interface SecretData {
  id: string;
  name: string;
  secret: string | null;
  address: string;
}

export default define.page<typeof handler>(
  function KeySecretPage({ data: { id, name, secret, address }, state, url }: PageProps<SecretData, State>) {
    const back = paths.admin.api_key(id);
    return (
      <AdminPage state={state} url={url} title={t("Key")} crumbs={[{ label: name, href: back }]}>
        <div class="max-w-[880px] grid gap-4">
          <PageHeader
            title={t("The key of {name}", { name })}
            actions={
              <LinkButton variant={secret ? "primary" : "secondary"} href={back} icon_end="arrow-right">
                {t("To its page")}
              </LinkButton>
            }
          />
          {secret
            ? (
              <>
                <Banner tone="warning" title={t("Keep it now: it is shown this once")}>
                  {t("Put it into the secret store of the program. Lost, it is replaced by rotating the key.")}
                </Banner>
                <Card title={t("Key")}>
                  <div class="flex flex-wrap items-center gap-3">
                    <code
                      id="api-key-secret"
                      class="flex-1 min-w-[240px] rounded-lg bg-sunken px-4 py-3 text-sm break-all select-all"
                    >
                      {secret}
                    </code>
                    <CopyText of="api-key-secret" label={t("Copy the key")} />
                  </div>
                </Card>
              </>
            )
            : (
              <Banner tone="info" title={t("The key was shown once and is not shown again")}>
                {t("If it is lost, rotate it on its page.")}
              </Banner>
            )}
          <Card title={t("Try it")}>
            <div class="grid gap-3">
              <pre class="rounded-lg bg-sunken px-4 py-3 text-sm overflow-x-auto" tabIndex={0}>
                <code id="api-key-try">
                  {`curl ${address}/api/v1/api-keys/current \\\n  -H "Authorization: Bearer $OMNI_KEY"`}
                </code>
              </pre>
              <p class="text-sm text-ink-2">
                {t("It answers with the key's name, what it may now and when it ends.")}{" "}
                <a class="link" href={paths.admin.api_docs}>{t("API documentation")}</a>
              </p>
            </div>
          </Card>
        </div>
      </AdminPage>
    );
  },
);

export const handler = define.handlers({
  GET: reads<SecretData>("api-keys:create", async (tx, ctx) => {
    const { id, name } = await see_key(tx, ctx.params.id ?? "");
    ctx.state.title = t("The key of {name}", { name });
    return page({
      id,
      name,
      secret: await key_secret.secret_shown(ctx, id),
      address: ctx.state.house.platform.config.PUBLIC_URL,
    }, { headers: { "set-cookie": key_secret.spent(ctx, id) } });
  }),
});
