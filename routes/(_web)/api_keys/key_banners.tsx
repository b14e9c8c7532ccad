/** What a key's reader has to know first: it ends soon, it has ended, its old secret still works. */
import { Banner } from "~/components/banner.tsx";
import { Button, LinkButton } from "~/components/button.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import { Csrf } from "../admin_page.tsx";
import { paths } from "../paths.ts";
import type { State } from "../state.ts";
import type { KeyData } from "./key_body.tsx";
import { state_look } from "./key_words.ts";

export function KeyBanners({ data, state, zone }: { data: KeyData; state: State; zone: string }) {
  const { key, usage, now, may_change } = data;
  const { state: is } = state_look(key, now);
  const rotate = may_change
    ? { action: <LinkButton size="sm" href={`${paths.admin.api_key(key.id)}/rotate`}>{t("Rotate")}</LinkButton> }
    : {};
  const banners = [
    is === "revoked" && (
      <Banner key="revoked" tone="danger" title={t("Revoked")}>
        {key.revoked_at && <Time at={key.revoked_at} now={now} zone={zone} />}
        {key.revoked_reason ? `: ${key.revoked_reason}` : ""}
      </Banner>
    ),
    is === "expired" && (
      <Banner key="expired" tone="info" title={t("Expired: it opens nothing")} {...rotate}>
        {t("Rotate it to give it more time, or leave it.")}
      </Banner>
    ),
    is === "expiring" && key.expires_at && (
      <Banner key="expiring" tone="warning" title={t("It ends soon")} {...rotate}>
        {t("What uses it is refused from")} <Time at={key.expires_at} now={now} zone={zone} show="absolute" />.
      </Banner>
    ),
    usage.previous_secret && is !== "revoked" && <Grace key="grace" data={data} state={state} zone={zone} />,
  ].filter(Boolean);
  return banners.length ? <div class="grid gap-3 mb-4">{banners}</div> : null;
}

function Grace({ data: { usage, key, now, may_change }, state, zone }: { data: KeyData; state: State; zone: string }) {
  const old = usage.previous_secret;
  if (!old) return null;
  const since = old.last_used_at && key.rotated_at && old.last_used_at > key.rotated_at ? old : null;
  const end = (
    <form method="post">
      <Csrf state={state} />
      <Button size="sm" name="action" value="end_grace">{t("End it now")}</Button>
    </form>
  );
  return (
    <Banner
      tone={since ? "warning" : "info"}
      title={t("The old secret still works")}
      {...(may_change ? { action: end } : {})}
    >
      {t("Until")} <Time at={old.valid_until} now={now} zone={zone} show="absolute" />. {since?.last_used_at
        ? (
          <>
            {t("Something still sends it: last")} <Time at={since.last_used_at} now={now} zone={zone} />{" "}
            {t("from {ip}", { ip: since.last_used_ip ?? t("unknown address") })}.
          </>
        )
        : t("Nothing has sent it since the rotation.")}
    </Banner>
  );
}
