import { t } from "~/components/text.ts";
import { AccountPage } from "../../../(_web)/account/frame.tsx";
import { portal_of_path } from "../../../(_web)/portals.ts";
import { add_app_handlers, AddAppParts } from "../../../(_web)/second_factor/add_app_page.tsx";
import { define } from "../../../(_web)/state.ts";

const portal = portal_of_path("/portal");

export default define.page<typeof handler>(function AddAppPage({ data, state, url }) {
  return (
    <AccountPage portal={portal} state={state} url={url} title={t("Add an authenticator app")}>
      <AddAppParts data={data} state={state} />
    </AccountPage>
  );
});

export const handler = define.handlers(add_app_handlers(portal));
