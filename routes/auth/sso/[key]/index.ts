import { portal_of_path } from "../../../(_web)/portals.ts";
import { sso_start_handlers } from "../../../(_web)/sso/start.ts";
import { define } from "../../../(_web)/state.ts";

export const handler = define.handlers(sso_start_handlers(portal_of_path("/auth")));
