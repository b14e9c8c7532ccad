/** The own password and mail address. */
import { page, type PageResponse } from "fresh";
import { Badge } from "~/components/badge.tsx";
import { Button } from "~/components/button.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { TextField } from "~/components/form/text_field.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import {
  change_password,
  find_credential,
  hash_new_password,
  known_devices,
  own_sign_in,
  type OwnSignIn,
  password_length,
  prove_password,
  request_email_verification,
} from "~/domain/access/mod.ts";
import { DomainError, invalid } from "~/domain/kernel/errors.ts";
import { Csrf } from "../admin_page.tsx";
import { known_cookie, read_cookie } from "../cookies.ts";
import { form_data, text_of } from "../forms.ts";
import { actor_of } from "../middlewares.ts";
import { type Ctx, go, reads } from "../pages.ts";
import type { Portal } from "../portals.ts";
import { plain_errors } from "../records/problems.ts";
import { door } from "../sign_in.ts";
import { is_secure } from "../sign_in_answer.ts";
import type { State } from "../state.ts";
import { names } from "../declared.ts";

export interface PasswordData {
  own: OwnSignIn;
  error: DomainError | null;
}

export function PasswordParts({ data: { own, error }, state }: { data: PasswordData; state: State }) {
  return (
    <div class="grid gap-4">
      <Card title={t("Change your password")}>
        {own.username
          ? (
            <form method="post" class="grid gap-4 max-w-[480px]">
              {error && <FormErrors errors={plain_errors(error, ["current_password", "password", "password_again"])} />}
              <Csrf state={state} />
              <input type="hidden" name="username" value={own.username} autocomplete="username" />
              <TextField
                name="current_password"
                type="password"
                label={t("Present password")}
                autocomplete="current-password"
                required
                maxLength={1000}
              />
              <TextField
                name="password"
                type="password"
                label={t("New password")}
                autocomplete="new-password"
                required
                minLength={password_length.min}
                maxLength={password_length.max}
                hint={t("At least {n} characters; several words are easier to keep in mind than signs.", {
                  n: password_length.min,
                })}
              />
              <TextField
                name="password_again"
                type="password"
                label={t("The same again")}
                autocomplete="new-password"
                required
                maxLength={password_length.max}
              />
              <p class="text-xs text-ink-3">{t("All other devices are signed out.")}</p>
              <span>
                <Button variant="primary" name="action" value="change">{t("Change the password")}</Button>
              </span>
            </form>
          )
          : <p class="text-sm text-ink-3">{t("You sign in without a password here.")}</p>}
      </Card>
      <Card title={t("Your mail address")}>
        {own.email
          ? (
            <div class="flex flex-wrap items-center gap-3">
              <span class="break-all">{own.email}</span>
              <Badge>{own.email_verified ? t("confirmed") : t("not confirmed")}</Badge>
              {!own.email_verified && (
                <form method="post">
                  <Csrf state={state} />
                  <Button size="sm" name="action" value="verify">{t("Send a link to confirm it")}</Button>
                </form>
              )}
            </div>
          )
          : <p class="text-sm text-ink-3">{t("We have none: ask us to add it.")}</p>}
      </Card>
    </div>
  );
}

export function password_handlers(portal: Portal) {
  const here = `${portal.home}/account/password`;
  const show = (error: DomainError | null) =>
    reads("signed-in", async (tx, ctx) => {
      ctx.state.title = t("Your password");
      return page<PasswordData>({ own: await own_sign_in(tx), error }, error ? { status: error.status } : {});
    });
  return names("signed-in", {
    GET: show(null),
    async POST(ctx: Ctx): Promise<Response | PageResponse<PasswordData>> {
      const form = await form_data(ctx.req);
      try {
        if (text_of(form, "action") === "verify") return await send_verification(ctx, portal, here);
        await change(ctx, portal, form);
        return go(ctx, here, { tone: "ok", text: t("Your new password holds from now on.") });
      } catch (error) {
        if (!(error instanceof DomainError) || error.status >= 500) throw error;
        return await show(error)(ctx);
      }
    },
  });
}

async function send_verification(ctx: Ctx, portal: Portal, here: string): Promise<Response> {
  const { email, sent } = await ctx.state.house.platform.transaction(
    actor_of(ctx.state),
    (tx) => request_email_verification(tx, portal.audience),
  );
  return go(
    ctx,
    here,
    sent
      ? { tone: "ok", text: t("A link is on its way to {email}.", { email }) }
      : { tone: "info", text: t("Three links were sent within the hour. Look into your mail.") },
  );
}

async function change(ctx: Ctx, portal: Portal, form: FormData): Promise<void> {
  const actor = actor_of(ctx.state);
  const { platform } = ctx.state.house;
  const [current, password] = [text_of(form, "current_password"), text_of(form, "password")];
  if (password !== text_of(form, "password_again")) {
    throw invalid("password_again", undefined, "is not the same", "Type the new password twice.");
  }
  const { username, email } = await platform.read(actor, own_sign_in);
  if (!username) throw invalid("current_password", undefined, "is not what you sign in with");
  const credential = await platform.read(door(ctx.state.request), (tx) => find_credential(tx, username));
  const proof = await prove_password(credential, current);
  const hash = await hash_new_password(password, [username, email ?? "", actor.label]);
  const device = known_devices(platform.config.SECRET_KEY).key(
    read_cookie(ctx.req, known_cookie(portal, is_secure(ctx.state.house))),
    username,
  );
  const changed = await platform.transaction(
    actor,
    (tx) => change_password(tx, { username, ip: ctx.state.request.ip, device }, proof, hash),
  );
  if (!changed) {
    throw invalid("current_password", undefined, "is wrong, or was wrong too often", "Check it, or wait 15 minutes.");
  }
}
