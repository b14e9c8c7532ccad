import type { Tone } from "~/components/badge.tsx";
import { t } from "~/components/text.ts";
import type { User } from "~/domain/access/mod.ts";

/** Whether and why somebody can or cannot sign in, in a word. */
export function user_state(
  user: Pick<User, "username" | "is_locked" | "is_active" | "roles" | "grants">,
): { tone: Tone; label: string } {
  if (!user.is_active) return { tone: "neutral", label: t("Deleted") };
  if (!user.username) return { tone: "neutral", label: t("No sign-in") };
  if (user.is_locked) return { tone: "bad", label: t("Locked") };
  if (user.roles.length + user.grants === 0) return { tone: "warn", label: t("No rights") };
  return { tone: "ok", label: t("Active") };
}
