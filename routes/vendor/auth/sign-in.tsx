import { portal_of_path } from "../../(_web)/portals.ts";
import { sign_in_handlers, SignInPage } from "../../(_web)/sign_in_page.tsx";
import { define } from "../../(_web)/state.ts";

export default define.page<typeof handler>(SignInPage);

export const handler = define.handlers(sign_in_handlers(portal_of_path("/vendor/auth/sign-in")));
