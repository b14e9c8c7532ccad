/** Why a sign-in at a provider led nowhere. The address carries a word of ours and no sentence: no link can make the page say something else. */
import { t } from "~/components/text.ts";
import type { Refusal } from "~/domain/identity_providers/mod.ts";

export type Problem = Refusal | "declined" | "stale" | "untrusted" | "session";

const words: Record<Problem, string> = {
  declined: "The provider did not confirm the sign-in: it was canceled, or you may not use it for this.",
  stale: "This sign-in was begun elsewhere, waited too long, or was used already. Begin again.",
  untrusted:
    "The provider's answer did not hold, so nobody was signed in. Try again; tell your administrator if it stays.",
  session: "The session that began this is not the one that came back. Begin again.",
  no_access: "This account does not open this portal. Ask whoever invited you.",
  unknown:
    "Nobody here is linked to this account. Sign in another way, and link it under your account; or ask to be invited.",
  known_address:
    "Somebody here has this mail address already. If it is you, sign in another way and link the account under your account.",
  domain: "Your address there is not of a domain that this way in is for, or the provider has not verified it.",
};

const is_problem = (text: string): text is Problem => Object.hasOwn(words, text);

/** The sentence for `?problem=`; null for anything that is no word of ours. */
export const problem_text = (text: string | null): string | null => text && is_problem(text) ? t(words[text]) : null;
