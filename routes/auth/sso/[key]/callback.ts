import { portal_of_path } from "../../../(_web)/portals.ts";
import { sso_callback_handlers } from "../../../(_web)/sso/callback.ts";
import { define } from "../../../(_web)/state.ts";

export const handler = define.handlers(sso_callback_handlers(portal_of_path("/auth")));
