/** Sign-in of any portal: one page, one handler. Works without scripts; every refusal reads the same. */
import { type Context, page, type PageProps, type PageResponse } from "fresh";
import { Banner } from "~/components/banner.tsx";
import { Button } from "~/components/button.tsx";
import { FormErrors } from "~/components/form/form_errors.tsx";
import { TextField } from "~/components/form/text_field.tsx";
import { AuthShell } from "~/components/shell/auth_shell.tsx";
import { t } from "~/components/text.ts";
import { DomainError } from "~/domain/kernel/errors.ts";
import { Csrf, page_slots } from "./admin_page.tsx";
import { cookie, session_cookies } from "./cookies.ts";
import { csrf_cookie, csrf_tokens } from "./csrf.ts";
import { demo_accounts, type DemoAccount } from "./demo_accounts.ts";
import { form_data, text_of } from "./forms.ts";
import { home_of } from "./home.ts";
import { local_path } from "./local_path.ts";
import { paths } from "./paths.ts";
import type { Portal } from "./portals.ts";
import { sign_in } from "./sign_in.ts";
import type { State } from "./state.ts";

export interface SignInData {
  customer: boolean;
  next: string;
  username: string;
  error: string | null;
  demo: DemoAccount[];
}

export function SignInPage({ data, state, url }: PageProps<SignInData, State>) {
  const other = data.customer
    ? { label: t("Staff sign in here"), href: paths.auth.sign_in }
    : { label: t("Customers sign in here"), href: paths.portal.sign_in };
  return (
    <AuthShell
      title={t("Sign in")}
      lead={data.customer ? t("See your service, your tickets and your visits.") : t("To your workplace.")}
      {...(data.customer ? { claim: t("Your line, your questions, your visits: in one place.") } : {})}
      slots={page_slots(state, url, undefined)}
      foot={<a class="link" href={other.href}>{other.label}</a>}
    >
      {data.next && !data.error && <Banner tone="info">{t("Sign in, and you go on where you were.")}</Banner>}
      <form method="post" class="grid gap-4">
        {data.error && <FormErrors errors={[{ field: "username", message: data.error }]} />}
        <Csrf state={state} />
        <input type="hidden" name="next" value={data.next} />
        <TextField
          name="username"
          label={t("User name")}
          value={data.username}
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          required
          maxLength={254}
          autofocus={!data.error}
        />
        <TextField
          name="password"
          label={t("Password")}
          type="password"
          autocomplete="current-password"
          required
          maxLength={1000}
        />
        <Button variant="primary" size="lg">{t("Sign in")}</Button>
      </form>
      {data.demo.length > 0 && <DemoNote accounts={data.demo} />}
    </AuthShell>
  );
}

function DemoNote({ accounts }: { accounts: DemoAccount[] }) {
  return (
    <section class="panel p-4 text-sm grid gap-2" aria-label={t("Demo sign-ins")}>
      <h2 class="font-semibold">{t("Demo sign-ins")}</h2>
      <dl class="facts">
        {accounts.map((account) => (
          <div key={account.username} class="fact">
            <dt class="text-ink-3">{account.label}</dt>
            <dd class="min-w-0 break-words">
              <code>{account.username}</code> · <code>{account.password}</code>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

type Answer = Promise<Response | PageResponse<SignInData>>;

export function sign_in_handlers(portal: Portal) {
  const customer = portal.audience === "portal";
  const show = async (
    ctx: Context<State>,
    failed: { username: string; next: string; error: DomainError } | null,
  ): Answer => {
    ctx.state.title = t("Sign in");
    const data: SignInData = {
      customer,
      next: failed?.next ?? local_path(ctx.url.searchParams.get("next"), ""),
      username: failed?.username ?? "",
      error: failed?.error.message ?? null,
      demo: await demo_accounts(ctx.state.house, portal.audience),
    };
    if (!failed) return page(data);
    const { status, retry_after } = failed.error;
    return page(data, {
      status,
      ...(retry_after === undefined ? {} : { headers: { "retry-after": String(Math.ceil(retry_after)) } }),
    });
  };
  return {
    async GET(ctx: Context<State>): Answer {
      if (ctx.state.actor) {
        return ctx.redirect(local_path(ctx.url.searchParams.get("next"), home_of(ctx.state.actor)), 303);
      }
      return await show(ctx, null);
    },
    async POST(ctx: Context<State>): Answer {
      const form = await form_data(ctx.req);
      const [username, next] = [text_of(form, "username"), local_path(text_of(form, "next"), "")];
      const { house, request } = ctx.state;
      try {
        const { opened, access_token } = await sign_in(
          house,
          request,
          username,
          text_of(form, "password"),
          portal.audience,
        );
        const { actor } = await house.gate.actor(opened.session_id);
        const { config } = house.platform;
        const secure = config.PUBLIC_URL.startsWith("https:");
        const response = ctx.redirect(next || home_of(actor), 303);
        // A token that someone planted before the sign-in is worth nothing after it.
        const fresh_token = cookie(csrf_cookie, csrf_tokens(config.SECRET_KEY).make(), secure, { http_only: false });
        for (const value of [...session_cookies(portal, access_token, opened, secure), fresh_token]) {
          response.headers.append("set-cookie", value);
        }
        return response;
      } catch (error) {
        if (!(error instanceof DomainError) || error.status >= 500) throw error;
        return await show(ctx, { username: username.slice(0, 254), next, error });
      }
    },
  };
}
