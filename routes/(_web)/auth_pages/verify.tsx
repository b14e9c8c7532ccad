/** Behind the link that proves a mail address: one button, because programs that look through mails open links too. */
import { page, type PageProps, type PageResponse } from "fresh";
import { Banner } from "~/components/banner.tsx";
import { Button } from "~/components/button.tsx";
import { AuthShell } from "~/components/shell/auth_shell.tsx";
import { t } from "~/components/text.ts";
import { confirm_email, find_link } from "~/domain/access/mod.ts";
import { DomainError } from "~/domain/kernel/errors.ts";
import { Csrf, page_slots } from "../admin_page.tsx";
import { form_data, text_of } from "../forms.ts";
import type { Ctx } from "../pages.ts";
import type { Portal } from "../portals.ts";
import { door } from "../sign_in.ts";
import type { State } from "../state.ts";
import { names } from "../declared.ts";

interface Data {
  portal: Portal;
  token: string;
  email: string | null;
  done: boolean;
}

export function VerifyPage({ data: { portal, token, email, done }, state, url }: PageProps<Data, State>) {
  return (
    <AuthShell
      title={t("Confirm your mail address")}
      slots={page_slots(state, url, undefined)}
      foot={<a class="link" href={portal.sign_in}>{t("To sign-in")}</a>}
    >
      {email === null
        ? (
          <Banner tone="warning" title={t("This link does not work any more")}>
            {t("It was used before, is too old, or was cut off on its way. Ask for a new one on your account's page.")}
          </Banner>
        )
        : done
        ? <Banner tone="info" title={t("Confirmed")}>{t("{email} is yours.", { email })}</Banner>
        : (
          <form method="post" class="grid gap-4">
            <Csrf state={state} />
            <input type="hidden" name="token" value={token} />
            <p>{t("Is {email} your address?", { email })}</p>
            <Button variant="primary" size="lg">{t("Yes, confirm")}</Button>
          </form>
        )}
    </AuthShell>
  );
}

export function verify_handlers(portal: Portal) {
  const answer = async (
    ctx: Ctx,
    token: string,
    run: () => Promise<string>,
    done: boolean,
  ): Promise<PageResponse<Data>> => {
    ctx.state.title = t("Confirm your mail address");
    try {
      return page({ portal, token, email: await run(), done });
    } catch (error) {
      if (!(error instanceof DomainError) || error.status >= 500) throw error;
      return page({ portal, token, email: null, done: false }, { status: 422 });
    }
  };
  return names("public", {
    GET(ctx: Ctx) {
      const token = ctx.url.searchParams.get("token") ?? "";
      const { house, request } = ctx.state;
      return answer(
        ctx,
        token,
        async () =>
          (await house.platform.read(
            door(request),
            (tx) => find_link(tx, "email_verification", portal.audience, token),
          )).email,
        false,
      );
    },
    async POST(ctx: Ctx) {
      const token = text_of(await form_data(ctx.req), "token");
      const { house, request } = ctx.state;
      return await answer(
        ctx,
        token,
        () => house.platform.transaction(door(request), (tx) => confirm_email(tx, portal.audience, token)),
        true,
      );
    },
  });
}
