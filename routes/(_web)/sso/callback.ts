/** Where the provider sends the browser back to. Whatever comes, the flow is used up by it. */
import { names } from "../declared.ts";
import { t } from "~/components/text.ts";
import {
  exchange,
  link_visitor,
  type ProviderWithSecret,
  rules_of,
  settle_visit,
  step_up_visitor,
  take_request,
  trouble_of,
  type Visitor,
} from "~/domain/identity_providers/mod.ts";
import { DomainError } from "~/domain/kernel/errors.ts";
import { log } from "~/domain/kernel/log.ts";
import { read_cookie, remembered_cookie, sso_cookie } from "../cookies.ts";
import { flash_cookie } from "../flash.ts";
import { actor_of } from "../middlewares.ts";
import type { Ctx } from "../pages.ts";
import type { Portal } from "../portals.ts";
import { security_path } from "../second_factor/security_page.tsx";
import { door } from "../sign_in.ts";
import { answer_sign_in, is_secure, with_next } from "../sign_in_answer.ts";
import { away, back, key_of, provider_of, redirect_of, spent } from "./flow.ts";
import type { Problem } from "./problems.ts";

type FlowRequest = NonNullable<Awaited<ReturnType<typeof take_request>>>;

export function sso_callback_handlers(portal: Portal) {
  return names("public", {
    async GET(ctx: Ctx): Promise<Response> {
      const { platform } = ctx.state.house;
      const token = read_cookie(ctx.req, sso_cookie(portal, is_secure(ctx.state.house)));
      const state = ctx.url.searchParams.get("state") ?? "";
      const request = await platform.transaction(door(ctx.state.request), (tx) => take_request(tx, token, state));
      if (!request || !token || request.audience !== portal.audience) return back(ctx, portal, portal.sign_in, "stale");
      const provider = await provider_of(ctx, portal);
      const home = home_of_flow(portal, request);
      if (provider.id !== request.provider_id) return back(ctx, portal, home, "stale", request.next);
      const visitor = await visit(ctx, portal, provider, request, token);
      if (typeof visitor === "string") return back(ctx, portal, home, visitor, request.next);
      return await answers[request.purpose](ctx, portal, provider, request, visitor);
    },
  });
}

/** Who it is, or why nobody can say. @throws DomainError 503 where the provider is away */
async function visit(
  ctx: Ctx,
  portal: Portal,
  provider: ProviderWithSecret,
  request: FlowRequest,
  token: string,
): Promise<Visitor | Problem> {
  const { platform } = ctx.state.house;
  const rules = await platform.read(door(ctx.state.request), (tx) => rules_of(tx, provider.id));
  const url = new URL(redirect_of(ctx, portal, provider));
  url.search = ctx.url.search;
  try {
    return await exchange(platform.config, provider, { url, token, request, wanted: rules.map(({ claim }) => claim) });
  } catch (error) {
    const { kind, words } = trouble_of(error);
    if (kind === "unreachable") throw away(provider, error);
    log.warn("an identity provider's answer was refused", { provider: provider.key, kind, reason: words });
    return kind;
  }
}

const home_of_flow = (portal: Portal, { purpose }: FlowRequest): string =>
  ({ sign_in: portal.sign_in, link: security_path(portal), step_up: `${portal.auth}/step-up` })[purpose];

type Answer = (
  ctx: Ctx,
  portal: Portal,
  provider: ProviderWithSecret,
  request: FlowRequest,
  visitor: Visitor,
) => Promise<Response>;

const answers: Record<FlowRequest["purpose"], Answer> = {
  async sign_in(ctx, portal, provider, { next }, visitor) {
    const remembered = read_cookie(ctx.req, remembered_cookie(portal, is_secure(ctx.state.house)));
    const settled = await ctx.state.house.platform.transaction(
      door(ctx.state.request),
      (tx) => settle_visit(tx, provider, visitor, portal.audience, remembered),
    );
    if (settled.kind === "refused") {
      log.info("a sign-in by an identity provider was refused", { provider: key_of(ctx), reason: settled.reason });
      return back(ctx, portal, portal.sign_in, settled.reason, next);
    }
    const response = await answer_sign_in(ctx, portal, settled.outcome, next);
    response.headers.append("set-cookie", spent(ctx, portal));
    return response;
  },

  async link(ctx, portal, provider, request, visitor) {
    const here = security_path(portal);
    if (!same_session(ctx, request)) return back(ctx, portal, here, "session");
    try {
      await ctx.state.house.platform.transaction(
        actor_of(ctx.state),
        (tx) => link_visitor(tx, provider, visitor, portal.audience),
      );
    } catch (error) {
      if (!(error instanceof DomainError) || error.status >= 500) throw error;
      return done(ctx, portal, here, { tone: "bad", text: error.message });
    }
    return done(ctx, portal, here, { tone: "ok", text: t("{provider} is linked.", { provider: provider.name }) });
  },

  async step_up(ctx, portal, provider, request, visitor) {
    const here = `${portal.auth}/step-up`;
    if (!same_session(ctx, request)) return back(ctx, portal, here, "session", request.next);
    const proven = await ctx.state.house.platform.transaction(
      actor_of(ctx.state),
      (tx) => step_up_visitor(tx, provider, visitor),
    );
    return proven
      ? done(ctx, portal, request.next || portal.home, {
        tone: "ok",
        text: t("Confirmed. Go on with what you were about to do."),
      })
      : done(ctx, portal, with_next(here, request.next), {
        tone: "bad",
        text: t("That was another account of {provider} than yours.", { provider: provider.name }),
      });
  },
};

const same_session = (ctx: Ctx, { session_id }: FlowRequest): boolean =>
  session_id !== null && ctx.state.session?.session_id === session_id;

function done(ctx: Ctx, portal: Portal, path: string, toast: Parameters<typeof flash_cookie>[0]): Response {
  const response = ctx.redirect(path, 303);
  response.headers.append("set-cookie", spent(ctx, portal));
  response.headers.append("set-cookie", flash_cookie(toast));
  return response;
}
