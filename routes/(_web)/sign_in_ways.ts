/** Further ways in, shown under the password form. A way registers itself where its pages are made. */
import { t } from "~/components/text.ts";
import { ways_in } from "~/domain/identity_providers/mod.ts";
import type { Ctx } from "./pages.ts";
import type { Portal } from "./portals.ts";
import { door } from "./sign_in.ts";

export interface SignInWay {
  label: string;
  href: string;
}
type Ways = (ctx: Ctx, portal: Portal, next: string) => Promise<SignInWay[]>;

const known: Ways[] = [
  async (ctx, portal, next) =>
    (await ctx.state.house.platform.read(door(ctx.state.request), (tx) => ways_in(tx, portal.audience))).map((way) => ({
      label: way.button_label ?? t("Sign in with {provider}", { provider: way.name }),
      href: `${portal.auth}/sso/${way.key}${next ? `?next=${encodeURIComponent(next)}` : ""}`,
    })),
  (_ctx, portal, next) =>
    Promise.resolve([{
      label: t("Sign in with a passkey"),
      href: `${portal.auth}/second-factor/passkey${next ? `?next=${encodeURIComponent(next)}` : ""}`,
    }]),
];

export const offer_sign_in = (ways: Ways): void => void known.push(ways);

export async function sign_in_ways(ctx: Ctx, portal: Portal, next: string): Promise<SignInWay[]> {
  return (await Promise.all(known.map((ways) => ways(ctx, portal, next)))).flat();
}
