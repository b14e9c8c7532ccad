/** The frame of a customer's page. */
import type { ComponentChildren } from "preact";
import { Partial } from "fresh/runtime";
import { PortalShell } from "~/components/shell/portal_shell.tsx";
import { t } from "~/components/text.ts";
import { ActingBanner } from "./acting_banner.tsx";
import { account_links } from "./account/links.ts";
import { page_slots } from "./admin_page.tsx";
import { csrf_field } from "./csrf.ts";
import { actor_of } from "./middlewares.ts";
import { paths } from "./paths.ts";
import { portal_of_path } from "./portals.ts";
import type { State } from "./state.ts";

export function PortalPage(
  { state, url, live, children }: {
    state: State;
    url: URL;
    title: string;
    live?: string[];
    children: ComponentChildren;
  },
) {
  const actor = actor_of(state);
  const at = (href: string) => href === paths.portal.home ? url.pathname === href : url.pathname.startsWith(href);
  return (
    <PortalShell
      home_href={paths.portal.home}
      items={[
        { label: t("Home"), href: paths.portal.home, icon: "house", current: at(paths.portal.home) },
        { label: t("Tickets"), href: paths.portal.tickets, icon: "ticket", current: at(paths.portal.tickets) },
        { label: t("Visits"), href: paths.portal.visits, icon: "calendar-days", current: at(paths.portal.visits) },
        { label: t("Service"), href: paths.portal.service, icon: "router", current: at(paths.portal.service) },
      ]}
      user={{
        name: actor.label,
        links: account_links(portal_of_path(paths.portal.home), state.actor),
        sign_out: { action: paths.portal.sign_out, fields: { [csrf_field]: state.csrf } },
      }}
      {...(actor.impersonator ? { banner: <ActingBanner state={state} /> } : {})}
      slots={page_slots(state, url, live)}
    >
      <Partial name="page">{children}</Partial>
    </PortalShell>
  );
}
