/** What all pages of a flow share: the cookie that holds it, the way to the provider, the way back from trouble. */
import {
  authorization_url,
  connect,
  load_provider,
  type ProviderWithSecret,
  type Purpose,
  redirect_uri,
  request_minutes,
  trouble_of,
} from "~/domain/identity_providers/mod.ts";
import { unavailable } from "~/domain/kernel/errors.ts";
import { log } from "~/domain/kernel/log.ts";
import { cookie, sso_cookie } from "../cookies.ts";
import type { Ctx } from "../pages.ts";
import type { Portal } from "../portals.ts";
import { door } from "../sign_in.ts";
import { is_secure } from "../sign_in_answer.ts";
import type { Problem } from "./problems.ts";

export const key_of = (ctx: Ctx): string => ctx.params.key ?? "";

export const held = (ctx: Ctx, portal: Portal, token: string): string =>
  cookie(sso_cookie(portal, is_secure(ctx.state.house)), token, is_secure(ctx.state.house), {
    max_age: request_minutes * 60,
  });
export const spent = (ctx: Ctx, portal: Portal): string =>
  cookie(sso_cookie(portal, is_secure(ctx.state.house)), "", is_secure(ctx.state.house), { max_age: 0 });

/** @throws DomainError 404 where no provider of this key opens the portal */
export const provider_of = (ctx: Ctx, portal: Portal): Promise<ProviderWithSecret> =>
  ctx.state.house.platform.read(door(ctx.state.request), (tx) => load_provider(tx, key_of(ctx), portal.audience));

export const redirect_of = (ctx: Ctx, portal: Portal, provider: { key: string }): string =>
  redirect_uri(ctx.state.house.platform.config.PUBLIC_URL, portal.auth, provider.key);

/** @throws DomainError 503 while the provider cannot be reached, or answers as none does */
export async function provider_address(
  ctx: Ctx,
  portal: Portal,
  provider: ProviderWithSecret,
  token: string,
  purpose: Purpose,
): Promise<URL> {
  const connection = await connected(ctx, provider);
  return await authorization_url(connection, provider, token, purpose, redirect_of(ctx, portal, provider));
}

export async function connected(ctx: Ctx, provider: ProviderWithSecret) {
  try {
    return await connect(ctx.state.house.platform.config, provider);
  } catch (error) {
    throw away(provider, error);
  }
}

/** For people: that it is away. For operators, in the log: why. */
export function away(provider: ProviderWithSecret, error: unknown) {
  log.warn("an identity provider cannot be used", { provider: provider.key, reason: trouble_of(error).words });
  return unavailable(30, `${provider.name} cannot be reached now. Sign in another way, or wait a little.`);
}

/** To a place outside: the one kind of redirect that does not go through a path of ours. */
export function leave(address: URL, ...cookies: string[]): Response {
  const headers = new Headers({ location: address.href, "cache-control": "no-store" });
  for (const value of cookies) headers.append("set-cookie", value);
  return new Response(null, { status: 303, headers });
}

/** Back to where the flow began, with the word of what went wrong. */
export function back(ctx: Ctx, portal: Portal, path: string, problem: Problem, next = ""): Response {
  const query = new URLSearchParams({ problem, ...(next ? { next } : {}) });
  const response = ctx.redirect(`${path}?${query}`, 303);
  response.headers.append("set-cookie", spent(ctx, portal));
  return response;
}
