import { portal_of_path } from "../../../(_web)/portals.ts";
import { passkey_handlers, PasskeyPage } from "../../../(_web)/second_factor/passkey_page.tsx";
import { define } from "../../../(_web)/state.ts";

export default define.page<typeof handler>(PasskeyPage);

export const handler = define.handlers(passkey_handlers(portal_of_path("/portal/auth/second-factor")));
