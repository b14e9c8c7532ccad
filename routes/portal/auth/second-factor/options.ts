import { portal_of_path } from "../../../(_web)/portals.ts";
import { options_handlers } from "../../../(_web)/second_factor/options.ts";
import { define } from "../../../(_web)/state.ts";

export const handler = define.handlers(options_handlers(portal_of_path("/portal/auth/second-factor")));
