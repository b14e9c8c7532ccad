import { forgot_handlers, ForgotPage } from "../../(_web)/auth_pages/forgot.tsx";
import { portal_of_path } from "../../(_web)/portals.ts";
import { define } from "../../(_web)/state.ts";

export default define.page<typeof handler>(ForgotPage);

export const handler = define.handlers(forgot_handlers(portal_of_path("/vendor/auth/forgot")));
