import { portal_of_path } from "../../../../(_web)/portals.ts";
import { signed_out_handlers, SignedOutPage } from "../../../../(_web)/sso/pages.tsx";
import { define } from "../../../../(_web)/state.ts";

export default define.page<typeof handler>(SignedOutPage);

export const handler = define.handlers(signed_out_handlers(portal_of_path("/vendor/auth")));
