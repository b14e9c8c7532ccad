import { t } from "~/components/text.ts";
import { AccountPage } from "../../(_web)/account/frame.tsx";
import { password_handlers, PasswordParts } from "../../(_web)/account/password.tsx";
import { portal_of_path } from "../../(_web)/portals.ts";
import { define } from "../../(_web)/state.ts";

const portal = portal_of_path("/admin");

export default define.page<typeof handler>(function PasswordPage({ data, state, url }) {
  return (
    <AccountPage portal={portal} state={state} url={url} title={t("Your password")}>
      <PasswordParts data={data} state={state} />
    </AccountPage>
  );
});

export const handler = define.handlers(password_handlers(portal));
