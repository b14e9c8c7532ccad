/** An authenticator app for the own account. */
import { page, type PageResponse } from "fresh";
import { Button } from "~/components/button.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { TextField } from "~/components/form/text_field.tsx";
import { Card } from "~/components/panel.tsx";
import { t } from "~/components/text.ts";
import { invalid } from "~/domain/kernel/errors.ts";
import { begin_own_totp, confirm_own_totp, type NewTotp } from "~/domain/second_factor/mod.ts";
import { Csrf } from "../admin_page.tsx";
import { text_of } from "../forms.ts";
import { actor_of } from "../middlewares.ts";
import { action, actions, type Ctx, failure_of, problem_of, value_of } from "../pages.ts";
import type { Portal } from "../portals.ts";
import { plain_errors } from "../records/problems.ts";
import type { State } from "../state.ts";
import { AppFields } from "./app_fields.tsx";
import { codes_or_back } from "./security_page.tsx";
import { names } from "../declared.ts";

export interface AddAppData {
  app: NewTotp;
}

export function AddAppParts({ data: { app }, state }: { data: AddAppData; state: State }) {
  const failed = failure_of(state);
  const problem = problem_of(state, "code");
  return (
    <Card>
      <form method="post" class="grid gap-4 max-w-[400px]">
        {failed && <FormErrors errors={plain_errors(failed.error, ["code", "name"])} />}
        <Csrf state={state} />
        <TextField
          name="name"
          label={t("Name")}
          hint={t("What you know it by, such as the phone it is on.")}
          value={value_of(state, "name", t("Authenticator app"))}
          required
          maxLength={60}
        />
        <AppFields app={app} {...(problem ? { error: problem } : {})} />
        <span>
          <Button variant="primary">{t("Add the app")}</Button>
        </span>
      </form>
    </Card>
  );
}

export function add_app_handlers(portal: Portal) {
  const show = async (ctx: Ctx): Promise<PageResponse<AddAppData>> => {
    ctx.state.title = t("Add an authenticator app");
    // A transaction, not a read: the secret is made at the first look and kept, sealed, until it is confirmed.
    return page({ app: await ctx.state.house.platform.transaction(actor_of(ctx.state), (tx) => begin_own_totp(tx)) });
  };
  return names("signed-in", {
    GET: show,
    POST: actions({
      save: action("signed-in", async (tx, ctx, form) => {
        const codes = await confirm_own_totp(tx, text_of(form, "code"), text_of(form, "name"));
        if (codes === "wrong") {
          throw invalid(
            "code",
            undefined,
            "is not what the app should show now",
            "Type the newest code; the phone's clock must be right.",
          );
        }
        return await codes_or_back(ctx, portal, codes, t("The app is added."));
      }),
    }, show),
  });
}
