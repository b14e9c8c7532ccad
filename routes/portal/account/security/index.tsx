import { t } from "~/components/text.ts";
import { AccountPage } from "../../../(_web)/account/frame.tsx";
import { portal_of_path } from "../../../(_web)/portals.ts";
import { security_handlers, SecurityParts } from "../../../(_web)/second_factor/security_page.tsx";
import { define } from "../../../(_web)/state.ts";

const portal = portal_of_path("/portal");

export default define.page<typeof handler>(function SecurityPage({ data, state, url }) {
  return (
    <AccountPage portal={portal} state={state} url={url} title={t("Your second factor")}>
      <SecurityParts portal={portal} data={data} state={state} />
    </AccountPage>
  );
});

export const handler = define.handlers(security_handlers(portal));
