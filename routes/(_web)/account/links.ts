import type { IconName } from "~/components/icon.tsx";
import { t } from "~/components/text.ts";
import { type Actor, can } from "~/domain/kernel/actor.ts";
import { paths } from "../paths.ts";
import type { Portal } from "../portals.ts";

/** One's own account, in the menu of every portal. */
export const account_links = (
  portal: Portal,
  actor: Actor | null,
): { label: string; href: string; icon: IconName }[] => [
  { label: t("Your sessions"), href: `${portal.home}/account/sessions`, icon: "monitor" },
  { label: t("Your second factor"), href: `${portal.home}/account/security`, icon: "shield-check" },
  { label: t("Your password"), href: `${portal.home}/account/password`, icon: "lock" },
  ...(portal.audience === "admin" && actor && can(actor, "api-keys:create")
    ? [{ label: t("Your API keys"), href: paths.admin.own_api_keys, icon: "key" as const }]
    : []),
];
