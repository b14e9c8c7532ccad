/** Further ways in, shown under the password form. A way registers itself where its pages are made. */
import { t } from "~/components/text.ts";
import type { Ctx } from "./pages.ts";
import type { Portal } from "./portals.ts";

export interface SignInWay {
  label: string;
  href: string;
}
type Ways = (ctx: Ctx, portal: Portal, next: string) => Promise<SignInWay[]>;

const known: Ways[] = [
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
