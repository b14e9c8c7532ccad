import type { ComponentChildren } from "preact";
import { Icon } from "../icon.tsx";
import { pure } from "../kept_html.ts";
import { type MenuEntry, MenuPanel } from "../menu.tsx";
import { Breadcrumbs, type Crumb } from "../page_header.tsx";
import { t } from "../text.ts";
import { cx } from "../cx.ts";
import { Bell } from "./bell.tsx";
import { Mark } from "./brand.tsx";
import type { NavGroup, NavItem, ShellUser } from "./nav_types.ts";
import { SkipLink } from "./skip_link.tsx";
import type { ShellSlots } from "./slots.ts";
import { UserMenu } from "./user_menu.tsx";

export interface AdminShellProps {
  groups: NavGroup[];
  crumbs: Crumb[];
  user: ShellUser;
  home_href?: string;
  /** From the cookie `rail`; the fold works without a script, the SidebarToggle island remembers it. */
  rail?: "wide" | "narrow";
  search_href?: string;
  create?: MenuEntry[];
  notifications?: { href: string; unread: number };
  /** A message of the system above the page. */
  banner?: ComponentChildren;
  /** Boards and maps use the whole width and bring their own padding. */
  layout?: "page" | "wide" | "bare";
  slots?: ShellSlots;
  children: ComponentChildren;
}

export function AdminShell(props: AdminShellProps) {
  const { crumbs, user, create, notifications, slots = {}, layout = "page" } = props;
  return (
    <div class="app">
      <SkipLink />
      {Rail({
        groups: props.groups,
        ...(props.home_href ? { home_href: props.home_href } : {}),
        ...(props.rail ? { rail: props.rail } : {}),
      })}
      <div class="min-w-0 flex flex-col">
        <header class="topbar">
          <button type="button" class="btn btn-ghost btn-icon lg:hidden" popovertarget="rail" aria-label={t("Menu")}>
            <Icon name="menu" />
          </button>
          <div class="flex-1 min-w-0">
            <Breadcrumbs items={crumbs} />
          </div>
          {slots.palette ?? <SearchLink href={props.search_href ?? "/admin/search"} />}
          {create && create.length > 0 && (
            <>
              <button type="button" class="btn btn-primary max-sm:px-0 max-sm:w-9" popovertarget="create-menu">
                <Icon name="plus" />
                <span class="max-sm:sr-only">{t("Create")}</span>
              </button>
              <Entries id="create-menu" label={t("Create")} entries={create} />
            </>
          )}
          {notifications && <Bell {...notifications} />}
          {slots.theme}
          <UserMenu user={user} />
        </header>
        {props.banner && <div class="px-6 pt-4 max-sm:px-3.5">{props.banner}</div>}
        <main
          id="main"
          tabIndex={-1}
          class={cx(layout === "bare" ? "flex-1 min-h-0" : "page", layout === "wide" && "page-wide")}
        >
          {props.children}
        </main>
      </div>
      {slots.live}
      {slots.toasts}
    </div>
  );
}

/** A plain link to the search page; the CommandPalette island takes its place. */
export function SearchLink({ href }: { href: string }) {
  return (
    <a href={href} class="find find-link">
      <Icon name="search" />
      <span class="flex-1 find-words">{t("Search or jump to…")}</span>
      <kbd class="kbd find-words" aria-hidden="true">/</kbd>
    </a>
  );
}

/** The same for all who may the same, at the same place. */
const Rail = pure("rail", DrawnRail);

function DrawnRail({ groups, home_href = "/admin", rail }: Pick<AdminShellProps, "groups" | "home_href" | "rail">) {
  return (
    <nav id="rail" class="rail on-dark" popover="auto" aria-label={t("Main")}>
      <a href={home_href} class="rail-brand">
        <Mark />
        <span class="rail-name">Omni</span>
      </a>
      <div class="px-2.5 pb-2">
        {groups.map((group) => (
          <section key={group.label} aria-label={group.label}>
            <p class="rail-head" aria-hidden="true">{group.label}</p>
            <ul class="grid gap-0.5">
              {group.items.map((item) => (
                <li key={item.href}>
                  <RailLink item={item} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <div class="rail-foot">
        <label class="rail-fold">
          <input
            type="checkbox"
            id="rail-fold"
            class="js-rail-fold"
            role="switch"
            checked={rail === "narrow"}
            aria-label={t("Narrow sidebar")}
          />
          <Icon name="panel-left-close" />
          <span class="rail-label">{t("Collapse")}</span>
        </label>
      </div>
    </nav>
  );
}

const Entries = pure("menu", MenuPanel);

function RailLink({ item }: { item: NavItem }) {
  return (
    <a
      href={item.href}
      class="rail-item"
      title={item.label}
      {...(item.current ? { "aria-current": "page" as const } : {})}
    >
      <Icon name={item.icon} />
      <span class="rail-label">{item.label}</span>
      {item.count !== undefined && item.count > 0 && (
        <span class="rail-count">{item.count > 999 ? "999+" : item.count}</span>
      )}
    </a>
  );
}
