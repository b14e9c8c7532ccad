/** The second step of a sign-in: answer with a second factor, or set up the first one where a role asks for it. */
import { page, type PageProps, type PageResponse } from "fresh";
import { Button, LinkButton } from "~/components/button.tsx";
import { CheckboxField } from "~/components/form/choices.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { AuthShell } from "~/components/shell/auth_shell.tsx";
import { t } from "~/components/text.ts";
import type { SignInOutcome } from "~/domain/access/mod.ts";
import { DomainError, invalid } from "~/domain/kernel/errors.ts";
import {
  answer_second_factor,
  begin_enrol_totp,
  enrol_passkey,
  enrol_totp,
  list_methods,
  type MethodKind,
  type NewTotp,
  remember_device,
  remembered_days,
  wrong_proof,
} from "~/domain/second_factor/mod.ts";
import { Csrf, page_slots } from "../admin_page.tsx";
import { cookie, remembered_cookie } from "../cookies.ts";
import { flash_cookie } from "../flash.ts";
import { form_data, text_of } from "../forms.ts";
import { local_path } from "../local_path.ts";
import type { Ctx } from "../pages.ts";
import type { Portal } from "../portals.ts";
import { plain_errors } from "../records/problems.ts";
import { door } from "../sign_in.ts";
import { answer_sign_in, is_secure, pending_of, with_next } from "../sign_in_answer.ts";
import type { State } from "../state.ts";
import { AppFields, CodeField } from "./app_fields.tsx";
import { PasskeyForm } from "./passkey_form.tsx";
import { RecoveryCodes } from "./recovery_codes.tsx";
import { names } from "../declared.ts";

export interface StepData {
  portal: Portal;
  kinds: MethodKind[];
  /** The app to set up; null for who has a second factor. */
  app: NewTotp | null;
  error: DomainError | null;
}

export function StepPage({ data: { portal, kinds, app, error }, state, url }: PageProps<StepData, State>) {
  const frame = {
    slots: page_slots(state, url, undefined),
    foot: <a class="link" href={portal.sign_in}>{t("Start again")}</a>,
  };
  const errors = error && <FormErrors errors={plain_errors(error, ["code"])} />;
  if (app) {
    return (
      <AuthShell
        title={t("Set up a second factor")}
        lead={t("Your role asks for one: an authenticator app, or a passkey of this device or a key.")}
        {...frame}
      >
        {errors}
        <form method="post" class="grid gap-4">
          <Csrf state={state} />
          <AppFields app={app} />
          <Button variant="primary" size="lg" name="action" value="enrol_app">{t("Set up the app and sign in")}</Button>
        </form>
        <PasskeyForm
          portal={portal}
          state={state}
          purpose="enrol"
          action="enrol_passkey"
          label={t("Use a passkey instead")}
        />
      </AuthShell>
    );
  }
  const has_app = kinds.includes("totp");
  return (
    <AuthShell title={t("Is it you?")} lead={t("The first proof held. One more, please.")} {...frame}>
      {errors}
      {kinds.includes("passkey") && (
        <PasskeyForm
          portal={portal}
          state={state}
          purpose="answer"
          action="answer"
          label={t("Use your passkey")}
          primary={!has_app}
        >
          <RememberField id="remember-passkey" />
        </PasskeyForm>
      )}
      <form method="post" class="grid gap-4">
        <Csrf state={state} />
        <CodeField
          label={has_app ? t("Code of your app") : t("Recovery code")}
          {...(has_app ? { hint: t("Or a recovery code.") } : {})}
        />
        <RememberField id="remember-code" />
        <Button variant={has_app ? "primary" : "secondary"} size="lg" name="action" value="answer">{t("Go on")}</Button>
      </form>
    </AuthShell>
  );
}

const RememberField = ({ id }: { id: string }) => (
  <CheckboxField id={id} name="remember" label={t("Do not ask on this device for {n} days", { n: remembered_days })} />
);

function CodesPage({ codes, href, state, url }: { codes: string[]; href: string; state: State; url: URL }) {
  return (
    <AuthShell title={t("Your second factor is set up")} slots={page_slots(state, url, undefined)}>
      <RecoveryCodes codes={codes} />
      <LinkButton variant="primary" size="lg" href={href}>{t("I have kept them, go on")}</LinkButton>
    </AuthShell>
  );
}

