/** One's own API keys, from the account pages. */
import { page } from "fresh";
import { LinkButton } from "~/components/button.tsx";
import { EmptyState } from "~/components/list/empty_state.tsx";
import { Panel } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { type ApiKey, list_own_keys } from "~/domain/api_keys/mod.ts";
import { max_limit } from "~/domain/kernel/list_query.ts";
import { AccountPage } from "../../(_web)/account/frame.tsx";
import { KeyTable } from "../../(_web)/api_keys/key_table.tsx";
import { reads } from "../../(_web)/pages.ts";
import { paths } from "../../(_web)/paths.ts";
import { portal_of_path } from "../../(_web)/portals.ts";
import { zone_of } from "../../(_web)/records/zone.ts";
import { define } from "../../(_web)/state.ts";

const portal = portal_of_path("/admin");

interface OwnKeysData {
  keys: ApiKey[];
  now: string;
}

export default define.page<typeof handler>(function OwnApiKeysPage({ data: { keys, now }, state, url }) {
  const create = (
    <LinkButton href={`${paths.admin.api_keys}/new`} icon="plus" variant="primary">{t("New API key")}</LinkButton>
  );
  return (
    <AccountPage portal={portal} state={state} url={url} title={t("Your API keys")}>
      <div class="grid gap-4">
        {keys.length > 0 && <div>{create}</div>}
        <Panel>
          {keys.length === 0
            ? (
              <EmptyState icon="key" title={t("You have none")} actions={create}>
                {t("A program that acts in your name takes a key: within what you may, and no longer than you say.")}
              </EmptyState>
            )
            : <KeyTable data={{ keys, owners: null, now }} zone={zone_of(state)} />}
        </Panel>
      </div>
    </AccountPage>
  );
});

export const handler = define.handlers({
  GET: reads<OwnKeysData>("api-keys:create", async (tx, ctx) => {
    ctx.state.title = t("Your API keys");
    const { items } = await list_own_keys(tx, { limit: max_limit });
    return page({ keys: items, now: tx.now().toString() });
  }),
});
