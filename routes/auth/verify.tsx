import { verify_handlers, VerifyPage } from "../(_web)/auth_pages/verify.tsx";
import { portal_of_path } from "../(_web)/portals.ts";
import { define } from "../(_web)/state.ts";

export default define.page<typeof handler>(VerifyPage);

export const handler = define.handlers(verify_handlers(portal_of_path("/auth/verify")));
