/** The frame of one's own account pages: each portal's own. */
import type { ComponentChildren } from "preact";
import { PageHeader } from "~/components/page_header.tsx";
import { t } from "~/components/text.ts";
import { AdminPage } from "../admin_page.tsx";
import { PortalPage } from "../portal_page.tsx";
import type { Portal } from "../portals.ts";
import type { State } from "../state.ts";
import { account_links } from "./links.ts";

export function AccountPage(
  { portal, state, url, title, children }: {
    portal: Portal;
    state: State;
    url: URL;
    title: string;
    children: ComponentChildren;
  },
) {
  const inner = (
    <>
      <PageHeader title={title} />
      <nav aria-label={t("Your account")} class="flex flex-wrap gap-3 mb-4 text-sm">
        {account_links(portal, state.actor).map((link) => (
          <a
            key={link.href}
            class="link"
            href={link.href}
            {...(link.href === url.pathname ? { "aria-current": "page" as const } : {})}
          >
            {link.label}
          </a>
        ))}
      </nav>
      <div class="max-w-[720px] min-w-0">{children}</div>
    </>
  );
  if (portal.audience === "admin") return <AdminPage state={state} url={url} title={title}>{inner}</AdminPage>;
  return <PortalPage state={state} url={url} title={title}>{inner}</PortalPage>;
}
