/**
 * A new secret on its way to the one page that shows it: sealed in a cookie of this endpoint's path, for two minutes, gone once shown. Neither the
 * address nor a form that a reload would send again ever holds it, and no server has to keep it.
 */
import { open, seal } from "~/domain/kernel/crypto/sealed.ts";
import { cookie, read_cookie } from "../../../(_web)/cookies.ts";
import type { Ctx } from "../../../(_web)/pages.ts";
import { paths } from "../../../(_web)/paths.ts";

const name = "omni_webhook_secret";
const seconds = 120;
const context = (id: string, person: string | null) => `webhook-once/${id}/${person ?? ""}`;

const options = (id: string, max_age: number) => ({ max_age, path: `${paths.admin.webhook(id)}/secret` });
const is_secure = (ctx: Ctx) => ctx.state.house.platform.config.PUBLIC_URL.startsWith("https:");

/** To the page that shows it. */
export async function show_once(ctx: Ctx, id: string, secret: string): Promise<Response> {
  const { config, now } = ctx.state.house.platform;
  const until = now().epochMilliseconds + seconds * 1000;
  const sealed = await seal(
    config.ENCRYPTION_KEYS,
    `${until} ${secret}`,
    context(id, ctx.state.actor?.person_id ?? null),
  );
  const response = ctx.redirect(`${paths.admin.webhook(id)}/secret`, 303);
  response.headers.append("set-cookie", cookie(name, sealed, is_secure(ctx), options(id, seconds)));
  return response;
}

/** The secret, if this browser has just made it; null afterwards and for everybody else. */
export async function secret_shown(ctx: Ctx, id: string): Promise<string | null> {
  const sealed = read_cookie(ctx.req, name);
  if (!sealed) return null;
  const { config, now } = ctx.state.house.platform;
  const text = await open(config.ENCRYPTION_KEYS, sealed, context(id, ctx.state.actor?.person_id ?? null)).catch(() =>
    null
  ); // another endpoint's, or altered
  const [until = "0", secret = ""] = text?.split(" ") ?? [];
  return Number(until) > now().epochMilliseconds ? secret : null;
}

export const spent = (ctx: Ctx, id: string): string => cookie(name, "", is_secure(ctx), options(id, 0));
