import type { ComponentChildren } from "preact";
import { cx } from "../cx.ts";
import { Icon } from "../icon.tsx";
import { t } from "../text.ts";
import { Bell } from "./bell.tsx";
import { Mark } from "./brand.tsx";
import type { NavItem, ShellUser } from "./nav_types.ts";
import { SkipLink } from "./skip_link.tsx";
import type { ShellSlots } from "./slots.ts";
import { UserMenu } from "./user_menu.tsx";

export interface PortalShellProps {
  /** At most five: they are the bottom bar of a phone. */
  items: NavItem[];
  user: ShellUser;
  home_href: string;
  /** The provider's name where it has one of its own. */
  brand?: string;
  notifications?: { href: string; unread: number };
  /** Customers read one column; resellers and vendors have tables. */
  width?: "narrow" | "wide";
  /** Stays in sight while one scrolls: who is really acting. */
  banner?: ComponentChildren;
  slots?: ShellSlots;
  children: ComponentChildren;
}

/** Customers, resellers, vendors. The document around it carries `data-portal` for the stone neutrals. */
export function PortalShell(
  { items, user, home_href, brand = "Omni", notifications, width = "narrow", banner, slots = {}, children }:
    PortalShellProps,
) {
  return (
    <div class="has-bottom min-h-screen flex flex-col">
      <SkipLink />
      <header class="sticky top-0 z-30 bg-ground border-b border-line">
        <div
          class={cx(
            "mx-auto flex items-center gap-2 h-14 px-4 w-full",
            width === "narrow" ? "max-w-[960px]" : "max-w-[1240px]",
          )}
        >
          <a href={home_href} class="flex items-center gap-2.5 font-display font-semibold text-lg rounded-md">
            <Mark />
            {brand}
          </a>
          <nav aria-label={t("Main")} class="portal-nav hidden md:flex items-center gap-1 ml-6">
            {items.map((item) => <a key={item.href} href={item.href} {...current(item)}>{item.label}</a>)}
          </nav>
          <span class="flex-1" />
          {notifications && <Bell {...notifications} />}
          {slots.theme}
          <UserMenu user={user} />
        </div>
      </header>
      {banner && (
        <div class="sticky top-14 z-20 bg-ground px-4 py-2">
          <div class={cx("mx-auto", width === "narrow" ? "max-w-[960px]" : "max-w-[1240px]")}>{banner}</div>
        </div>
      )}
      <main
        id="main"
        tabIndex={-1}
        class={cx(
          "flex-1 w-full mx-auto px-4 pt-5 pb-28 md:pb-16",
          width === "narrow" ? "max-w-[600px]" : "max-w-[1240px]",
        )}
      >
        {children}
      </main>
      <nav class="bottom-nav" aria-label={t("Main, at the bottom")}>
        {items.map((item) => (
          <a key={item.href} href={item.href} {...current(item)}>
            <Icon name={item.icon} />
            {item.label}
            {item.count !== undefined && item.count > 0 && (
              <span class="absolute top-0.5 ml-7 min-w-[16px] px-1 rounded-full bg-accent text-accent-ink fig text-2xs text-center">
                {item.count}
              </span>
            )}
          </a>
        ))}
      </nav>
      {slots.live}
      {slots.toasts}
    </div>
  );
}

function current(item: NavItem) {
  return item.current ? { "aria-current": "page" as const } : {};
}

/** Something a customer can start, as a big target. */
export function ActionTile(
  { href, icon, children }: { href: string; icon: NavItem["icon"]; children: ComponentChildren },
) {
  return (
    <a href={href} class="panel tile">
      <Icon name={icon} />
      {children}
    </a>
  );
}
