/** Asks for a link to choose a new password. Whatever was typed, the answer is the same, and so is the work before it. */
import { page, type PageProps, type PageResponse } from "fresh";
import { Banner } from "~/components/banner.tsx";
import { Button } from "~/components/button.tsx";
import { TextField } from "~/components/form/text_field.tsx";
import { AuthShell } from "~/components/shell/auth_shell.tsx";
import { t } from "~/components/text.ts";
import { request_password_reset } from "~/domain/access/mod.ts";
import { Csrf, page_slots } from "../admin_page.tsx";
import { form_data, text_of } from "../forms.ts";
import type { Ctx } from "../pages.ts";
import type { Portal } from "../portals.ts";
import { door } from "../sign_in.ts";
import type { State } from "../state.ts";
import { names } from "../declared.ts";

interface Data {
  portal: Portal;
  asked: boolean;
}

export function ForgotPage({ data: { portal, asked }, state, url }: PageProps<Data, State>) {
  return (
    <AuthShell
      title={t("Choose a new password")}
      lead={t("We send a link to the address we have for you.")}
      slots={page_slots(state, url, undefined)}
      foot={<a class="link" href={portal.sign_in}>{t("Back to sign-in")}</a>}
    >
      {asked
        ? (
          <Banner tone="info" title={t("If there is such an account, a mail is on its way")}>
            {t(
              "The link in it works for an hour, once. Nothing there? Look into the spam folder, or ask whoever gave you access.",
            )}
          </Banner>
        )
        : (
          <form method="post" class="grid gap-4">
            <Csrf state={state} />
            <TextField
              name="username"
              label={t("User name")}
              autocomplete="username"
              autocapitalize="none"
              spellcheck={false}
              required
              maxLength={254}
              autofocus
            />
            <Button variant="primary" size="lg">{t("Send the link")}</Button>
          </form>
        )}
    </AuthShell>
  );
}

export function forgot_handlers(portal: Portal) {
  const show = (ctx: Ctx, asked: boolean): PageResponse<Data> => {
    ctx.state.title = t("Choose a new password");
    return page({ portal, asked });
  };
  return names("public", {
    GET: (ctx: Ctx) => show(ctx, false),
    async POST(ctx: Ctx) {
      const username = text_of(await form_data(ctx.req), "username");
      const { house, request } = ctx.state;
      await house.platform.transaction(door(request), (tx) => request_password_reset(tx, username, portal.audience));
      return show(ctx, true);
    },
  });
}
