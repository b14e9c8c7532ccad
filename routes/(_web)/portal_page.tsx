/** The frame of a page for people from outside: customers, resellers, vendors. */
import type { ComponentChildren } from "preact";
import { Partial } from "fresh/runtime";
import { PortalShell } from "~/components/shell/portal_shell.tsx";
import { ActingBanner } from "./acting_banner.tsx";
import { account_links } from "./account/links.ts";
import { page_slots } from "./admin_page.tsx";
import { csrf_field } from "./csrf.ts";
import { actor_of } from "./middlewares.ts";
import { portal_nav } from "./portal_nav.ts";
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
  const portal = portal_of_path(url.pathname);
  return (
    <PortalShell
      home_href={portal.home}
      items={portal_nav(portal.audience, url.pathname)}
      user={{
        name: actor.label,
        links: account_links(portal, state.actor),
        sign_out: { action: portal.sign_out, fields: { [csrf_field]: state.csrf } },
      }}
      {...(actor.impersonator ? { banner: <ActingBanner state={state} /> } : {})}
      slots={page_slots(state, url, live)}
    >
      <Partial name="page">{children}</Partial>
    </PortalShell>
  );
}
