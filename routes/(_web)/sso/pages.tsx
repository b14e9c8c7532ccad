/**
 * The two pages between us and a provider. Both stand in for a redirect that may not be one: a form of ours that posts
 * must not end on another site (`form-action 'self'`), so it ends here, and the browser goes on by itself.
 */
import { names } from "../declared.ts";
import { page, type PageProps, type PageResponse } from "fresh";
import { buildEndSessionUrl } from "openid-client";
import { LinkButton } from "~/components/button.tsx";
import { AuthShell } from "~/components/shell/auth_shell.tsx";
import { t } from "~/components/text.ts";
import { peek_request } from "~/domain/identity_providers/mod.ts";
import { DomainError } from "~/domain/kernel/errors.ts";
import { page_slots } from "../admin_page.tsx";
import { read_cookie, sso_cookie } from "../cookies.ts";
import { flash_cookie } from "../flash.ts";
import type { Ctx } from "../pages.ts";
import type { Portal } from "../portals.ts";
import { security_path } from "../second_factor/security_page.tsx";
import { door } from "../sign_in.ts";
import { is_secure } from "../sign_in_answer.ts";
import type { State } from "../state.ts";
import { back, connected, provider_address, provider_of } from "./flow.ts";

export interface OnwardData {
  portal: Portal;
  provider: string;
  href: string;
}

export function ContinuePage({ data: { portal, provider, href }, state, url }: PageProps<OnwardData, State>) {
  return (
    <AuthShell
      title={t("On to {provider}", { provider })}
      lead={t("Sign in there with the account that you want to link.")}
      slots={page_slots(state, url, undefined)}
      foot={<a class="link" href={security_path(portal)}>{t("Back")}</a>}
    >
      <LinkButton variant="primary" size="lg" href={href} icon_end="arrow-right">{t("Go on")}</LinkButton>
    </AuthShell>
  );
}

export function SignedOutPage({ data: { portal, provider, href }, state, url }: PageProps<OnwardData, State>) {
  return (
    <AuthShell
      title={t("You are signed out")}
      lead={t("{provider} still knows you: whoever uses this browser next could sign in again as you.", { provider })}
      slots={page_slots(state, url, undefined)}
      foot={<a class="link" href={portal.sign_in}>{t("Back to sign-in")}</a>}
    >
      <LinkButton variant="primary" size="lg" href={href} icon="log-out">
        {t("Sign out of {provider}, too", { provider })}
      </LinkButton>
    </AuthShell>
  );
}

type Answer = Promise<Response | PageResponse<OnwardData>>;

export function continue_handlers(portal: Portal) {
  return names("public", {
    async GET(ctx: Ctx): Answer {
      const provider = await provider_of(ctx, portal);
      const token = read_cookie(ctx.req, sso_cookie(portal, is_secure(ctx.state.house)));
      const request = token &&
        await ctx.state.house.platform.read(door(ctx.state.request), (tx) => peek_request(tx, token));
      if (!token || !request || request.provider_id !== provider.id) {
        return back(ctx, portal, ctx.state.actor ? security_path(portal) : portal.sign_in, "stale");
      }
      ctx.state.title = t("On to {provider}", { provider: provider.name });
      const address = await provider_address(ctx, portal, provider, token, request.purpose);
      return page({ portal, provider: provider.name, href: address.href }, {
        headers: { refresh: `0; url=${address.href}` },
      });
    },
  });
}

/** After our own sign-out: RP-initiated logout, offered and not done unasked, since it ends the person's other sign-ins there as well. */
export function signed_out_handlers(portal: Portal) {
  return names("public", {
    async GET(ctx: Ctx): Answer {
      if (ctx.state.actor) return ctx.redirect(portal.home, 303);
      const { PUBLIC_URL } = ctx.state.house.platform.config;
      try {
        const provider = await provider_of(ctx, portal);
        const { configuration } = await connected(ctx, provider);
        if (configuration.serverMetadata().end_session_endpoint) {
          ctx.state.title = t("You are signed out");
          const address = buildEndSessionUrl(configuration, { post_logout_redirect_uri: PUBLIC_URL + portal.sign_in });
          return page({ portal, provider: provider.name, href: address.href });
        }
      } catch (error) {
        // Signed out here is signed out here, whatever the provider's state.
        if (!(error instanceof DomainError)) throw error;
      }
      const response = ctx.redirect(portal.sign_in, 303);
      response.headers.append("set-cookie", flash_cookie({ tone: "ok", text: t("You are signed out.") }));
      return response;
    },
  });
}
