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
import { known_cookie, read_cookie, remembered_cookie } from "./cookies.ts";
import { demo_accounts, type DemoAccount } from "./demo_accounts.ts";
import { form_data, text_of } from "./forms.ts";
import { home_of } from "./home.ts";
import { local_path } from "./local_path.ts";
import { paths } from "./paths.ts";
import type { Portal } from "./portals.ts";
import { sign_in } from "./sign_in.ts";
import { answer_sign_in, is_secure } from "./sign_in_answer.ts";
import { sign_in_ways, type SignInWay } from "./sign_in_ways.ts";
import { problem_text } from "./sso/problems.ts";
import type { State } from "./state.ts";
import { names } from "./declared.ts";

export interface SignInData {
  portal: Portal;
  next: string;
  username: string;
  error: string | null;
  demo: DemoAccount[];
  /** Why a sign-in at an identity provider led nowhere. */
  problem: string | null;
  /** Other ways in, such as single sign-on. */
  ways: SignInWay[];
}

export function SignInPage({ data, state, url }: PageProps<SignInData, State>) {
  const { portal } = data;
  return (
    <AuthShell
      title={t("Sign in")}
      lead={t(portal.lead)}
      {...(portal.audience === "portal" ? { claim: t("Your line, your questions, your visits: in one place.") } : {})}
      slots={page_slots(state, url, undefined)}
      foot={<OtherPortals portal={portal} />}
    >
      {data.problem && !data.error && <Banner tone="warning">{data.problem}</Banner>}
      {data.next && !data.error && !data.problem && (
        <Banner tone="info">{t("Sign in, and you go on where you were.")}</Banner>
      )}
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
        <a class="link text-sm" href={`${portal.auth}/forgot`}>{t("Forgot your password?")}</a>
      </form>
      {data.ways.length > 0 && (
        <ul class="grid gap-2" aria-label={t("Other ways to sign in")}>
          {data.ways.map((way) => (
            <li key={way.href}>
              <a class="btn btn-lg w-full" href={way.href}>{way.label}</a>
            </li>
          ))}
        </ul>
      )}
      {data.demo.length > 0 && <DemoNote accounts={data.demo} />}
    </AuthShell>
  );
}

/** Most people are staff or customers; resellers and vendors have the address of their own door. */
function OtherPortals({ portal }: { portal: Portal }) {
  const other = portal.audience === "portal"
    ? { label: t("Staff sign in here"), href: paths.auth.sign_in }
    : { label: t("Customers sign in here"), href: paths.portal.sign_in };
  return <a class="link" href={other.href}>{other.label}</a>;
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
  const show = async (
    ctx: Context<State>,
    failed: { username: string; next: string; error: DomainError } | null,
  ): Answer => {
    ctx.state.title = t("Sign in");
    const next = failed?.next ?? local_path(ctx.url.searchParams.get("next"), "");
    const data: SignInData = {
      portal,
      next,
      username: failed?.username ?? "",
      error: failed?.error.message ?? null,
      problem: problem_text(ctx.url.searchParams.get("problem")),
      demo: await demo_accounts(ctx.state.house, portal.audience),
      ways: await sign_in_ways(ctx, portal, next),
    };
    if (!failed) return page(data);
    const { status, retry_after } = failed.error;
    return page(data, {
      status,
      ...(retry_after === undefined ? {} : { headers: { "retry-after": String(Math.ceil(retry_after)) } }),
    });
  };
  return names("public", {
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
      const secure = is_secure(house);
      try {
        const outcome = await sign_in(house, request, {
          username,
          password: text_of(form, "password"),
          audience: portal.audience,
          known: read_cookie(ctx.req, known_cookie(portal, secure)),
          remembered: read_cookie(ctx.req, remembered_cookie(portal, secure)),
        });
        return await answer_sign_in(ctx, portal, outcome, next);
      } catch (error) {
        if (!(error instanceof DomainError) || error.status >= 500) throw error;
        return await show(ctx, { username: username.slice(0, 254), next, error });
      }
    },
  });
}
