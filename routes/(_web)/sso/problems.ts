/** Why a sign-in at a provider led nowhere. The address carries a word of ours and no sentence: no link can make the page say something else. */
import { t } from "~/components/text.ts";
import type { Refusal } from "~/domain/identity_providers/mod.ts";

export type Problem = Refusal | "declined" | "stale" | "untrusted" | "session";

/** A record that is written with `t`, so that the words are found for translation; asked for at each request, in its language. */
const words = (): Record<Problem, string> => ({
  declined: t("The provider did not confirm the sign-in: it was canceled, or you may not use it for this."),
  stale: t("This sign-in was begun elsewhere, waited too long, or was used already. Begin again."),
  untrusted: t(
    "The provider's answer did not hold, so nobody was signed in. Try again; tell your administrator if it stays.",
  ),
  session: t("The session that began this is not the one that came back. Begin again."),
  no_access: t("This account does not open this portal. Ask whoever invited you."),
  unknown: t(
    "Nobody here is linked to this account. Sign in another way, and link it under your account; or ask to be invited.",
  ),
  known_address: t(
    "Somebody here has this mail address already. If it is you, sign in another way and link the account under your account.",
  ),
  domain: t(
    "Your address there is not of a domain that this way in is for, or the provider has not verified it.",
  ),
});

const is_problem = (text: string, known: Record<Problem, string>): text is Problem => Object.hasOwn(known, text);

/** The sentence for `?problem=`; null for anything that is no word of ours. */
export function problem_text(text: string | null): string | null {
  const known = words();
  return text && is_problem(text, known) ? known[text] : null;
}
