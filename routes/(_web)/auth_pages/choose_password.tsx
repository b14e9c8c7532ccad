/** Behind an invitation or a reset link: choose a password, and go on signed in. */
import { page, type PageProps, type PageResponse } from "fresh";
import { Banner } from "~/components/banner.tsx";
import { Button } from "~/components/button.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { TextField } from "~/components/form/text_field.tsx";
import { AuthShell } from "~/components/shell/auth_shell.tsx";
import { t } from "~/components/text.ts";
import { choose_password, find_link, hash_new_password, password_length } from "~/domain/access/mod.ts";
import { DomainError, invalid } from "~/domain/kernel/errors.ts";
import { Csrf, page_slots } from "../admin_page.tsx";
import { form_data, text_of } from "../forms.ts";
import type { Ctx } from "../pages.ts";
import type { Portal } from "../portals.ts";
import { plain_errors } from "../records/problems.ts";
import { door } from "../sign_in.ts";
import { answer_sign_in } from "../sign_in_answer.ts";
import type { State } from "../state.ts";
import { names } from "../declared.ts";

type Kind = "invitation" | "password_reset";

interface Data {
  portal: Portal;
  kind: Kind;
  token: string;
  /** Null for a link that does not work. */
  username: string | null;
  error: DomainError | null;
}

export function ChoosePasswordPage(
  { data: { portal, kind, token, username, error }, state, url }: PageProps<Data, State>,
) {
  const title = kind === "invitation" ? t("Welcome") : t("Choose a new password");
  return (
    <AuthShell
      title={title}
      {...(username === null ? {} : { lead: t("Choose a password to go on.") })}
      slots={page_slots(state, url, undefined)}
      foot={<a class="link" href={portal.sign_in}>{t("Back to sign-in")}</a>}
    >
      {username === null
        ? (
          <Banner tone="warning" title={t("This link does not work any more")}>
            {t("It was used before, is too old, or was cut off on its way.")} {kind === "invitation"
              ? t("Ask whoever invited you to do it again.")
              : <a class="link" href={`${portal.auth}/forgot`}>{t("Send a new link")}</a>}
          </Banner>
        )
        : (
          <form method="post" class="grid gap-4">
            {error && <FormErrors errors={plain_errors(error, ["password", "password_again"])} />}
            <Csrf state={state} />
            <input type="hidden" name="token" value={token} />
            <TextField name="username" label={t("User name")} value={username} autocomplete="username" readOnly />
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
              autofocus={!error}
            />
            <TextField
              name="password_again"
              type="password"
              label={t("The same again")}
              autocomplete="new-password"
              required
              maxLength={password_length.max}
            />
            <Button variant="primary" size="lg">{t("Set the password and sign in")}</Button>
          </form>
        )}
    </AuthShell>
  );
}

export function choose_password_handlers(portal: Portal, kind: Kind) {
  const show = async (ctx: Ctx, token: string, error: DomainError | null): Promise<PageResponse<Data>> => {
    const { house, request } = ctx.state;
    ctx.state.title = kind === "invitation" ? t("Welcome") : t("Choose a new password");
    const link = await house.platform.read(door(request), (tx) => find_link(tx, kind, portal.audience, token)).catch(
      (problem) => {
        if (problem instanceof DomainError && problem.status === 422) return null;
        throw problem;
      },
    );
    return page({ portal, kind, token, username: link?.username ?? null, error }, {
      status: link && !error ? 200 : 422,
    });
  };
  return names("public", {
    // Looks only: programs that open every link of a mail must not use it up.
    GET: (ctx: Ctx) => show(ctx, ctx.url.searchParams.get("token") ?? "", null),
    async POST(ctx: Ctx): Promise<Response | PageResponse<Data>> {
      const form = await form_data(ctx.req);
      const [token, password] = [text_of(form, "token"), text_of(form, "password")];
      const { house, request } = ctx.state;
      const actor = door(request);
      try {
        if (password !== text_of(form, "password_again")) {
          throw invalid("password_again", undefined, "is not the same", "Type the new password twice.");
        }
        // Before the costly hash: a made-up token must be cheap to refuse.
        const link = await house.platform.read(actor, (tx) => find_link(tx, kind, portal.audience, token));
        const hash = await hash_new_password(password, [link.username ?? "", link.email]);
        const outcome = await house.platform.transaction(
          actor,
          (tx) => choose_password(tx, kind, portal.audience, token, hash),
        );
        return await answer_sign_in(ctx, portal, outcome, "");
      } catch (error) {
        if (error instanceof DomainError && error.status < 500) return await show(ctx, token, error);
        throw error;
      }
    },
  });
}
