/** The frame of a page: shell, navigation, palette, live refresh and toasts, from the request's state. */
import type { ComponentChildren } from "preact";
import { Partial } from "fresh/runtime";
import type { Crumb } from "~/components/page_header.tsx";
import { AdminShell, type AdminShellProps } from "~/components/shell/admin_shell.tsx";
import { FieldShell } from "~/components/shell/field_shell.tsx";
import { t } from "~/components/text.ts";
import type { PaletteItem } from "~/components/client/palette_items.ts";
import CommandPalette from "~/islands/CommandPalette.tsx";
import Dialogs from "~/islands/Dialogs.tsx";
import LiveRefresh from "~/islands/LiveRefresh.tsx";
import RelativeTime from "~/islands/RelativeTime.tsx";
import SidebarToggle from "~/islands/SidebarToggle.tsx";
import ThemeSwitch from "~/islands/ThemeSwitch.tsx";
import Toasts from "~/islands/Toasts.tsx";
import { csrf_field } from "./csrf.ts";
import { actor_of } from "./middlewares.ts";
import { admin_nav, create_menu, place_of } from "./nav.ts";
import { paths } from "./paths.ts";
import { account_links } from "./account/links.ts";
import { portal_of_path } from "./portals.ts";
import type { State } from "./state.ts";

export interface PageFrame {
  state: State;
  url: URL;
  title: string;
  /** Crumbs between the place in the menu and this page. */
  crumbs?: Crumb[];
  /** Page's own commands in the palette. */
  commands?: PaletteItem[];
  /** Topics that refresh the page's partial `page` when something of theirs changes. */
  live?: string[];
  layout?: AdminShellProps["layout"];
  banner?: ComponentChildren;
  children: ComponentChildren;
}

/** Hidden field of every form that posts. */
export const Csrf = ({ state }: { state: State }) => <input type="hidden" name={csrf_field} value={state.csrf} />;

const slots = (state: State, url: URL, live: string[] | undefined) => ({
  theme: (
    <ThemeSwitch
      theme={state.theme}
      action={paths.theme}
      fields={{ [csrf_field]: state.csrf, next: url.pathname + url.search }}
    />
  ),
  live: (
    <>
      {live && (
        <LiveRefresh
          topics={live}
          partial_href={url.pathname + url.search}
          since={state.arrived_at}
          portal={portal_of_path(url.pathname).audience}
        />
      )}
      <RelativeTime />
      <Dialogs />
    </>
  ),
  toasts: <Toasts toasts={state.toast ? [{ id: state.request.id, ...state.toast, ...undo(state) }] : []} />,
});

function undo(state: State) {
  const done = state.toast?.undo;
  return done ? { undo: { action: done.action, fields: { ...done.fields, [csrf_field]: state.csrf } } } : {};
}

export function AdminPage(
  { state, url, title, crumbs = [], commands = [], live, layout, banner, children }: PageFrame,
) {
  const actor = actor_of(state);
  const groups = admin_nav(actor, url.pathname);
  const place = place_of(url.pathname);
  const trail: Crumb[] = place
    ? [
      { label: t(place.group) },
      ...(url.pathname === place.item.href ? [] : [{ label: t(place.item.label), href: place.item.href }]),
      ...crumbs,
      { label: title },
    ]
    : [...crumbs, { label: title }];
  return (
    <AdminShell
      groups={groups}
      crumbs={trail}
      rail={state.rail}
      user={{
        name: actor.label,
        links: [...account_links(portal_of_path(paths.admin.home), actor), {
          label: t("API documentation"),
          href: paths.admin.api_docs,
          icon: "book-open",
        }],
        sign_out: { action: paths.auth.sign_out, fields: { [csrf_field]: state.csrf } },
      }}
      create={create_menu(actor)}
      notifications={{ href: paths.admin.inbox_notifications, unread: state.unread }}
      {...(layout ? { layout } : {})}
      {...(banner ? { banner } : {})}
      slots={{
        ...slots(state, url, live),
        palette: (
          <>
            <CommandPalette commands={commands} menu="#rail .rail-item" source={paths.admin.search} />
            <SidebarToggle />
          </>
        ),
      }}
    >
      <Partial name="page">{children}</Partial>
    </AdminShell>
  );
}

/** A technician's page on a phone. */
export function FieldPage(
  { state, url, title, subtitle, back_href, action, live, children }: {
    state: State;
    url: URL;
    title: string;
    subtitle?: string;
    back_href?: string;
    action?: ComponentChildren;
    live?: string[];
    children: ComponentChildren;
  },
) {
  return (
    <FieldShell
      title={title}
      {...(subtitle ? { subtitle } : {})}
      {...(back_href ? { back_href } : {})}
      {...(action ? { action } : {})}
      slots={slots(state, url, live)}
    >
      {children}
    </FieldShell>
  );
}
export { slots as page_slots };