type Answer = Response | PageResponse<StepData>;

export function step_handlers(portal: Portal) {
  const show = async (ctx: Ctx, error: DomainError | null): Promise<PageResponse<StepData>> => {
    ctx.state.title = t("Is it you?");
    const { house, request } = ctx.state;
    const data = await house.platform.transaction(door(request), async (tx) => {
      const pending = await pending_of(tx, ctx, portal);
      const kinds = (await list_methods(tx, pending.person_id)).map((method) => method.kind);
      return { portal, kinds, app: kinds.length === 0 ? await begin_enrol_totp(tx, pending) : null, error };
    });
    return page(data, { status: error ? error.status : 200 });
  };
  return names("public", {
    GET: (ctx: Ctx): Promise<Answer> => or_start_again(ctx, portal, () => show(ctx, null)),
    POST: (ctx: Ctx): Promise<Answer> =>
      or_start_again(ctx, portal, async () => {
        try {
          return await answer(ctx, portal, await form_data(ctx.req));
        } catch (error) {
          if (!(error instanceof DomainError) || error.status >= 500 || error.status === 401) throw error;
          return await show(ctx, error);
        }
      }),
  });
}

/** A sign-in that has waited too long, or has failed too often, begins anew. */
async function or_start_again(ctx: Ctx, portal: Portal, run: () => Promise<Answer>): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof DomainError) || error.status !== 401) throw error;
    const response = ctx.redirect(with_next(portal.sign_in, next_of(ctx)), 303);
    response.headers.append(
      "set-cookie",
      flash_cookie({
        tone: "info",
        text: t("This sign-in has waited too long, or was tried too often. Sign in again."),
      }),
    );
    return response;
  }
}

const next_of = (ctx: Ctx): string => local_path(ctx.url.searchParams.get("next"), "");

async function answer(ctx: Ctx, portal: Portal, form: FormData): Promise<Response> {
  const { platform } = ctx.state.house;
  const actor = door(ctx.state.request);
  const proof = { code: text_of(form, "code"), passkey: text_of(form, "passkey") };
  switch (text_of(form, "action")) {
    case "answer": {
      const remember = text_of(form, "remember") !== "";
      const done = await platform.transaction(actor, async (tx) => {
        const pending = await pending_of(tx, ctx, portal);
        const outcome = await answer_second_factor(tx, pending, proof);
        return outcome && { outcome, device: remember ? await remember_device(tx, pending.person_id) : null };
      });
      if (!done) throw wrong_proof();
      const response = await answer_sign_in(ctx, portal, done.outcome, next_of(ctx));
      const secure = is_secure(ctx.state.house);
      if (done.device) {
        response.headers.append(
          "set-cookie",
          cookie(remembered_cookie(portal, secure), done.device, secure, { max_age: remembered_days * 86_400 }),
        );
      }
      return response;
    }
    case "enrol_app": {
      const done = await platform.transaction(
        actor,
        async (tx) => await enrol_totp(tx, await pending_of(tx, ctx, portal), proof.code),
      );
      if (!done) {
        throw invalid(
          "code",
          undefined,
          "is not what the app should show now",
          "Type the newest code; the phone's clock must be right.",
        );
      }
      return await with_codes(ctx, portal, done.outcome, done.recovery_codes);
    }
    case "enrol_passkey": {
      const done = await platform.transaction(
        actor,
        async (tx) => await enrol_passkey(tx, await pending_of(tx, ctx, portal), proof.passkey),
      );
      return await with_codes(ctx, portal, done.outcome, done.recovery_codes);
    }
    default:
      throw invalid("action", text_of(form, "action"), "is nothing this page does");
  }
}

/** Signed in, with the recovery codes on the way: the only moment at which they can be shown. */
async function with_codes(ctx: Ctx, portal: Portal, outcome: SignInOutcome, codes: string[]): Promise<Response> {
  const onward = await answer_sign_in(ctx, portal, outcome, next_of(ctx));
  ctx.state.title = t("Recovery codes");
  const response = await ctx.render(
    <CodesPage codes={codes} href={onward.headers.get("location") ?? portal.home} state={ctx.state} url={ctx.url} />,
  );
  for (const value of onward.headers.getSetCookie()) response.headers.append("set-cookie", value);
  return response;
}
