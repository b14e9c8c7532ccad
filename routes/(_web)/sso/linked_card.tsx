/** One's own accounts at identity providers, on the page of one's security. */
import { Button } from "~/components/button.tsx";
import { Icon } from "~/components/icon.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { begin_link, type OwnIdentity, unlink_own } from "~/domain/identity_providers/mod.ts";
import { Csrf } from "../admin_page.tsx";
import { text_of } from "../forms.ts";
import { action, go } from "../pages.ts";
import type { Portal } from "../portals.ts";
import { zone_of } from "../records/zone.ts";
import type { State } from "../state.ts";
import { held } from "./flow.ts";

export function LinkedCard({ identities, state, now }: { identities: OwnIdentity[]; state: State; now: string }) {
  if (identities.length === 0) return null;
  return (
    <Card title={t("Single sign-on")}>
      <ul class="grid grid-cols-1">
        {identities.map((identity) => (
          <li
            key={identity.provider_key}
            class="flex flex-wrap items-center gap-3 py-2 border-b border-line last:border-b-0"
          >
            <Icon name="key" class="text-ink-3" />
            <span class="flex-1 min-w-0 text-sm">
              <span class="block font-medium break-words">{identity.provider_name}</span>
              <Line identity={identity} state={state} now={now} />
            </span>
            <form method="post">
              <Csrf state={state} />
              <input type="hidden" name="provider" value={identity.provider_key} />
              <input type="hidden" name="id" value={identity.id ?? ""} />
              {identity.id
                ? (
                  <Button
                    size="sm"
                    variant="danger"
                    name="action"
                    value="unlink_identity"
                    aria-label={t("Unlink {provider}", { provider: identity.provider_name })}
                  >
                    {t("Unlink")}
                  </Button>
                )
                : (
                  <Button
                    size="sm"
                    name="action"
                    value="link_identity"
                    aria-label={t("Link {provider}", { provider: identity.provider_name })}
                  >
                    {t("Link")}
                  </Button>
                )}
            </form>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Line({ identity, state, now }: { identity: OwnIdentity; state: State; now: string }) {
  if (!identity.id) {
    return <span class="block text-xs text-ink-3">{t("Not linked: it cannot be used to sign in as you.")}</span>;
  }
  const at = identity.last_sign_in_at ?? identity.linked_at;
  return (
    <span class="block text-xs text-ink-3 break-words">
      {identity.username && <>{identity.username},{" "}</>}
      {identity.last_sign_in_at ? t("last used") : t("linked")} {at && <Time at={at} now={now} zone={zone_of(state)} />}
    </span>
  );
}

/** The forms of the card. `here` is the page it stands on. */
export const linked_actions = (portal: Portal, here: string) => ({
  link_identity: action("signed-in", async (tx, ctx, form) => {
    const key = text_of(form, "provider");
    const token = await begin_link(tx, key, portal.audience, here);
    const response = go(ctx, `${portal.auth}/sso/${encodeURIComponent(key)}/continue`);
    response.headers.append("set-cookie", held(ctx, portal, token));
    return response;
  }),
  unlink_identity: action("signed-in", async (tx, ctx, form) => {
    await unlink_own(tx, text_of(form, "id"));
    return go(ctx, here, { tone: "ok", text: t("Unlinked. It opens nothing here any more.") });
  }),
});
