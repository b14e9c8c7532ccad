import { Avatar } from "../avatar.tsx";
import { Icon } from "../icon.tsx";
import { pure } from "../kept_html.ts";
import { MenuPanel } from "../menu.tsx";
import { t } from "../text.ts";
import type { ShellUser } from "./nav_types.ts";

export const UserMenu = pure("user menu", DrawnUserMenu);

function DrawnUserMenu({ user }: { user: ShellUser }) {
  return (
    <>
      <button type="button" class="rounded-full flex-none ml-1" popovertarget="user-menu" title={t("Account")}>
        <span class="sr-only">{t("{name}, account", { name: user.name })}</span>
        <Avatar name={user.name} size="md" />
      </button>
      <MenuPanel id="user-menu" label={t("Account")}>
        <div class="flex items-center gap-3 px-2.5 py-2">
          <Avatar name={user.name} size="md" />
          <span class="min-w-0">
            <span class="block font-semibold truncate">{user.name}</span>
            {user.hint && <span class="block text-xs text-ink-3 truncate">{user.hint}</span>}
          </span>
        </div>
        <hr />
        {user.links?.map((link) => (
          <a key={link.href} href={link.href} class="menu-item">
            <Icon name={link.icon} />
            {link.label}
          </a>
        ))}
        <form method="post" action={user.sign_out.action}>
          {Object.entries(user.sign_out.fields ?? {}).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <button type="submit" class="menu-item">
            <Icon name="log-out" />
            {t("Sign out")}
          </button>
        </form>
      </MenuPanel>
    </>
  );
}
