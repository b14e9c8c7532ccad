/** Sign-in with a passkey and nothing else. */
import { page, type PageProps, type PageResponse } from "fresh";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { AuthShell } from "~/components/shell/auth_shell.tsx";
import { t } from "~/components/text.ts";
import { DomainError } from "~/domain/kernel/errors.ts";
import { refused_passkey, sign_in_with_passkey } from "~/domain/second_factor/mod.ts";
import { page_slots } from "../admin_page.tsx";
import { form_data, text_of } from "../forms.ts";
import { local_path } from "../local_path.ts";
import type { Ctx } from "../pages.ts";
import type { Portal } from "../portals.ts";
import { plain_errors } from "../records/problems.ts";
import { door } from "../sign_in.ts";
import { answer_sign_in, with_next } from "../sign_in_answer.ts";
import type { State } from "../state.ts";
import { PasskeyForm } from "./passkey_form.tsx";
import { names } from "../declared.ts";

export interface PasskeyData {
  portal: Portal;
  next: string;
  error: DomainError | null;
}

export function PasskeyPage({ data: { portal, next, error }, state, url }: PageProps<PasskeyData, State>) {
  return (
    <AuthShell
      title={t("Sign in with a passkey")}
      lead={t("With a finger, your face, or the PIN of this device or key.")}
      slots={page_slots(state, url, undefined)}
      foot={<a class="link" href={with_next(portal.sign_in, next)}>{t("User name and password instead")}</a>}
    >
      {error && <FormErrors errors={plain_errors(error, [])} />}
      <PasskeyForm
        portal={portal}
        state={state}
        purpose="sign-in"
        action="sign_in"
        label={t("Use your passkey")}
        primary
      />
    </AuthShell>
  );
}

export function passkey_handlers(portal: Portal) {
  const show = (ctx: Ctx, error: DomainError | null): PageResponse<PasskeyData> => {
    ctx.state.title = t("Sign in with a passkey");
    return page({ portal, next: local_path(ctx.url.searchParams.get("next"), ""), error }, {
      status: error ? error.status : 200,
    });
  };
  return names("public", {
    GET: (ctx: Ctx) => show(ctx, null),
    async POST(ctx: Ctx): Promise<Response | PageResponse<PasskeyData>> {
      const { house, request } = ctx.state;
      const answer = text_of(await form_data(ctx.req), "passkey");
      try {
        const outcome = await house.platform.transaction(
          door(request),
          (tx) => sign_in_with_passkey(tx, portal.audience, answer),
        );
        if (!outcome) throw refused_passkey();
        return await answer_sign_in(ctx, portal, outcome, ctx.url.searchParams.get("next") ?? "");
      } catch (error) {
        if (!(error instanceof DomainError) || error.status >= 500) throw error;
        return show(ctx, error);
      }
    },
  });
}
