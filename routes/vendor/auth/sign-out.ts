import { portal_of_path } from "../../(_web)/portals.ts";
import { sign_out_handlers } from "../../(_web)/sign_out_page.ts";
import { define } from "../../(_web)/state.ts";

export const handler = define.handlers(sign_out_handlers(portal_of_path("/vendor/auth/sign-out")));
