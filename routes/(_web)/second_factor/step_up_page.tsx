/** "Is it you?" within a session, before exports, changes of roles and acting as somebody; then back to where it was asked. */
import { page, type PageProps, type PageResponse } from "fresh";
import { Banner } from "~/components/banner.tsx";
import { Button, LinkButton } from "~/components/button.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { TextField } from "~/components/form/text_field.tsx";
import { AuthShell } from "~/components/shell/auth_shell.tsx";
import { t } from "~/components/text.ts";
import { find_credential, prove_password, step_up_minutes, username_of } from "~/domain/access/mod.ts";
import { own_step_up_provider } from "~/domain/identity_providers/mod.ts";
import { DomainError, invalid } from "~/domain/kernel/errors.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { demand_own, type MethodKind, own_methods, step_up, wrong_proof } from "~/domain/second_factor/mod.ts";
import { Csrf, page_slots } from "../admin_page.tsx";
import { form_data, text_of } from "../forms.ts";
import { local_path } from "../local_path.ts";
import { actor_of } from "../middlewares.ts";
import { type Ctx, go } from "../pages.ts";
import type { Portal } from "../portals.ts";
import { plain_errors } from "../records/problems.ts";
import { door } from "../sign_in.ts";
import { with_next } from "../sign_in_answer.ts";
import { problem_text } from "../sso/problems.ts";
import type { State } from "../state.ts";
import { CodeField } from "./app_fields.tsx";
import { PasskeyForm } from "./passkey_form.tsx";
import { names } from "../declared.ts";

export interface StepUpData {
  portal: Portal;
  kinds: MethodKind[];
  username: string | null;
  /** The identity provider that this session came from, where the person has no second factor of their own. */
  provider: { key: string; name: string } | null;
  problem: string | null;
  next: string;
  error: DomainError | null;
}

export function StepUpPage({ data, state, url }: PageProps<StepUpData, State>) {
  const { portal, kinds, username, provider, problem, next, error } = data;
  return (
    <AuthShell
      title={t("Is it you?")}
      lead={t("What you are about to do needs a fresh proof. It is good for {n} minutes.", { n: step_up_minutes })}
      slots={page_slots(state, url, undefined)}
      foot={<a class="link" href={back_of(next) || portal.home}>{t("Back")}</a>}
    >
      {error && <FormErrors errors={plain_errors(error, ["code", "password"])} />}
      {problem && <Banner tone="warning">{problem}</Banner>}
      {provider && (
        <LinkButton
          variant={username ? "secondary" : "primary"}
          size="lg"
          href={`${portal.auth}/sso/${provider.key}?for=step-up&next=${encodeURIComponent(back_of(next))}`}
        >
          {t("Confirm with {provider}", { provider: provider.name })}
        </LinkButton>
      )}
      {kinds.includes("passkey") && (
        <PasskeyForm
          portal={portal}
          state={state}
          purpose="step-up"
          action="second_factor"
          label={t("Use your passkey")}
          primary={!kinds.includes("totp")}
        />
      )}
      {kinds.length > 0
        ? (
          <form method="post" class="grid gap-4">
            <Csrf state={state} />
            <CodeField
              label={kinds.includes("totp") ? t("Code of your app") : t("Recovery code")}
              {...(kinds.includes("totp") ? { hint: t("Or a recovery code.") } : {})}
            />
            <Button
              variant={kinds.includes("totp") ? "primary" : "secondary"}
              size="lg"
              name="action"
              value="second_factor"
            >
              {t("Confirm")}
            </Button>
          </form>
        )
        : username
        ? (
          <form method="post" class="grid gap-4">
            <Csrf state={state} />
            <input type="hidden" name="username" value={username} autocomplete="username" />
            <TextField
              name="password"
              type="password"
              label={t("Password")}
              autocomplete="current-password"
              required
              maxLength={1000}
            />
            <Button variant="primary" size="lg" name="action" value="password">{t("Confirm")}</Button>
          </form>
        )
        : provider
        ? null
        : (
          <Banner tone="info" title={t("Sign out and in again")}>
            {t("You have no password here. A sign-in of the last {n} minutes is proof enough.", { n: step_up_minutes })}
          </Banner>
        )}
    </AuthShell>
  );
}

/** A download cannot be a page to come back to: back to the list that offers it. */
const back_of = (next: string): string => next.replace(/\/[^/?]+\.csv(?=\?|$)/, "");

export function step_up_handlers(portal: Portal) {
  const next_of = (ctx: Ctx) => local_path(ctx.url.searchParams.get("next"), "");
  const show = async (ctx: Ctx, error: DomainError | null): Promise<Response | PageResponse<StepUpData>> => {
    if (!ctx.state.actor) return ctx.redirect(with_next(portal.sign_in, ctx.url.pathname + ctx.url.search), 303);
    ctx.state.title = t("Is it you?");
    const data = await ctx.state.house.platform.read(ctx.state.actor, async (tx) => ({
      portal,
      kinds: (await own_methods(tx)).map((method) => method.kind),
      username: await own_username(tx),
      provider: await own_step_up_provider(tx),
      problem: problem_text(ctx.url.searchParams.get("problem")),
      next: next_of(ctx),
      error,
    }));
    return page(data, { status: error ? error.status : 200 });
  };
  return names("signed-in", {
    GET: (ctx: Ctx) => show(ctx, null),
    async POST(ctx: Ctx): Promise<Response | PageResponse<StepUpData>> {
      const form = await form_data(ctx.req);
      const actor = actor_of(ctx.state);
      try {
        const password = text_of(form, "action") === "password";
        const matches = password && await password_matches(ctx, text_of(form, "password"));
        const proof = { code: text_of(form, "code"), passkey: text_of(form, "passkey") };
        const proven = await ctx.state.house.platform.transaction(actor, (tx) => step_up(tx, proof, matches));
        if (!proven) throw password ? invalid("password", undefined, "is wrong", "Check it.") : wrong_proof();
      } catch (error) {
        if (!(error instanceof DomainError) || error.status >= 500) throw error;
        return await show(ctx, error);
      }
      return go(ctx, back_of(next_of(ctx)) || portal.home, {
        tone: "ok",
        text: t("Confirmed. Go on with what you were about to do."),
      });
    },
  });
}

async function own_username(tx: Tx): Promise<string | null> {
  const { person_id } = demand_own(tx);
  return await tx.elevated((tx) => username_of(tx, person_id));
}

/** The costly hash, outside of any transaction. */
async function password_matches(ctx: Ctx, password: string): Promise<boolean> {
  const { platform } = ctx.state.house;
  const username = await platform.read(actor_of(ctx.state), own_username);
  if (!username) return false;
  const credential = await platform.read(door(ctx.state.request), (tx) => find_credential(tx, username));
  return (await prove_password(credential, password)).matches;
}
