/**
 * A new secret on its way to the one page that shows it: sealed in a cookie of that page's path, for two minutes, gone once shown. Neither the
 * address nor a form that a reload would send again ever holds it, and no server has to keep it.
 */
import { open, seal } from "~/domain/kernel/crypto/sealed.ts";
import { cookie, read_cookie } from "./cookies.ts";
import type { Ctx } from "./pages.ts";

const seconds = 120;

export interface SecretOnce {
  /** To the page that shows it. */
  show_once(ctx: Ctx, id: string, secret: string): Promise<Response>;
  /** The secret, if this browser has just made it; null afterwards and for everybody else. */
  secret_shown(ctx: Ctx, id: string): Promise<string | null>;
  /** Header of the page that shows it. */
  spent(ctx: Ctx, id: string): string;
}

/** @param page the page that shows it, by the id of what the secret belongs to */
export function secret_once(kind: string, page: (id: string) => string): SecretOnce {
  const name = `omni_${kind}_secret`;
  const context = (ctx: Ctx, id: string) => `${kind}-once/${id}/${ctx.state.actor?.person_id ?? ""}`;
  const options = (id: string, max_age: number) => ({ max_age, path: page(id) });
  const is_secure = (ctx: Ctx) => ctx.state.house.platform.config.PUBLIC_URL.startsWith("https:");
  return {
    async show_once(ctx, id, secret) {
      const { config, now } = ctx.state.house.platform;
      const until = now().epochMilliseconds + seconds * 1000;
      const sealed = await seal(config.ENCRYPTION_KEYS, `${until} ${secret}`, context(ctx, id));
      const response = ctx.redirect(page(id), 303);
      response.headers.append("set-cookie", cookie(name, sealed, is_secure(ctx), options(id, seconds)));
      return response;
    },
    async secret_shown(ctx, id) {
      const sealed = read_cookie(ctx.req, name);
      if (!sealed) return null;
      const { config, now } = ctx.state.house.platform;
      // Another record's, another person's, or altered: it does not open.
      const text = await open(config.ENCRYPTION_KEYS, sealed, context(ctx, id)).catch(() => null);
      const [until = "0", secret = ""] = text?.split(" ") ?? [];
      return Number(until) > now().epochMilliseconds ? secret : null;
    },
    spent: (ctx, id) => cookie(name, "", is_secure(ctx), options(id, 0)),
  };
}
