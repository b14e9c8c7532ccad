/** One's own second factors, recovery codes and remembered devices. */
import { page } from "fresh";
import { Badge } from "~/components/badge.tsx";
import { Banner } from "~/components/banner.tsx";
import { Button, LinkButton } from "~/components/button.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { TextField } from "~/components/form/text_field.tsx";
import { Icon } from "~/components/icon.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { Time } from "~/components/time.tsx";
import {
  add_own_passkey,
  code_count,
  forget_own_device,
  make_own_recovery_codes,
  type Method,
  type MethodKind,
  own_security,
  type OwnSecurity,
  remove_own_method,
  rename_own_method,
} from "~/domain/second_factor/mod.ts";
import { own_identities, type OwnIdentity } from "~/domain/identity_providers/mod.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import { AccountPage } from "../account/frame.tsx";
import { device_words } from "../account/sessions.tsx";
import { Csrf } from "../admin_page.tsx";
import { text_of } from "../forms.ts";
import { action, actions, type Ctx, failure_of, go, reads, value_of } from "../pages.ts";
import type { Portal } from "../portals.ts";
import { plain_errors } from "../records/problems.ts";
import { zone_of } from "../records/zone.ts";
import { linked_actions, LinkedCard } from "../sso/linked_card.tsx";
import { problem_text } from "../sso/problems.ts";
import type { State } from "../state.ts";
import { PasskeyForm } from "./passkey_form.tsx";
import { RecoveryCodes } from "./recovery_codes.tsx";

export interface SecurityData {
  own: OwnSecurity;
  identities: OwnIdentity[];
  /** Why a link to an identity provider came to nothing. */
  problem: string | null;
  now: string;
}

export const security_path = (portal: Portal): string => `${portal.home}/account/security`;

export function SecurityParts(
  { portal, data: { own, identities, problem, now }, state }: { portal: Portal; data: SecurityData; state: State },
) {
  const failed = failure_of(state);
  return (
    <div class="grid gap-4">
      {failed && <FormErrors errors={plain_errors(failed.error, ["name"])} />}
      {problem && <Banner tone="warning">{problem}</Banner>}
      {own.required && own.methods.length === 1 && (
        <Banner tone="info" title={t("Your role needs a second factor")}>
          {t("Add another one, so that a lost phone does not keep you out.")}
        </Banner>
      )}
      <Card title={t("Second factor")}>
        {own.methods.length === 0 && (
          <p class="text-sm text-ink-2 mb-3">{t("None yet. With one, your password alone opens nothing.")}</p>
        )}
        <ul class="grid grid-cols-1">
          {own.methods.map((method) => (
            <MethodLine
              key={method.id}
              method={method}
              state={state}
              now={now}
              last={own.required && own.methods.length === 1}
            />
          ))}
        </ul>
        <div class="flex flex-wrap gap-2 mt-3">
          <LinkButton icon="smartphone" href={`${security_path(portal)}/app`}>
            {t("Add an authenticator app")}
          </LinkButton>
        </div>
      </Card>
      <Card title={t("Add a passkey")}>
        <div class="max-w-[400px]">
          <PasskeyForm portal={portal} state={state} purpose="add" action="add_passkey" label={t("Add a passkey")}>
            <TextField
              name="name"
              label={t("Name")}
              hint={t("What you know it by, such as the device or key.")}
              value={value_of(state, "name", "")}
              required
              maxLength={60}
            />
          </PasskeyForm>
        </div>
      </Card>
      {own.methods.length > 0 && <Codes left={own.recovery_codes} state={state} />}
      <LinkedCard identities={identities} state={state} now={now} />
      {own.devices.length > 0 && <Devices own={own} state={state} now={now} />}
    </div>
  );
}

const kind_words: Record<MethodKind, string> = { totp: "Authenticator app", passkey: "Passkey" };

function MethodLine({ method, state, now, last }: { method: Method; state: State; now: string; last: boolean }) {
  const zone = zone_of(state);
  const hidden = (
    <>
      <Csrf state={state} />
      <input type="hidden" name="kind" value={method.kind} />
      <input type="hidden" name="id" value={method.id} />
    </>
  );
  return (
    <li class="grid gap-2 py-2 border-b border-line last:border-b-0">
      <div class="flex items-center gap-3">
        <Icon name={method.kind === "totp" ? "smartphone" : "key"} class="text-ink-3" />
        <span class="flex-1 min-w-0 text-sm">
          <span class="flex flex-wrap items-center gap-2">
            <span class="font-medium break-all">{method.name}</span>
            <Badge>{t(kind_words[method.kind])}</Badge>
          </span>
          <span class="block text-xs text-ink-3">
            {t("since")} <Time at={method.created_at} now={now} zone={zone} />
            {method.last_used_at && (
              <>
                , {t("last used")} <Time at={method.last_used_at} now={now} zone={zone} />
              </>
            )}
          </span>
        </span>
        <form method="post">
          {hidden}
          <Button
            size="sm"
            variant="danger"
            name="action"
            value="remove"
            aria-label={t("Remove {name}", { name: method.name })}
            disabled_reason={last ? t("Your role needs a second factor: add another first.") : undefined}
          >
            {t("Remove")}
          </Button>
        </form>
      </div>
      <details class="text-sm pl-7">
        <summary class="link cursor-pointer" aria-label={t("Rename {name}", { name: method.name })}>
          {t("Rename")}
        </summary>
        <form method="post" class="flex flex-wrap items-end gap-2 mt-2">
          {hidden}
          <TextField
            id={`name-${method.id}`}
            name="name"
            label={t("New name")}
            value={method.name}
            required
            maxLength={60}
          />
          <Button size="sm" name="action" value="rename">{t("Save")}</Button>
        </form>
      </details>
    </li>
  );
}

