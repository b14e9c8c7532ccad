import { page, type PageProps } from "fresh";
import { t } from "~/components/text.ts";
import { reads } from "../(_web)/pages.ts";
import { PortalPage } from "../(_web)/portal_page.tsx";
import { define, type State } from "../(_web)/state.ts";

export default function Portal({ state, url }: PageProps<null, State>) {
  return (
    <PortalPage state={state} url={url} title={t("My service")}>
      <h1 class="text-2xl">{t("My service")}</h1>
    </PortalPage>
  );
}

export const handler = define.handlers({ GET: reads("portal:subscribers:read", () => Promise.resolve(page(null))) });
