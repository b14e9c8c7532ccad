import { t } from "~/components/text.ts";
import { AccountPage } from "../../(_web)/account/frame.tsx";
import { session_handlers, SessionList } from "../../(_web)/account/sessions.tsx";
import { portal_of_path } from "../../(_web)/portals.ts";
import { define } from "../../(_web)/state.ts";

const portal = portal_of_path("/vendor");

export default define.page<typeof handler>(function SessionsPage({ data, state, url }) {
  return (
    <AccountPage portal={portal} state={state} url={url} title={t("Your sessions")}>
      <SessionList data={data} state={state} />
    </AccountPage>
  );
});

export const handler = define.handlers(session_handlers(portal));