function Codes({ left, state }: { left: number; state: State }) {
  return (
    <Card title={t("Recovery codes")}>
      <p class="text-sm text-ink-2 mb-3">
        {t("{left} of {n} are left. New ones make the old ones worthless.", { left, n: code_count })}
      </p>
      <form method="post">
        <Csrf state={state} />
        <Button name="action" value="make_codes" icon="refresh-cw">{t("Make new codes")}</Button>
      </form>
    </Card>
  );
}

function Devices({ own, state, now }: { own: OwnSecurity; state: State; now: string }) {
  const zone = zone_of(state);
  return (
    <Card title={t("Remembered devices")}>
      <p class="text-sm text-ink-2">{t("The second factor is not asked there.")}</p>
      <ul class="grid grid-cols-1">
        {own.devices.map((device) => (
          <li key={device.id} class="flex items-center gap-3 py-2 border-b border-line last:border-b-0">
            <Icon name="monitor" class="text-ink-3" />
            <span class="flex-1 min-w-0 text-sm">
              <span class="block font-medium truncate">{device_words(device.user_agent)}</span>
              <span class="block text-xs text-ink-3">
                {device.ip ?? t("unknown address")} · {t("since")}{" "}
                <Time at={device.created_at} now={now} zone={zone} />, {t("until")}{" "}
                <Time at={device.expires_at} now={now} zone={zone} show="absolute" />
              </span>
            </span>
            <form method="post">
              <Csrf state={state} />
              <input type="hidden" name="id" value={device.id} />
              <Button
                size="sm"
                variant="danger"
                name="action"
                value="forget"
                aria-label={t("Forget {device}", { device: device_words(device.user_agent) })}
              >
                {t("Forget")}
              </Button>
            </form>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** The answer to what made recovery codes; without new ones, back to the page. */
export async function codes_or_back(ctx: Ctx, portal: Portal, codes: string[] | null, text: string): Promise<Response> {
  const here = security_path(portal);
  if (!codes) return go(ctx, here, { tone: "ok", text });
  ctx.state.title = t("Recovery codes");
  return await ctx.render(
    <AccountPage portal={portal} state={ctx.state} url={ctx.url} title={t("Recovery codes")}>
      <div class="grid gap-4">
        <RecoveryCodes codes={codes} />
        <span>
          <LinkButton variant="primary" href={here}>{t("I have kept them")}</LinkButton>
        </span>
      </div>
    </AccountPage>,
  );
}

export function security_handlers(portal: Portal) {
  const here = security_path(portal);
  const show = reads("signed-in", async (tx, ctx) => {
    ctx.state.title = t("Your second factor");
    return page<SecurityData>({
      own: await own_security(tx, portal.audience),
      identities: await own_identities(tx, portal.audience),
      problem: problem_text(ctx.url.searchParams.get("problem")),
      now: tx.now().toString(),
    });
  });
  return {
    GET: show,
    POST: actions({
      ...linked_actions(portal, here),
      add_passkey: action(
        "signed-in",
        async (tx, ctx, form) =>
          await codes_or_back(
            ctx,
            portal,
            await add_own_passkey(tx, text_of(form, "passkey"), text_of(form, "name")),
            t("The passkey is added."),
          ),
      ),
      rename: action("signed-in", async (tx, ctx, form) => {
        await rename_own_method(tx, kind_of(form), text_of(form, "id"), text_of(form, "name"));
        return go(ctx, here, { tone: "ok", text: t("Renamed.") });
      }),
      remove: action("signed-in", async (tx, ctx, form) => {
        await remove_own_method(tx, portal.audience, kind_of(form), text_of(form, "id"));
        return go(ctx, here, { tone: "ok", text: t("Removed.") });
      }),
      make_codes: action(
        "signed-in",
        async (tx, ctx) => await codes_or_back(ctx, portal, await make_own_recovery_codes(tx), ""),
      ),
      forget: action("signed-in", async (tx, ctx, form) => {
        await forget_own_device(tx, text_of(form, "id"));
        return go(ctx, here, { tone: "ok", text: t("Forgotten: the second factor is asked there again.") });
      }),
    }, show),
  };
}

function kind_of(form: FormData): MethodKind {
  const kind = text_of(form, "kind");
  if (kind !== "totp" && kind !== "passkey") throw invalid("kind", kind, "must be totp or passkey");
  return kind;
}
