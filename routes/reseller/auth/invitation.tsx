import { choose_password_handlers, ChoosePasswordPage } from "../../(_web)/auth_pages/choose_password.tsx";
import { portal_of_path } from "../../(_web)/portals.ts";
import { define } from "../../(_web)/state.ts";

export default define.page<typeof handler>(ChoosePasswordPage);

export const handler = define.handlers(
  choose_password_handlers(portal_of_path("/reseller/auth/invitation"), "invitation"),
);
